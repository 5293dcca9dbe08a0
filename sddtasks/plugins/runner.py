"""Running tasks for `doit implement`: doit's own runner, one job at a time or several.

Which task is ready, in which order, and which is up to date, is doit's to say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cached_property
from heapq import heappop
from heapq import heappush
from typing import Any

from doit.exceptions import BaseFail
from doit.exceptions import DependencyError
from doit.exceptions import TaskError
from doit.exceptions import UnmetDependency
from doit.runner import Runner

from sddtasks.model.errors import SddError
from sddtasks.model.job import JobStatus
from sddtasks.plugins.action import JobAction
from sddtasks.system import escape

_HOLD = "hold on"


class SddRunner(Runner):  # type: ignore[misc]  # doit has no types
    """A task that has nothing beside it is done in this thread, where doit would do it; tasks that
    are ready at the same time go to a pool.

    `before(name)` is called with each task of ours before it is executed; what it raises ends the
    run before anything was started. `pool_of()` makes the pool when the first job is ready.
    """

    def __init__(
        self,
        dependency: Any,
        reporter: Any,
        before: Callable[[str], None],
        pool_of: Callable[[], Any],
    ) -> None:
        super().__init__(dependency, reporter)
        self._before = before
        self._pool_of = pool_of
        self._ended: deque[Any] = deque()
        self._ready: list[tuple[tuple[int, int], Any]] = []

    @cached_property
    def _pool(self) -> Any:
        """Loaded late: a run with nothing to do needs no threads and no settings."""
        return self._pool_of()

    @property
    def _is_pool_open(self) -> bool:
        return "_pool" in self.__dict__

    @property
    def _is_busy(self) -> bool:
        return self._is_pool_open and bool(self._pool.is_busy)

    def execute_task(self, task: Any) -> Any:
        self._before(task.name)
        return super().execute_task(task)

    def run_tasks(self, task_dispatcher: Any) -> None:
        try:
            self._dispatch(task_dispatcher)
        except KeyboardInterrupt:
            if self._is_pool_open:
                self._pool.interrupt()
            raise
        finally:
            if self._is_pool_open:
                self._pool.close()

    def _dispatch(self, dispatcher: Any) -> None:
        """doit's loop: tell it which node has ended, if one has, and ask for the next."""
        while not self._stop_running:
            try:
                node = dispatcher.generator.send(self._ended.popleft() if self._ended else None)
            except StopIteration:
                break
            if node == _HOLD:
                if not self._ended:
                    self._go_on()
            elif not self.select_task(node, dispatcher.tasks):
                self._ended.append(node)
            elif not node.task.actions or self._pool.is_serial:
                self._do(node)
            else:
                heappush(self._ready, (self._pool.urgency(node.task.name), node))
        while self._ready or self._is_busy:
            self._ended.clear()
            self._go_on()

    def _go_on(self) -> None:
        """doit knows of nothing else that is ready: start what there is, or wait for an end."""
        if self._stop_running:
            self._ready.clear()
        if len(self._ready) == 1 and self._pool.may_be_lone:
            self._do(heappop(self._ready)[1])
            return
        while self._ready and not self._pool.is_full:
            self._submit(heappop(self._ready)[1])
        if self._is_busy and not self._ended:
            self._wait()

    def _do(self, node: Any) -> None:
        """Here and now."""
        self.process_task_result(node, self.execute_task(node.task))
        self._ended.append(node)

    def _submit(self, node: Any) -> None:
        """Beside others, in a tree of its own."""
        self._before(node.task.name)
        self.reporter.execute_task(node.task)
        try:
            self._pool.submit(node, node.task.actions[0].start())
        except SddError as error:
            self.process_task_result(node, TaskError(escape.terminal(str(error))))
            self._ended.append(node)

    def _wait(self) -> None:
        """Wait for a job to end, and record what came of it."""
        node, outcome = self._pool.next()
        failure: BaseFail | None
        if isinstance(outcome, SddError):
            failure = TaskError(escape.terminal(str(outcome)))
        else:
            action = node.task.actions[0]
            failure = action.absorb(outcome)
            node.task.result, node.task.values = action.result, action.values
        self.process_task_result(node, failure)
        self._ended.append(node)

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
