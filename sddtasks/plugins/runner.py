"""doit's own runner for `doit implement`, and one that does several jobs at a time.

Which task is ready, and which is up to date, is doit's to say in both.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED
from concurrent.futures import Executor
from concurrent.futures import Future
from concurrent.futures import wait
from typing import Any

from doit.exceptions import BaseFail
from doit.exceptions import TaskError
from doit.runner import Runner

from sddtasks.model.errors import SddError
from sddtasks.model.job import JobResult
from sddtasks.system import process


class SddRunner(Runner):  # type: ignore[misc]  # doit has no types
    """`before(name)` is called with each task of ours before it is executed; what it raises ends
    the run before anything was started."""

    def __init__(self, dependency: Any, reporter: Any, before: Callable[[str], None]) -> None:
        super().__init__(dependency, reporter)
        self._before = before

    def execute_task(self, task: Any) -> Any:
        self._before(task.name)
        return super().execute_task(task)


class PoolRunner(SddRunner):
    """Several jobs at a time on any executor; everything but the jobs is done in this thread."""

    def __init__(
        self,
        dependency: Any,
        reporter: Any,
        before: Callable[[str], None],
        pool: Executor,
        jobs: int,
    ) -> None:
        super().__init__(dependency, reporter, before)
        self._pool = pool
        self._jobs = jobs
        self._running: dict[Future[JobResult], Any] = {}

    def run_tasks(self, task_dispatcher: Any) -> None:
        try:
            self._dispatch(task_dispatcher)
        except KeyboardInterrupt:
            process.interrupt()
            wait(self._running)
            raise

    def _dispatch(self, dispatcher: Any) -> None:
        """doit's loop: ask for the next node, tell it which one has ended."""
        ended: Any = None
        while not self._stop_running:
            try:
                node = dispatcher.generator.send(ended)
            except StopIteration:
                break
            ended = None
            if node == "hold on":
                ended = self._one_ends()
            elif self.select_task(node, dispatcher.tasks):
                ended = self._submitted(node)
            else:
                ended = node
        while self._running:
            self._one_ends()

    def _submitted(self, node: Any) -> Any:
        """Start a node's job; the node that ended, if that was at once or had to be waited for."""
        name = node.task.name
        self._before(name)
        self.reporter.execute_task(node.task)
        action = node.task.actions[0] if node.task.actions else None
        if action is None:
            self.process_task_result(node, None)
            return node
        try:
            job = action.start()
        except SddError as error:
            self.process_task_result(node, TaskError(str(error)))
            return node
        self._running[self._pool.submit(action.work, job)] = node
        return self._one_ends() if len(self._running) >= self._jobs else None

    def _one_ends(self) -> Any:
        """Wait for a job to end, and record what came of it."""
        ready, _ = wait(self._running, return_when=FIRST_COMPLETED)
        future = min(ready, key=lambda one: list(self._running).index(one))
        node = self._running.pop(future)
        self.process_task_result(node, self._recorded(node.task, future))
        return node

    def _recorded(self, task: Any, future: Future[JobResult]) -> BaseFail | None:
        try:
            failure: BaseFail | None = task.actions[0].absorb(future.result())
        except SddError as error:
            return TaskError(str(error))
        task.result, task.values = task.actions[0].result, task.actions[0].values
        return failure
