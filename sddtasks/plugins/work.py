"""The thread between doit's tasks and the session that does their work.

Loaded by `plugins.tasks` when there is something to do: a command that only looks pays for none of
what is imported here.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import Any

from doit.exceptions import BaseFail
from doit.exceptions import TaskError
from doit.task import Task as DoitTask

from sddtasks.app import amend
from sddtasks.app import attempts
from sddtasks.app.growth import Growth
from sddtasks.app.growth import growth
from sddtasks.app.knowledge import Options
from sddtasks.app.row import Row
from sddtasks.app.session import Session
from sddtasks.model.errors import SddError
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.plan import Feature
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import Verdict
from sddtasks.plugins import display
from sddtasks.plugins import refusal
from sddtasks.plugins.action import Values
from sddtasks.plugins.uptodate import Members
from sddtasks.state import records
from sddtasks.state.records import Record
from sddtasks.system import escape


class Work:
    """One command's work on a feature. `dependency` is doit's open database.

    `task_of(name, is_skipped)` is the doit task for a success that doit did not run.
    """

    def __init__(
        self,
        feature: Feature,
        rows: Mapping[str, Row],
        options: Mapping[str, Any],
        dependency: Any,
        task_of: Callable[[str, bool], DoitTask],
    ) -> None:
        self.rows = rows
        self.session = Session(feature, Options(**options), self.record)
        self._dependency = dependency
        self._task_of = task_of
        self._begun = False

    def record(self, name: str) -> Record | None:
        """What the database has of a task or gate."""
        return records.from_values(self._dependency.get_values(name))

    def perform(self, name: str) -> Values | BaseFail:
        """Do the job; the values of its record, or a failure in doit's words.

        With --continue other tasks are done next in the checkout, so that a refused one must not
        leave anything there.
        """
        try:
            job = self.session.start(name)
            try:
                result = self.session.work_alone(job)
            except SddError as error:
                result = attempts.broken(job, error, left=attempts.left_by(job))
            if self.session.options.keep_going:
                result = attempts.set_aside(job, result)
            return self.finish(result)
        except SddError as error:
            return TaskError(escape.terminal(str(error)))

    def work(self, job: Job, refused: Verdict | None) -> JobResult:
        """What came of a started job in a tree of its own; in any thread."""
        try:
            return self.session.work(job, refused)
        except SddError as error:
            return attempts.broken(job, error)

    def land(self, job: Job, result: JobResult) -> JobResult:
        """What came of bringing completed work into the branch; in any thread, one at a time."""
        try:
            return self.session.land(job, result)
        except SddError as error:
            return attempts.broken(job, error, failure=FailureClass.GIT)

    def unmet(self, name: str, message: str) -> BaseFail:
        """Journal that a task cannot be started because something that it needs is not there."""
        self.begin(name)
        result = attempts.unmet(name, message)
        self.session.finish(result)
        return refusal.of(result)

    def finish(self, result: JobResult) -> Values | BaseFail:
        """Journal what came of a job, and say it in doit's words."""
        self.session.finish(result)
        name = result.name
        if result.status is not JobStatus.COMPLETED:
            return refusal.of(result)
        claimed = self.session.was_claimed(name)
        return self._values(
            name,
            records.of_result(
                result, self.rows[name].digest, self.rows[name].title, claimed=claimed
            ),
        )

    def begin(self, name: str) -> None:
        """Before the first job. Work that only got another id is not done again unasked."""
        if self._begun:
            self.session.begin(name)
            return
        self._begun = True
        found = self.growth()
        if found.moved:
            rows = "\n".join(f"  {new} was {old}" for new, old in found.moved.items())
            raise SddError(
                f"{len(found.moved)} tasks have the text of tasks that are done:\n{rows}",
                "doit sdd adopt takes their work over; doit sdd adopt --anew does it again",
            )
        for orphan in found.orphans:
            note = f"{orphan} is no longer in tasks.md; what was done for it stays"
            self.session.options.on_note(note)
        self.session.begin(name)
        self._dependency.backend.guard()

    def growth(self) -> Growth:
        """What changed in the plan since its tasks were done."""
        ids = self._dependency.backend.mentioning('"how"')
        known = {
            name: record for name in ids if (record := self.record(name)) and not record.members
        }
        titles = {row.name: row.title for row in self.rows.values() if row.members is None}
        return growth(titles, known)

    def recover(self, *, everything: bool) -> None:
        """After a crash, or without a database, the commits say what was done."""
        try:
            if not (everything or amend.settle(self.session, _aside)):
                return
            for name in amend.forsake(self.session):
                self._dependency.remove(name)
                self.session.recorded(name)
            found = amend.recover(self.session, everything=everything)
        except WorkspaceError:
            return
        for name, record in found.items():
            self.save(name, record)
            self.session.recorded(name)
        if found or not everything:
            self.session.show()

    def save(self, name: str, record: Record) -> None:
        """Write a success that doit did not run: found in git, or skipped."""
        task = self._task_of(name, record.skipped)
        task.values = self._values(name, record)
        self._dependency.save_success(task)

    def changed(self, name: str, *, resetting: bool) -> None:
        """A record was written or removed; `resetting`: a person removes it."""
        if resetting and not self._dependency.get_values(name):
            amend.reset(self.session, name, "doit forget")
        self.session.recorded(name)

    def _values(self, name: str, record: Record) -> Values:
        row = self.rows[name]
        if row.members is None:
            return record.values()
        now = Members(name, row.digest, row.members, self._dependency.get_values).now()
        return {**record.values(), "definition": row.digest, "members": now}


def _aside(text: str) -> None:
    """What is told before a run has begun: any doit command may have to clear up."""
    display.warn(text)
