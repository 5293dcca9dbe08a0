"""What a run says: progress, what is next, what failed and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any

from doit.exceptions import BaseFail

from sddtasks.app.row import FINAL
from sddtasks.app.row import Row
from sddtasks.model import remedies
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.remedies import Step
from sddtasks.plugins.display import Display
from sddtasks.plugins.frontier import Frontier
from sddtasks.plugins.telling import refused
from sddtasks.plugins.telling import some
from sddtasks.plugins.telling import summary
from sddtasks.plugins.telling import what_next
from sddtasks.state import counts
from sddtasks.state.counts import Counts
from sddtasks.state.records import Record


class SddReporter:
    """doit's events, told in terms of the feature. `rows` are the feature's doit tasks, `record`
    gives what the database has of one that is done."""

    desc = "progress of a feature"

    def __init__(
        self,
        display: Display,
        feature: str,
        rows: Mapping[str, Row],
        record: Callable[[str], Record | None],
        done: Iterable[str] = (),
    ) -> None:
        self.display = display
        self.feature = feature
        self.rows = rows
        self._record = record
        self.running: dict[str, None] = {}
        self.executed = 0
        self.failures: dict[str, str] = {}
        self.obstructed: list[str] = []
        self._frontier = Frontier({name: row.task_dep for name, row in rows.items()})
        self._done: dict[str, Record] = {}
        self._skipped: list[str] = []
        self._told_where = False
        self._is_closed = False
        self._groups: dict[str, list[str]] = {}
        for row in rows.values():
            if row.group:
                self._groups.setdefault(row.group, []).append(row.name)
        self.weakened = {row.name: row.weakened for row in rows.values() if row.weakened}
        self._total = sum(row.members is None for row in rows.values())
        for name in done:
            self._ended(name)

    # --- doit's interface ----------------------------------------------------------------------

    def initialize(self, tasks: Any, selected_tasks: Any) -> None:
        return

    def get_status(self, task: Any) -> None:
        return

    def execute_task(self, task: Any) -> None:
        row = self.rows.get(task.name)
        if row is None:
            return
        if row.members is None and self._done and not self._told_where:
            text = f"Resuming from {row.name} - {row.title}{_in_phase(row)}"
            self._show("resuming", row, text)
        self._told_where |= row.members is None
        self.executed += 1
        self._done.pop(row.name, None)
        self.running[row.name] = None
        self._show("started", row, "")
        self._working()

    def add_success(self, task: Any) -> None:
        row = self._end(task.name)
        if row is None:
            return
        if row.members is not None:
            self._show("gate", row, f"Passed {row.name} - {row.phase or row.title}")
        else:
            text = f"Completed {row.name} ({self._counts()}){_after_dash(row)}"
            self._show("completed", row, text)
            self._group_done(row)
        following = self._following()
        if following:
            self.display.show({"event": "next", "tasks": following}, _next(following))

    def skip_uptodate(self, task: Any) -> None:
        self._end(task.name)

    def skip_ignore(self, task: Any) -> None:
        row = self._end(task.name)
        if row:
            self._show("ignored", row, f"Ignored {row.name} - {row.title} (doit ignore)")

    def add_failure(self, task: Any, fail: BaseFail) -> None:
        self.running.pop(task.name, None)
        self._working()
        self.failures[task.name] = str(fail.message)
        result = getattr(fail, "result", None)
        event = {"event": "failed", "task": task.name, "message": str(fail.message)}
        if result is None:
            lines = what_next(self._behind(task.name), self._steps(task.name))
            text = f"{task.name} could not be done: {fail.message}"
            self.display.show(event, "\n".join([text, *lines]))
        elif result.status is JobStatus.WAITING:
            self.display.show({**event, "event": "waiting"}, result.message)
        else:
            self._refused(event, result)

    def blocked(self, task: Any) -> None:
        """A task that something that failed stands in the way of; doit does not even look at it."""
        if task.name in self.rows:
            self.obstructed.append(task.name)

    def cleanup_error(self, exception: BaseException) -> None:
        self.display.show({"event": "error", "message": str(exception)}, str(exception))

    def runtime_error(self, msg: str) -> None:
        self.display.show({"event": "error", "message": msg}, msg)

    def teardown_task(self, task: Any) -> None:
        return

    def complete_run(self) -> None:
        self.display.working("")
        if len(self.failures) > 1 or self.obstructed:
            self._summary()
        if self.failures or self.running or not self._is_closed:
            return
        count = self._counts()
        state = "is up to date" if self.executed == 0 else "is done"
        gaps = " but for what was skipped" if self._skipped else ""
        lines = [f"{self.feature} {state}{gaps}: {count.ending}"]
        if self.weakened:
            lines[0] += f"; tasks.md weakened the tests of {some(list(self.weakened))}"
        lines += self._why_open() if self._skipped else []
        event = {"event": "finished", "done": count.completed, "total": count.total}
        event |= {"skipped": self._skipped, "weakened": self.weakened}
        self.display.show(event, "\n".join(lines))

    @property
    def is_weak(self) -> bool:
        """Everything is completed, and less was asked of some tasks than the settings do."""
        return self._is_closed and bool(self.weakened) and not self.failures

    # --- parts ---------------------------------------------------------------------------------

    def _end(self, name: str) -> Row | None:
        row = self.rows.get(name)
        self.running.pop(name, None)
        self._working()
        self._ended(name)
        self._is_closed |= name == FINAL
        return row

    def _ended(self, name: str) -> None:
        self._frontier.done(name)
        record = self._record(name)
        if record and self._is_task(name):
            self._done[name] = record
        if record and record.skipped and name not in self._skipped:
            self._skipped.append(name)

    def _working(self) -> None:
        """One task with its title, several by their names."""
        names = list(self.running)
        self.display.working(
            f"{names[0]} {self.rows[names[0]].title}" if len(names) == 1 else ", ".join(names)
        )

    def _show(self, event: str, row: Row, text: str) -> None:
        values = {
            "event": event,
            "task": row.name,
            "title": row.title,
            "phase": row.phase,
            "done": self._counts().completed,
            "total": self._total,
        }
        self.display.show(values, text)

    def _counts(self) -> Counts:
        return counts.of(self._total, self._done.values())

    def _why_open(self) -> list[str]:
        """What a feature with gaps is told at its end."""
        first = self._skipped[0]
        undo = remedies.taking_back(self.feature, first, is_gate=not self._is_task(first))
        undo += f" && doit implement {self.feature}" if self._is_task(first) else ""
        return [
            f"  skipped   {some(self._skipped)}",
            "  state     archived only if archive_with_skips = true",
            f"  next      {undo}  do it after all",
        ]

    def _following(self) -> list[str]:
        """The first ready task, with its ready neighbours when it may run beside them."""
        ready = [self.rows[name] for name in self._frontier.ready() if name not in self.running]
        tasks = [row for row in ready if row.members is None]
        if not tasks:
            return []
        group = tasks[0].group
        return [row.name for row in tasks if group and row.group == group] or [tasks[0].name]

    def _group_done(self, row: Row) -> None:
        """A parallel group is complete with its last task; what waits for it waited for all."""
        group = self._groups.get(row.group, ())
        if group and not self._frontier.open_among(group):
            gaps = [name for name in group if name in self._skipped]
            status = "skipped" if gaps else "completed"
            told = f"done, without {some(gaps)}" if gaps else "completed"
            event = {"event": "group", "tasks": group, "status": status}
            self.display.show(event, f"  Group {some(group)} is {told}")

    def _refused(self, event: Mapping[str, object], result: JobResult) -> None:
        steps = self._steps(result.name, result)
        commands = [command for command, _ in steps]
        text = refused(result, self._behind(result.name), steps)
        self.display.show({**event, "failure": result.failure, "next": commands}, text)

    def _steps(self, name: str, result: JobResult | None = None) -> list[Step]:
        return remedies.next_steps(
            result.failure if result else None,
            feature=self.feature,
            name=name,
            is_task=self._is_task(name),
            log=result.log if result else "",
            about=result.about if result else None,
        )

    def _behind(self, name: str) -> list[str]:
        return [other for other in self._frontier.behind(name) if self._is_task(other)]

    def _summary(self) -> None:
        """At the end of a run that went on after a failure."""
        blocked = [name for name in self.obstructed if self._is_task(name)]
        event = {"event": "summary", "failed": list(self.failures), "blocked": blocked}
        self.display.show(event, summary(self.failures, blocked, self.feature))

    def _is_task(self, name: str) -> bool:
        return name in self.rows and self.rows[name].members is None


def _next(names: list[str]) -> str:
    together = " (can run in parallel)" if len(names) > 1 else ""
    return f"  Next: {some(names)}{together}"


def _after_dash(row: Row) -> str:
    return f" - {row.phase}" if row.phase else ""


def _in_phase(row: Row) -> str:
    return f" ({row.phase})" if row.phase else ""
