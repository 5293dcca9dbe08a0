"""doit's loader: the user's own tasks, if there are any, and the feature's."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from doit import get_var
from doit.cmd_base import DodoTaskLoader
from doit.exceptions import InvalidDodoFile
from doit.task import Task as DoitTask

from sddtasks.app.discovery import Found
from sddtasks.model.errors import SddError
from sddtasks.plugins import display
from sddtasks.plugins import dodofile
from sddtasks.plugins import finding
from sddtasks.plugins.tasks import FeatureTasks
from sddtasks.state import ending
from sddtasks.system import escape

# What a dodo.py imports from sddtasks.dodo when our loader is not there; here it would come twice.
CREATOR = "sddtasks.plugins.creator"

_OPTION = {
    "section": "sddtasks",
    "name": "feature_dir",
    "short": "",
    "long": "feature",
    "type": str,
    "default": "",
    "help": "feature directory, the one with tasks.md",
}


@contextlib.contextmanager
def _ended_quietly() -> Iterator[None]:
    """Ctrl-C while doit still loads: it knows of no way to end but Python's own traceback."""
    try:
        yield
    except KeyboardInterrupt:
        display.warn("interrupted; nothing was started")
        raise SystemExit(ending.INTERRUPTED) from None


class SddLoader(DodoTaskLoader):  # type: ignore[misc]  # doit has no types
    """Chosen by `loader = "sdd"` in [tool.doit]; `doit implement` brings it along.

    A feature that cannot be compiled stops `implement` only: the user's own tasks still run.
    """

    cmd_options = (*DodoTaskLoader.cmd_options, _OPTION)
    present = False

    def __init__(self) -> None:
        super().__init__()
        self.namespace: dict[str, Any] = {}
        self.argument = ""
        self.required = False
        self.found: Found | None = None
        self.feature_tasks: FeatureTasks | None = None

    def setup(self, opt_values: dict[str, Any]) -> None:
        with _ended_quietly():
            self._set_up(opt_values)

    def _set_up(self, opt_values: dict[str, Any]) -> None:
        start = Path.cwd()
        SddLoader.present = True
        try:
            finding.prepare(start, allow_dirty=bool(opt_values.get("allow_dirty")))
        except SddError as error:
            raise InvalidDodoFile(escape.terminal(str(error))) from None
        file = dodofile.find(opt_values["dodoFile"], start, upwards=opt_values["seek_file"])
        found = dodofile.namespace(file, opt_values["cwdPath"]) if file else {}
        self.namespace = {
            name: value
            for name, value in found.items()
            if getattr(value, "__module__", "") != CREATOR
        }
        self._find(start, self.argument or opt_values.get("feature_dir", ""))
        if not self.namespace and self.found:
            os.chdir(self.found.feature.root)

    def load_doit_config(self) -> dict[str, Any]:
        config = dict(super().load_doit_config())
        return {**config, **(self.feature_tasks.configuration if self.feature_tasks else {})}

    def load_tasks(self, cmd: Any, pos_args: list[str]) -> list[DoitTask]:
        with _ended_quietly():
            return self._tasks(cmd, pos_args)

    def _tasks(self, cmd: Any, pos_args: list[str]) -> list[DoitTask]:
        own: list[DoitTask] = super().load_tasks(cmd, pos_args)
        if cmd.get_name() == "run" and cmd.sel_tasks is None:
            cmd.sel_tasks = [task.name for task in own if not task.subtask_of]
        if self.feature_tasks is None:
            return own
        return [*own, *self.feature_tasks.doit_tasks(cmd)]

    def _find(self, start: Path, argument: str) -> None:
        try:
            self.found = finding.find(argument, get_var("feature", ""), start)
            self.feature_tasks = FeatureTasks(self.found.feature)
        except SddError as error:
            if self.required:
                raise InvalidDodoFile(escape.terminal(str(error))) from None
            display.warn(f"sddtasks: {error}")
        else:
            display.warn(f"feature {self.found.feature.relative} ({self.found.how})")
