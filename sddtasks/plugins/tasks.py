"""A feature as doit tasks."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from doit.exceptions import InvalidDodoFile
from doit.task import Task as DoitTask

from sddtasks.app import table
from sddtasks.app.row import Row
from sddtasks.model.errors import SddError
from sddtasks.model.how import How
from sddtasks.model.plan import Feature
from sddtasks.plugins import display
from sddtasks.plugins.action import JobAction
from sddtasks.plugins.uptodate import Definition
from sddtasks.plugins.uptodate import Members
from sddtasks.state import ending
from sddtasks.system import escape

# doit's commands that write no record. `run` writes those of the tasks that it is given.
_LOOKING = frozenset({"list", "info", "help", "tabcompletion", "dumpdb"})


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
    def work(self) -> Any:
        """Made when there is something to do: a command that only looks does not pay for it."""
        module = importlib.import_module("sddtasks.plugins.decisions")
        return module.Decisions(
            self.feature, self.rows, self.options, self._dependency, self._done_otherwise
        )

    def doit_tasks(self, command: Any) -> list[DoitTask]:
        """The tasks for a doit command whose database is open."""
        self._resetting = command.get_name() == "forget"
        self.attach(command.dep_manager, is_look=self.is_look(command))
        return self.made()

    def is_look(self, command: Any) -> bool:
        """Must the command leave the records alone, because a run is at work on the feature?

        Raises InvalidDodoFile, with who that is, if the command is there to change them. The user's
        own tasks are run all the same.
        """
        place = self.feature.state_dir
        if not ending.is_held(place):  # only then is there a reason to load what knows of locks
            return False
        lock = importlib.import_module("sddtasks.system.lock")
        if lock.holder(place) is None:
            return False
        name, selected = command.get_name(), command.sel_tasks or ()
        is_own_run = name == "run" and not any(task in self.rows for task in selected)
        if name not in _LOOKING and not is_own_run:
            try:
                lock.refuse_if_held(place, self.feature.name)
            except SddError as error:
                raise InvalidDodoFile(escape.terminal(str(error))) from None
        elif is_own_run:
            display.warn(
                f"sddtasks: a run is at work on {self.feature.relative}: what your own tasks"
                " record meanwhile is not kept"
            )
        return True

    def made(self) -> list[DoitTask]:
        """Every task, for a database that is attached."""
        skipped = self._skipped()
        absent = {path for name in skipped for path in self.rows[name].targets}
        # Tasks live as long as the command: the collector would only walk over them, again and
        # again, which is a third of the time for thousands of them.
        gc.disable()
        tasks = [
            self._doit_task(row, absent, is_skipped=row.name in skipped)
            for row in self.rows.values()
        ]
        gc.freeze()
        gc.enable()
        return tasks

    @property
    def dependency(self) -> Any:
        """doit's open database."""
        return self._dependency

    def attach(self, dependency: Any, *, is_look: bool = False) -> None:
        """Use an open database; what git knows and it does not goes into it first, unless the
        command only looks."""
        self._dependency = dependency
        if is_look:
            dependency.backend.look_only()
            return
        try:
            self._recover()
        except SddError as error:
            raise InvalidDodoFile(escape.terminal(str(error))) from None
        dependency.backend.on_change = self._changed
        dependency.backend.on_close = self.flush

    def begin(self, name: str) -> None:
        """Before the first job: what speaks against starting ends the run with nothing done."""
        if name in self.rows:
            self.work.begin(name)

    def flush(self) -> None:
        """Write what was changed and not yet written: nothing follows at once."""
        if "work" in self.__dict__:
            self.work.session.flush()

    def close(self, exit_code: int, interrupted: Sequence[str] = ()) -> None:
        """The end of a command that may have begun a session."""
        if "work" in self.__dict__:
            self.work.session.close(exit_code, interrupted)
        elif self._skipped() or not ending.is_shown(self.feature.directory):
            self.work.session.show()

    def _doit_task(
        self, row: Row, absent: Collection[str], *, is_skipped: bool, is_made: bool = True
    ) -> DoitTask:
        """A skipped task has no targets, and what waits for it does not need them; no input of it
        brings it back, as a test that is written later would. `is_made`: doit looks for targets."""
        inputs = () if is_skipped else (path for path in row.file_dep if path not in absent)
        targets = row.targets if is_made and not is_skipped else ()
        return DoitTask(
            row.name,
            [JobAction(row.name, lambda: self.work)] if row.checked else None,
            file_dep=[self._here(path) for path in inputs],
            targets=[self._here(path) for path in targets],
            task_dep=row.task_dep,
            uptodate=[self._uptodate(row)],
            doc=escape.line(row.title),
            meta={"phase": escape.line(row.phase)} if row.phase else None,
        )

    def _done_otherwise(self, name: str, is_skipped: bool) -> DoitTask:
        """The task as it is saved when doit did not run it."""
        row = self.rows[name]
        absent = {path for path in row.file_dep if not (self.feature.root / path).exists()}
        return self._doit_task(row, absent, is_skipped=is_skipped, is_made=False)

    def _uptodate(self, row: Row) -> Definition | Members | bool:
        if not row.checked:
            return True
        if row.members is None:
            return Definition(row.name, row.digest, self._evidence_files)
        return Members(row.name, row.digest, row.members, self._values)

    def _skipped(self) -> set[str]:
        """The record of a skipped task has a reason. Our database finds those that have one without
        decoding all of them."""
        mentioning = getattr(self._dependency.backend, "mentioning", None)
        names: Iterable[str] = mentioning('"because"') if mentioning else self.rows
        known = (name for name in names if name in self.rows)
        return {name for name in known if self._values(name).get("how") == How.SKIPPED}

    def _recover(self) -> None:
        """After a crash, or without a database, the commits say what was done."""
        is_new = getattr(self._dependency.backend, "is_new", False)
        if is_new or not ending.is_clean(self.feature.state_dir / "journal.jsonl"):
            self.work.recover(everything=is_new)
            del self.work
        if is_new:
            with contextlib.suppress(InvalidDodoFile):  # it only saves the next command the search
                self._dependency.backend.make()

    def _changed(self, name: str) -> None:
        if name in self.rows:
            self.work.changed(name, resetting=self._resetting)

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
