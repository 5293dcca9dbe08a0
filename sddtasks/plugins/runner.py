"""Running tasks for `doit implement`: doit's own runner, which looks before its first job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doit.exceptions import BaseFail
from doit.exceptions import DependencyError
from doit.exceptions import UnmetDependency
from doit.runner import Runner

from sddtasks.model.job import JobStatus
from sddtasks.plugins.action import JobAction


class SddRunner(Runner):  # type: ignore[misc]  # doit has no types
    """`before(name)` is called with each task of ours before it is executed; what it raises ends
    the run before anything was started."""

    def __init__(self, dependency: Any, reporter: Any, before: Callable[[str], None]) -> None:
        super().__init__(dependency, reporter)
        self._before = before

    def execute_task(self, task: Any) -> Any:
        self._before(task.name)
        return super().execute_task(task)

    def _handle_task_error(self, node: Any, base_fail: BaseFail) -> None:
        """doit would remove the records of everything behind a failure: of what was done before,
        which is as true as it was. And what waits for a person is waited for, whatever
        `continue_` says: two tasks in one tree would be mixed up."""
        if isinstance(base_fail, UnmetDependency):
            node.run_status = "failure"
            self.reporter.blocked(node.task)
            return
        action = next((one for one in node.task.actions if isinstance(one, JobAction)), None)
        if action and isinstance(base_fail, DependencyError):
            base_fail = action.unmet(base_fail.message)
        super()._handle_task_error(node, base_fail)
        result = getattr(base_fail, "result", None)
        if result and result.status is JobStatus.WAITING:
            self._stop_running = True
