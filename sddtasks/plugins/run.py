"""One run over a feature's tasks: doit dispatches; here it begins, is interrupted, and ends."""

from __future__ import annotations

import contextlib
import importlib
import signal
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any

from doit.control import TaskControl
from doit.exceptions import InvalidCommand
from doit.exceptions import InvalidDodoFile
from doit.task import Task as DoitTask

from sddtasks.model.errors import SddError
from sddtasks.plugins import unwritable
from sddtasks.plugins.display import Display
from sddtasks.plugins.reporter import SddReporter
from sddtasks.plugins.runner import SddRunner
from sddtasks.plugins.tasks import FeatureTasks
from sddtasks.state import records
from sddtasks.state.records import Record
from sddtasks.system import escape

BROKEN = 2
INTERRUPTED = 130


class Run:
    """A run over tasks whose database is open. `done`: what counts as done though it is not asked
    for, when only some of the tasks are."""

    def __init__(self, tasks: FeatureTasks, screen: Display, done: Iterable[str] = ()) -> None:
        self.tasks = tasks
        self.screen = screen
        self.reporter = SddReporter(screen, tasks.feature.relative, tasks.rows, self._record, done)

    def _record(self, name: str) -> Record | None:
        return records.from_values(self.tasks.dependency.get_values(name))

    def do(
        self,
        made: list[DoitTask],
        names: Sequence[str],
        prepare: Callable[[], None] = lambda: None,
    ) -> int:
        """Run these and what they wait for, after `prepare()`; the exit code."""
        try:
            with _signals():
                prepare()
                control = TaskControl(made)
                control.process(list(names))
                code: int = self._runner().run_all(control.task_dispatcher())
        except KeyboardInterrupt:
            return self._interrupted()
        except SddError as error:
            self.tasks.close(3)
            raise InvalidCommand(escape.terminal(str(error))) from None
        except OSError as error:
            if not unwritable.is_meant(error):
                raise
            return self._unwritable(unwritable.told(error))
        except InvalidDodoFile as error:
            return self._unwritable(str(error).partition("\n")[0])
        if code == 0 and self.reporter.is_weak:
            code = self.tasks.work.session.settings.weakened_exit_code
        self.tasks.close(code)
        return code

    def _runner(self) -> SddRunner:
        tasks = self.tasks
        runner = SddRunner(tasks.dependency, self.reporter, tasks.begin, self._pool)
        runner.continue_ = tasks.options.get("keep_going", False)
        return runner

    def _pool(self) -> Any:
        """Only who has something to do waits for threads and engines to be loaded."""
        pool = importlib.import_module("sddtasks.plugins.pool").Pool
        return pool(self.tasks.work.session, self.tasks.rows, self.tasks.flush)

    def _unwritable(self, what: str) -> int:
        """The disk is full, or may not be written to: not even our own files can say so."""
        with contextlib.suppress(OSError, SddError):
            self.tasks.close(BROKEN, list(self.reporter.running))
        message = (
            f"{what}\nEverything that was completed is saved.\n"
            f"  next      free space or make it writable, then doit implement"
            f" {self.tasks.feature.relative}"
        )
        self.screen.show({"event": "error", "message": message}, message)
        return BROKEN

    def _interrupted(self) -> int:
        running = list(self.reporter.running)
        self.tasks.close(INTERRUPTED, running)
        what = f" during {', '.join(running)}" if running else ""
        self.screen.show(
            {"event": "interrupted", "tasks": running},
            f"Interrupted{what}; everything that was completed is saved.\n"
            f"  next      doit implement {self.tasks.feature.relative}",
        )
        return INTERRUPTED


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end a run like Ctrl-C: doit itself would just die.

    What we were told to ignore when we were started stays ignored: `nohup doit implement`.
    """

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {
        number: signal.signal(number, stop)
        for number in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
