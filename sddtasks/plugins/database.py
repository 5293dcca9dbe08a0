"""The database of a feature, opened outside of a doit command of its own."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from typing import Any

from doit.dependency import Dependency

from sddtasks.app import table
from sddtasks.model.plan import Feature
from sddtasks.model.statefile import TaskState
from sddtasks.plugins.backend import SddBackend
from sddtasks.plugins.tasks import FeatureTasks


@contextmanager
def attached(feature: Feature, options: Mapping[str, Any]) -> Iterator[FeatureTasks]:
    """The feature's tasks with their database, for somebody who ends the session himself."""
    tasks = FeatureTasks(feature)
    tasks.options = dict(options)
    dependency = Dependency(SddBackend, tasks.configuration["dep_file"])
    try:
        tasks.attach(dependency)
        yield tasks
    finally:
        dependency.close()


@contextmanager
def opened(feature: Feature, options: Mapping[str, Any]) -> Iterator[FeatureTasks]:
    """The feature's tasks with their database; closed, and the mirror written, at the end."""
    with attached(feature, options) as tasks:
        yield tasks
        tasks.close(0)


def statuses(feature: Feature) -> Mapping[str, TaskState]:
    """The state of each task, if the feature has been begun; otherwise nothing is made."""
    if not (feature.state_dir / "doit.db").exists():
        return {}
    with opened(feature, {}) as tasks:
        states: Mapping[str, TaskState] = tasks.work.session.document().task_status
        return states


def reasons(feature: Feature) -> dict[str, str]:
    """Why each doit task that is not up to date would run, in doit's words."""
    if not (feature.state_dir / "doit.db").exists():
        return {row.name: "never run" for row in table.rows(feature)}
    with opened(feature, {}) as tasks:
        known = {task.name: task for task in tasks.made()}
        found = {}
        for name, task in known.items():
            status = tasks.dependency.get_status(task, known, get_log=True)
            if status.status != "up-to-date":
                found[name] = _why(status, begun=bool(tasks.dependency.get_values(name)))
        return found


def _why(status: Any, *, begun: bool) -> str:
    if not begun:
        return "never completed"
    said = {
        "missing_target": "a file that it makes is gone: ",
        "changed_file_dep": "an input has changed: ",
        "added_file_dep": "a new input: ",
        "removed_file_dep": "an input less: ",
        "missing_file_dep": "an input is missing: ",
    }
    for reason, words in said.items():
        if status.reasons.get(reason):
            return words + ", ".join(str(path) for path in status.reasons[reason])
    return "its text has changed, or its evidence is gone"
