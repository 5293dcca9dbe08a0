"""Running tasks for `doit implement`: doit's own runner, which looks before its first job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doit.runner import Runner


class SddRunner(Runner):  # type: ignore[misc]  # doit has no types
    """`before(name)` is called with each task of ours before it is executed; what it raises ends
    the run before anything was started."""

    def __init__(self, dependency: Any, reporter: Any, before: Callable[[str], None]) -> None:
        super().__init__(dependency, reporter)
        self._before = before

    def execute_task(self, task: Any) -> Any:
        self._before(task.name)
        return super().execute_task(task)
