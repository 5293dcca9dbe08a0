"""Several jobs at a time: which task is ready, and which is up to date, is still doit's to say."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED
from concurrent.futures import Executor
from concurrent.futures import Future
from concurrent.futures import wait
from typing import Any

from doit.exceptions import BaseFail
from doit.exceptions import TaskError

from sddtasks.engines import ENGINES
from sddtasks.model.errors import SddError
from sddtasks.model.job import JobResult
from sddtasks.plugins.runner import SddRunner
from sddtasks.system import process


class PoolRunner(SddRunner):
    """Several jobs at a time on any executor; everything but the jobs is done in this thread.

    `idle()` is called before it waits for one of them to end.
    """

    def __init__(
        self,
        dependency: Any,
        reporter: Any,
        before: Callable[[str], None],
        idle: Callable[[], None],
        jobs: int,
    ) -> None:
        super().__init__(dependency, reporter, before)
        self._idle = idle
        self._jobs = jobs
        self._running: dict[Future[JobResult], Any] = {}

    def run_tasks(self, task_dispatcher: Any) -> None:
        with ENGINES["threads"].open(self._jobs) as pool:
            try:
                self._dispatch(task_dispatcher, pool)
            except KeyboardInterrupt:
                process.interrupt()
                wait(self._running)
                raise

    def _dispatch(self, dispatcher: Any, pool: Executor) -> None:
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
                ended = self._submitted(node, pool)
            else:
                ended = node
        while self._running:
            self._one_ends()

    def _submitted(self, node: Any, pool: Executor) -> Any:
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
        self._running[pool.submit(action.work, job)] = node
        return self._one_ends() if len(self._running) >= self._jobs else None

    def _one_ends(self) -> Any:
        """Wait for a job to end, and record what came of it."""
        self._idle()
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
