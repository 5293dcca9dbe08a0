"""A feature as doit tasks, and the thread between them and the session that does their work."""

from __future__ import annotations

import difflib
import importlib
import os
from collections.abc import Mapping
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from doit.task import Task as DoitTask

from sddtasks.app import table
from sddtasks.app.table import Row
from sddtasks.model.errors import SddError
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.job import How
from sddtasks.model.job import JobResult
from sddtasks.model.plan import Feature
from sddtasks.plugins.action import JobAction
from sddtasks.plugins.uptodate import Definition
from sddtasks.plugins.uptodate import Members
from sddtasks.state import records
from sddtasks.state.journal import Journal
from sddtasks.state.records import Record


class FeatureTasks:
    """The doit tasks of one feature, for one command. `options`: see `app.session.Options`."""

    def __init__(self, feature: Feature) -> None:
        self.feature = feature
        self.rows = {row.name: row for row in table.rows(feature)}
        self.options: dict[str, Any] = {}
        self._resetting = False
        self._dependency: Any = None

    @property
    def configuration(self) -> dict[str, str]:
        """What doit has to know where our tasks are: the database, and that it is durable."""
        return {"backend": "sdd", "dep_file": str(self.feature.state_dir / "doit.db")}

    @cached_property
    def session(self) -> Any:
        """Made when there is something to do: a command that only looks does not pay for it."""
        module = importlib.import_module("sddtasks.app.session")
        return module.Session(self.feature, module.Options(**self.options), self.record)

    def record(self, name: str) -> Record | None:
        return records.from_values(self._values(name))

    def doit_tasks(self, command: Any) -> list[DoitTask]:
        """The tasks for a doit command whose database is open."""
        self._resetting = command.get_name() == "forget"
        self.attach(command.dep_manager)
        skipped = {name for name in self.rows if self._values(name).get("how") == How.SKIPPED}
        absent = {path for name in skipped for path in self.rows[name].targets}
        tasks = [self._doit_task(row, skipped, absent) for row in self.rows.values()]
        return tasks

    def attach(self, dependency: Any) -> None:
        """Use an open database; what git knows and it does not goes into it first."""
        self._dependency = dependency
        self._recover()
        dependency.backend.on_change = self._changed

    def begin(self, name: str) -> None:
        """Before the first job: what speaks against starting ends the run with nothing done."""
        if name in self.rows:
            self.session.begin(name)

    def restart(self, name: str, *, keep_code: bool) -> None:
        """Forget a task and everything after it in the plan, and take their commits back."""
        if name not in self.rows:
            raise SddError(f"--restart-from {name}: there is no such task", self._near(name))
        names = list(self.rows)
        following = names[names.index(name) :]
        self.session.restart(following, keep_code=keep_code)
        for other in following:
            self._dependency.remove(other)

    def skip(self, name: str, because: str) -> None:
        if name not in self.rows:
            raise SddError(f"there is no task {name}", self._near(name))
        if self.record(name):
            raise SddError(f"{name} is done already", f"doit forget {name} first, if it is not")
        self.save(name, self.session.skip(name, because))

    def close(self, exit_code: int, interrupted: Sequence[str] = ()) -> None:
        """The end of a command that may have begun a session."""
        if "session" in self.__dict__:
            self.session.close(exit_code, interrupted)

    def save(self, name: str, record: Record) -> None:
        """Write a success that doit did not run: found in git, or skipped."""
        row = self.rows[name]
        absent = {path for path in row.file_dep if not (self.feature.root / path).exists()}
        task = self._doit_task(row, {name}, absent)
        task.values = self._completed(name, record)
        self._dependency.save_success(task)

    def _doit_task(self, row: Row, skipped: set[str], absent: set[str]) -> DoitTask:
        """A skipped task has no targets, and what waits for it does not need them."""
        return DoitTask(
            row.name,
            [JobAction(row.name, self._perform)] if row.checked else None,
            file_dep=[self._here(path) for path in row.file_dep if path not in absent],
            targets=[] if row.name in skipped else [self._here(path) for path in row.targets],
            task_dep=row.task_dep,
            uptodate=[self._uptodate(row)],
            doc=row.title,
            meta={"phase": row.phase} if row.phase else None,
        )

    def _uptodate(self, row: Row) -> Definition | Members | bool:
        if not row.checked:
            return True
        if row.members is None:
            return Definition(row.name, row.digest, self._evidence_files)
        return Members(row.name, row.digest, row.members, self._values)

    def _perform(self, name: str) -> tuple[JobResult, dict[str, Any]]:
        """The job, and the values of its record for doit's database."""
        result: JobResult = self.session.perform(name)
        row = self.rows[name]
        record = records.of_result(result, row.digest, claimed=self.session.was_claimed(name))
        return result, self._completed(name, record)

    def _completed(self, name: str, record: Record) -> dict[str, Any]:
        row = self.rows[name]
        if row.members is None:
            return record.values()
        now = Members(name, row.digest, row.members, self._values).now()
        return {**record.values(), "definition": row.digest, "members": now}

    def _recover(self) -> None:
        """After a crash, or without a database, the commits say what was done."""
        is_new = getattr(self._dependency.backend, "is_new", False)
        journal = Journal(self.feature.state_dir / "journal.jsonl")
        if not is_new and journal.ended_cleanly():
            return
        try:
            found = self.session.recover(everything=is_new)
        except WorkspaceError:
            return
        for name, record in found.items():
            self.save(name, record)
        self.__dict__.pop("session", None)

    def _changed(self, name: str) -> None:
        if name not in self.rows:
            return
        if self._resetting and not self._values(name):
            self.session.reset(name, "doit forget")
        self.session.recorded(name)

    def _near(self, name: str) -> str:
        close = difflib.get_close_matches(name, self.rows, n=3)
        return f"did you mean {' or '.join(close)}?" if close else "doit list shows the tasks"

    def _values(self, name: str) -> Mapping[str, Any]:
        values: Mapping[str, Any] = self._dependency.get_values(name)
        return values

    def _evidence_files(self) -> frozenset[str]:
        return self._evidence

    @cached_property
    def _evidence(self) -> frozenset[str]:
        """One look at the directory, instead of one at each task's file."""
        directory = self.feature.state_dir / "evidence"
        prefix = directory.relative_to(self.feature.root).as_posix()
        try:
            return frozenset(f"{prefix}/{name}" for name in os.listdir(directory))
        except FileNotFoundError:
            return frozenset()

    def _here(self, path: str) -> str:
        """doit's paths start where it runs, which may be below or above the project's root."""
        return path if self._prefix == "." else f"{self._prefix}/{path}"

    @cached_property
    def _prefix(self) -> str:
        return os.path.relpath(self.feature.root)
