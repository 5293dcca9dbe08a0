"""The task creator for a user's own dodo.py: doit's ordinary loader runs it, ours is not needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

from doit import get_var
from doit.task import Task as DoitTask

from sddtasks.model.errors import SddError
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins.loader import SddLoader
from sddtasks.plugins.tasks import FeatureTasks


def _open_feature() -> FeatureTasks | None:
    """The feature, or a note why there is none: a user's own tasks go on without it."""
    try:
        found = finding.find(os.environ.get("SDD_FEATURE", ""), get_var("feature", ""))
        feature_tasks = FeatureTasks(found.feature)
    except SddError as error:
        display.warn(f"sddtasks: {error}")
        return None
    display.warn(f"feature {found.feature.relative} ({found.how})")
    return feature_tasks


_FEATURE = None if SddLoader.present else _open_feature()

DOIT_CONFIG: dict[str, Any] = _FEATURE.configuration if _FEATURE else {}


def task_feature() -> Iterator[DoitTask]:
    """The tasks of tasks.md; none for a bare `doit`, which must never start an agent."""
    command = _command(sys._getframe())  # noqa: SLF001 - see _command
    if _FEATURE and not _is_bare_run(command):
        yield from _FEATURE.doit_tasks(command)
    elif _FEATURE and _FEATURE.is_look(command):
        command.dep_manager.backend.look_only()


def _is_bare_run(command: Any) -> bool:
    return bool(command.get_name() == "run" and command.sel_tasks is None)


def _command(frame: FrameType | None) -> Any:
    """The doit command that is loading tasks.

    doit tells a task creator neither the command nor what was selected, but the loader that calls
    it has both in its frame.
    """
    while frame:
        if frame.f_code.co_name == "load_tasks" and "cmd" in frame.f_locals:
            return frame.f_locals["cmd"]
        frame = frame.f_back
    raise RuntimeError("task_feature is called by doit's loader only")
