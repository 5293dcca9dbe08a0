"""The database of a feature, opened outside of a doit command of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from typing import Any

from doit.dependency import Dependency

from sddtasks.model.errors import StateError
from sddtasks.model.plan import Feature
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins import rowfile
from sddtasks.plugins.backend import SddBackend
from sddtasks.plugins.tasks import FeatureTasks
from sddtasks.state import records
from sddtasks.state.records import Record
from sddtasks.system import lock
from sddtasks.system import nested

_VALUES = "_values_:"


@contextmanager
def attached(feature: Feature, options: Mapping[str, Any]) -> Iterator[FeatureTasks]:
    """The feature's tasks with their database, for somebody who ends the session himself.

    Raises StateError while a run is at work on the feature, or if the agent of a killed one may
    have changed the settings.
    """
    lock.refuse_if_held(feature.state_dir, feature.name)
    finding.prepare(feature.root, allow_dirty=bool(options.get("allow_dirty")))
    tasks = FeatureTasks(feature)
    tasks.options = {"on_note": display.warn, **options}
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


def recorded(feature: Feature) -> dict[str, Record] | None:
    """What the database holds at this moment, read beside a run that may be writing into it; None
    where there is none yet."""
    file = feature.state_dir / "doit.db"
    try:
        rows = rowfile.read(str(file))
        if rows is None:
            return None
        values = {name: nested.read_json(row).get(_VALUES) for name, row in rows.items()}
    except (sqlite3.Error, OSError, ValueError) as error:
        raise StateError(f"cannot read {file}: {error}", "try again") from None
    return {name: record for name, row in values.items() if (record := records.from_values(row))}


def reasons(feature: Feature) -> dict[str, str]:
    """Why each doit task that is not up to date would run, in doit's words; nothing is written."""
    tasks = FeatureTasks(feature)
    dependency = Dependency(SddBackend, tasks.configuration["dep_file"])
    if dependency.backend.is_new:
        return dict.fromkeys(tasks.rows, "never run")
    tasks.attach(dependency, is_look=True)
    known = {task.name: task for task in tasks.made()}
    found = {}
    for name, task in known.items():
        status = dependency.get_status(task, known, get_log=True)
        if status.status != "up-to-date":
            found[name] = _why(status, begun=bool(dependency.get_values(name)))
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
