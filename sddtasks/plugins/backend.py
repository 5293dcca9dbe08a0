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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from doit.exceptions import InvalidDodoFile

from sddtasks.plugins import display
from sddtasks.plugins import rowfile

_LAST_KEYS = ("deps:", "ignore:")
_WRITE = "insert or replace into doit values (?, ?)"
_DELETE = "delete from doit where task_id = ?"
_TABLE = "create table if not exists doit (task_id text primary key, task_data text) without rowid"


class SddBackend:
    """All rows are read when doit opens it, without a trace; the file is opened to be written when
    there is something to write, and then kept open.

    A record is committed with its last key: `save_success` writes `deps:` last, `ignore` has
    one key only. `on_change(task_id)` is called after every commit and removal, `on_close()` when
    doit is about to end.
    """

    desc = "SQLite; each record is saved as soon as its task is done"

    def __init__(self, name: str, codec: Any, *, module_name: str | None = None) -> None:
        self.name = name
        self.codec = codec
        self.on_change: Callable[[str], None] | None = None
        self.on_close: Callable[[], None] | None = None
        self._writes = True
        self._connection: sqlite3.Connection | None = None
        self._guarded: object = None
        self._seen: object = None
        self._dirty: set[str] = set()
        self._decoded: dict[str, dict[str, Any]] = {}
        self._rows: dict[str, str] = {}
        try:
            found = rowfile.read(name)
        except (sqlite3.OperationalError, OSError) as error:
            raise self._refused(error) from error
        except sqlite3.DatabaseError:
            found = None
        self.is_new = found is None
        self._rows = found or {}

    def look_only(self) -> None:
        """Nothing is written from now on; what is set or removed is so for this command only."""
        self._writes = False

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
        self._write(_DELETE, task_id)
        self._decoded.pop(task_id, None)
        self._rows.pop(task_id, None)
        self._dirty.discard(task_id)
        self._changed(task_id)

    def remove_all(self) -> None:
        for task_id in {*self._rows, *self._decoded}:
            self.remove(task_id)

    def make(self) -> None:
        """Begin the file if there is none, so that the next command finds what this one knows."""
        with self._told():
            self._opened()

    def guard(self) -> None:
        """From now on until the end nobody but us has anything to write.

        The file itself is not written until the end then, only its log: whoever changes or replaces
        it is not us.
        """
        with self._told():
            self._remember(self._opened())

    def dump(self) -> None:
        """Write what is left and close; doit calls it once, at the end of a command."""
        for task_id in list(self._dirty):
            self._commit(task_id)
        with contextlib.suppress(sqlite3.Error, OSError):
            self._disbelieve()
        if self.on_close:
            self.on_close()
        if self._connection:
            self._connection.close()

    def _opened(self) -> sqlite3.Connection:
        """The connection that writes. Rows are read again: somebody may have written since.

        A file that a power cut has emptied is as good as new: it has no table.
        """
        if self._connection:
            return self._connection
        Path(self.name).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _connected(self.name)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            aside = self._set_aside("damaged")
            display.warn(f"{self.name} is damaged: moved to {aside}; rebuilt from git")
            self._connection = _connected(self.name)
        known, self._rows = self._rows, _rows(self._connection)
        for task_id in known.keys() | self._rows.keys():
            if known.get(task_id) != self._rows.get(task_id) and task_id not in self._dirty:
                self._decoded.pop(task_id, None)
        return self._connection

    def _set_aside(self, why: str) -> str:
        """Nothing is deleted: another file begins where this one was. Where it is now."""
        aside = f"{self.name}.{why}-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}"
        for end in rowfile.ENDS:
            with contextlib.suppress(FileNotFoundError):
                Path(self.name + end).rename(aside + end)
        return aside

    def _record(self, task_id: str) -> dict[str, Any] | None:
        """A record, decoded when it is first asked for."""
        if task_id not in self._decoded and task_id in self._rows:
            self._decoded[task_id] = self.codec.decode(self._rows[task_id])
        return self._decoded.get(task_id)

    def _commit(self, task_id: str) -> None:
        text = self.codec.encode(self._decoded[task_id])
        self._write(_WRITE, task_id, text)
        self._rows[task_id] = text
        self._dirty.discard(task_id)
        self._changed(task_id)

    def _write(self, statement: str, *values: str) -> None:
        if not self._writes:
            return
        with self._told():
            self._disbelieve()
            self._opened().execute(statement, values)

    def _disbelieve(self) -> None:
        """While a run is at work nobody else has seen evidence, and nobody else's decision is
        taken: the file says again what we know, whatever another program did to it.
        """
        if self._guarded is None or self._connection is None:
            return
        if rowfile.identity(self.name) != self._guarded:
            self._connection.close()
            aside = self._set_aside("replaced")
            Path(self.name).parent.mkdir(parents=True, exist_ok=True)
            self._connection = _connected(self.name)
            self._put_back(self._connection)
            self._remember(self._connection)
            told = f"another program changed the file; it was written anew, see {aside}"
        elif _version(self._connection) != self._seen:
            self._put_back(self._connection)
            self._seen = _version(self._connection)
            told = "another program wrote to it; that was taken out again"
        else:
            return
        display.warn(f"{self.name}: {told}")

    def _remember(self, connection: sqlite3.Connection) -> None:
        connection.execute("pragma wal_autocheckpoint = 0")
        self._guarded, self._seen = rowfile.identity(self.name), _version(connection)

    def _put_back(self, connection: sqlite3.Connection) -> None:
        connection.execute(_TABLE)
        present = _rows(connection)
        for task_id in present.keys() - self._rows.keys():
            connection.execute(_DELETE, (task_id,))
        for task_id, row in self._rows.items():
            if present.get(task_id) != row:
                connection.execute(_WRITE, (task_id, row))

    def _changed(self, task_id: str) -> None:
        if self.on_change:
            self.on_change(task_id)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._refused(error) from error

    def _refused(self, error: Exception) -> InvalidDodoFile:
        return InvalidDodoFile(f"{self.name}: {error}\n{_NEXT}")


def _connected(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=30, isolation_level=None)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.execute(_TABLE)
        _rows(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _rows(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("select task_id, task_data from doit"))


def _version(connection: sqlite3.Connection) -> object:
    """Another one as soon as another connection has written."""
    return connection.execute("pragma data_version").fetchone()


_NEXT = (
    "  next      free space or fix its permissions, and run it again: what was completed is in git"
)
