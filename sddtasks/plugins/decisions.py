"""What a person decides: adopt, restart, skip, waive, retry, undo; brought into doit's records."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import replace

from sddtasks.app import amend
from sddtasks.app.row import FINAL
from sddtasks.app.row import Row
from sddtasks.compiler.dependents import standing_on
from sddtasks.model import remedies
from sddtasks.model.errors import SddError
from sddtasks.plugins.telling import some
from sddtasks.plugins.work import Work


class Decisions(Work):
    """Each is journalled, reaches doit's database, and git where there is something to keep."""

    def adopt(self, *, anew: bool) -> Mapping[str, str]:
        """Settle what was renumbered: take it over, or forget it. Returns id now → id then."""
        self.session.begin("")
        moved = self.growth().moved
        taken = {name: self.record(old) for name, old in moved.items()}
        for name in {*moved, *moved.values()}:
            amend.reset(self.session, name, "renumbered")
            self._dependency.remove(name)
        if not anew:
            for name, old in moved.items():
                record = taken[name]
                assert record is not None
                self.save(name, amend.adopt(self.session, name, old, record))
        return moved

    def restart(self, name: str, *, keep_code: bool) -> None:
        """Forget a task and everything after it in the plan, and take their commits back. With
        `keep_code` all of that stays, and is looked at again; agents mend what does not pass.
        """
        if name not in self.rows:
            raise SddError(f"--restart-from {name}: there is no such task", self._near(name))
        names = list(self.rows)
        following = names[names.index(name) :]
        tasks = [other for other in following if self.rows[other].members is None]
        if keep_code:
            self.begin(name)
            self._make_stale(following, f"restarted from {name}")
            return
        self._ask(f"Take back {some(tasks)} by revert commits, and do them again?")
        amend.restart(self.session, following)
        for other in following:
            self._dependency.remove(other)

    def accept(self, name: str, because: str) -> None:
        """Let a person's word count for a task of which nothing can be seen; gates still refuse."""
        self._one_of_the_plan(name, "nobody's word can take the place of what it looks at")
        self._must_be_open(name)
        self._must_be_next(name)
        self.begin(name)
        self.session.accepting[name] = because

    def skip(self, name: str, because: str, *, untested: bool = False) -> None:
        """Go on without a task; `untested`: also with the code that its tests come before."""
        self._row(name)
        if name == FINAL:
            raise SddError(
                f"{FINAL} cannot be skipped: it is what makes a feature completed",
                "skip the tasks that keep it from passing",
            )
        links = self.session.graph.links.get(name)
        if untested and not (links and links.red_expected):
            raise SddError(
                f"{name} writes no tests that come before their code",
                f"doit sdd skip {name} --because=…, without --without-test",
            )
        record = self.record(name)
        if not (untested and record and record.skipped):
            self._must_be_open(name)
        self.save(name, amend.skip(self.session, name, because, untested=untested))

    def waits_for_skipped(self, name: str) -> tuple[str, ...]:
        """The code tasks that will not be begun because this task is skipped."""
        known, jobs = self.session.records, self.session.jobs
        return tuple(
            other
            for other in jobs.tasks
            if other not in known and name in jobs.unvalidated(other, known)
        )

    def waive(self, name: str, path: str, because: str) -> None:
        self._row(name)
        amend.waive(self.session, name, path, because)

    def retry(self, name: str, hint: str, agent: str) -> None:
        """Let a task be tried again now; what is done is judged anew, or done anew if the person
        has something to say about it."""
        self._one_of_the_plan(name)
        self._must_be_next(name)
        self.begin(name)
        record = self.record(name)
        if record:
            self._dependency.remove(name)
        judged = bool(record) and not (hint or agent)
        amend.retry(self.session, name, hint, agent, was_done=bool(record), judged=judged)

    def undo(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Take a task's work back; returns the ref of what was before, and what stood on it."""
        self._one_of_the_plan(name)
        if not self.record(name):
            raise SddError(
                f"{name} is not done: there is nothing to take back",
                "doit sdd status",
            )
        behind = standing_on(self.session.graph, name)
        stale = [other for other in behind if self.record(other)]
        also = f"; {', '.join(stale)} will be looked at again" if stale else ""
        self._ask(f"Take back {name} - {self.rows[name].title}{also}?")
        self.session.begin("")
        because = f"{name} was taken back"
        backup = amend.undo(self.session, name, stale, because)
        self._dependency.remove(name)
        self._make_stale(stale, because)
        return backup, tuple(stale)

    def _make_stale(self, names: Iterable[str], because: str) -> None:
        """The work stays, and is out of date for doit; gates are asked again in any case."""
        for name in names:
            record = self.record(name)
            if self.rows[name].members is not None:
                self._dependency.remove(name)
            elif record and not record.skipped:
                self.save(name, replace(record, stale=because))

    def _ask(self, question: str) -> None:
        """Where there is a person to ask; nothing is lost, and a command says what it wants."""
        ask = self.session.options.ask
        if ask and not ask(question):
            raise SddError("nothing was taken back", "--yes answers the question")

    def _row(self, name: str) -> Row:
        if name not in self.rows:
            raise SddError(f"there is no task {name}", self._near(name))
        return self.rows[name]

    def _one_of_the_plan(
        self, name: str, why: str = "it is passed again by itself when its tasks are"
    ) -> None:
        if self._row(name).members is not None:
            raise SddError(
                f"{name} is a gate: {why}", f"doit implement {self.session.feature.relative}"
            )

    def _must_be_open(self, name: str) -> None:
        record = self.record(name)
        if record:
            state = "skipped" if record.skipped else "done"
            is_gate = self.rows[name].members is not None
            command = remedies.taking_back(self.session.feature.relative, name, is_gate=is_gate)
            raise SddError(f"{name} is {state} already", f"{command}  takes it back")

    def _must_be_next(self, name: str) -> None:
        waits_for = self._open_before(name)
        if waits_for:
            raise SddError(
                f"{name} waits for {', '.join(waits_for)}",
                f"doit implement {self.session.feature.relative}",
            )

    def _open_before(self, name: str) -> list[str]:
        """The tasks that have to be done before it and are not, in the plan's order."""
        before = self.session.jobs.before(name)
        return [
            other
            for other, row in self.rows.items()
            if other in before and row.members is None and not self.record(other)
        ]

    def _near(self, name: str) -> str:
        close = difflib.get_close_matches(name, self.rows, n=3)
        return f"did you mean {' or '.join(close)}?" if close else "doit list shows the tasks"
