"""doit's database in SQLite, durable after every task.

doit's own backends write when the run ends and lose every finished task on `kill -9`. A record of
ours survives that at once. The disk is not waited for, since git does not wait for it either: after
a power cut no record should be left whose commit is gone.

This module is imported by every doit command of every project on the machine: standard library and
doit only.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from doit.exceptions import InvalidDodoFile

from sddtasks.plugins import display

_LAST_KEYS = ("deps:", "ignore:")
_WRITE = "insert or replace into doit values (?, ?)"
_DELETE = "delete from doit where task_id = ?"
_TABLE = "create table if not exists doit (task_id text primary key, task_data text) without rowid"


class SddBackend:
    """A record is committed with its last key: `save_success` writes `deps:` last, `ignore` has
    one key only. `on_change(task_id)` is called after every commit and removal, `on_close()` when
    doit is about to end."""

    desc = "SQLite; each record is saved as soon as its task is done"

    def __init__(self, name: str, codec: Any, *, module_name: str | None = None) -> None:
        self.name = name
        self.codec = codec
        self.on_change: Callable[[str], None] | None = None
        self.on_close: Callable[[], None] | None = None
        self.is_new = False
        self._seen: object = None
        self._dirty: set[str] = set()
        self._decoded: dict[str, dict[str, Any]] = {}
        self._rows: dict[str, str] = {}
        try:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            try:
                self._open()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._connection.close()
                self._set_aside()
                self._open()
        except (sqlite3.Error, OSError) as error:
            raise InvalidDodoFile(f"{name}: {error}\n{_NEXT}") from error

    def get(self, task_id: str, dependency: str) -> Any:
        record = self._record(task_id)
        return record.get(dependency) if record else None

    def set(self, task_id: str, dependency: str, value: Any) -> None:
        record = self._record(task_id)
        if record is None:
            record = self._decoded[task_id] = {}
        record[dependency] = value
        self._dirty.add(task_id)
        if dependency in _LAST_KEYS:
            self._commit(task_id)

    def in_(self, task_id: str) -> bool:
        return self._record(task_id) is not None

    def mentioning(self, text: str) -> list[str]:
        """Ids of the records in whose JSON `text` occurs, found without decoding any."""
        return [task_id for task_id, row in self._rows.items() if text in row]

    def remove(self, task_id: str) -> None:
        if not self.in_(task_id):
            return
        self._decoded.pop(task_id, None)
        self._rows.pop(task_id, None)
        self._dirty.discard(task_id)
        self._connection.execute(_DELETE, (task_id,))
        self._changed(task_id)

    def remove_all(self) -> None:
        for task_id in {*self._rows, *self._decoded}:
            self.remove(task_id)

    def guard(self) -> None:
        """From now on until the end nobody but us has anything to write."""
        self._seen = self._version()

    def dump(self) -> None:
        """Write what is left and close; doit calls it once, at the end of a command."""
        for task_id in list(self._dirty):
            self._commit(task_id)
        with contextlib.suppress(sqlite3.Error):
            self._disbelieve()
        if self.on_close:
            self.on_close()
        self._connection.close()

    def _open(self) -> None:
        """A file that a power cut has emptied is as good as new: it has no table."""
        self._connection = sqlite3.connect(self.name, timeout=30, isolation_level=None)
        known = self._connection.execute("select count(*) from sqlite_master").fetchone()
        self.is_new = known == (0,)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.execute(_TABLE)
        self._rows = dict(self._connection.execute("select task_id, task_data from doit"))

    def _set_aside(self) -> None:
        """What is damaged says nothing; git knows what was done. Nothing is deleted."""
        aside = f"{self.name}.damaged-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}"
        for end in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                Path(self.name + end).rename(aside + end)
        display.warn(f"{self.name} is damaged: moved to {aside}; rebuilt from git")

    def _record(self, task_id: str) -> dict[str, Any] | None:
        """A record, decoded when it is first asked for."""
        if task_id not in self._decoded and task_id in self._rows:
            self._decoded[task_id] = self.codec.decode(self._rows[task_id])
        return self._decoded.get(task_id)

    def _commit(self, task_id: str) -> None:
        try:
            self._disbelieve()
            text = self.codec.encode(self._decoded[task_id])
            self._connection.execute(_WRITE, (task_id, text))
        except sqlite3.Error as error:
            raise InvalidDodoFile(f"{self.name}: {error}\n{_NEXT}") from error
        self._rows[task_id] = text
        self._dirty.discard(task_id)
        self._changed(task_id)

    def _disbelieve(self) -> None:
        """While a run is at work nobody else has seen evidence: what another program writes then is
        taken out again. What it deleted stays deleted, and is done again.
        """
        version = self._version()
        if self._seen in (None, version):
            return
        present = self._connection.execute("select task_id, task_data from doit").fetchall()
        for task_id, row in present:
            known = self._rows.get(task_id)
            if known is None:
                self._connection.execute(_DELETE, (task_id,))
            elif row != known:
                self._connection.execute(_WRITE, (task_id, known))
        self._seen = version
        display.warn(f"{self.name}: another program wrote to it; that was taken out again")

    def _version(self) -> object:
        """Another one as soon as another connection has written."""
        return self._connection.execute("pragma data_version").fetchone()

    def _changed(self, task_id: str) -> None:
        if self.on_change:
            self.on_change(task_id)


_NEXT = (
    "  next      free space or fix its permissions, and run it again: what was completed is in git"
)
