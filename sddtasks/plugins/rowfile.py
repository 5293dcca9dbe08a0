"""The database file as seen by somebody who only looks: it is read without a trace.

While a run has the file open, opening and closing it again as plain bytes in the run's own process
would drop its locks, and a reader that may write would tidy away the log when it closes last.
Standard library only: every doit command imports this.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

ENDS = ("", "-wal", "-shm", "-journal")
"""What SQLite appends to a database's name for the files that belong to it."""

_QUERY = "select task_id, task_data from doit"
_NOTHING_YET = "no such table"


def read(name: str) -> dict[str, str] | None:
    """All rows, by task id; None where there is no database, or one without a table yet.

    Nothing is made or changed. Raises sqlite3.OperationalError for what cannot be opened, another
    sqlite3.DatabaseError for what is no database or is damaged.
    """
    if not os.path.exists(name):
        return None
    before = identity(name)
    if not os.path.exists(f"{name}-wal"):
        # Without a log all is in the file. Any other way of reading it would begin a log.
        try:
            rows = _selected(name, "immutable=1")
        except sqlite3.DatabaseError:
            if identity(name) == before:
                raise
        else:
            if identity(name) == before:
                return rows
    try:
        return _selected(name, "mode=ro")
    except sqlite3.OperationalError:
        return _of_a_copy(name)


def identity(name: str) -> tuple[tuple[int, ...] | None, ...]:
    """Which files these are: the database, with the time of its last change, and its log."""
    return _stamp(name, with_time=True), _stamp(f"{name}-wal"), _stamp(f"{name}-shm")


def _stamp(path: str, *, with_time: bool = False) -> tuple[int, ...] | None:
    try:
        about = os.stat(path)
    except OSError:
        return None
    return about.st_dev, about.st_ino, about.st_ctime_ns if with_time else 0


def _selected(name: str, how: str) -> dict[str, str] | None:
    place = Path(name).resolve().as_uri()
    try:
        with closing(sqlite3.connect(f"{place}?{how}", uri=True, timeout=30)) as database:
            return dict(database.execute(_QUERY))
    except sqlite3.OperationalError as error:
        if _NOTHING_YET in str(error):
            return None
        raise


def _of_a_copy(name: str) -> dict[str, str] | None:
    """Where the log cannot be shared, as in a directory that may not be written, nobody can be
    writing to it either."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = os.path.join(scratch, "copy.db")
        for end in ("", "-wal"):
            if os.path.exists(name + end):
                shutil.copyfile(name + end, copy + end)
        return _selected(copy, "mode=rw")
