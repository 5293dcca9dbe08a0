"""The journal: an append-only history of events, one JSON object a line."""

from __future__ import annotations

import json
import os
from pathlib import Path

from sddtasks.model.errors import StateError
from sddtasks.model.events import Event
from sddtasks.model.events import RunEnded
from sddtasks.model.events import TaskReset
from sddtasks.model.events import TaskSkipped
from sddtasks.model.events import from_row
from sddtasks.model.events import to_row

_TAIL_BYTES = 65536


class Journal:
    """One feature's history. Losing it loses no status, only the story."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, event: Event) -> None:
        """Add one line; a torn last line of an earlier crash is closed first."""
        line = json.dumps(to_row(event), ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab+") as file:
                if self._torn(file.fileno()):
                    line = "\n" + line
                file.write(line.encode())
        except OSError as error:
            raise StateError(
                f"cannot write {self.path}: {error.strerror}", "free space or fix its permissions"
            ) from error

    def read(self) -> list[Event]:
        """Every event, oldest first; lines that are torn or unknown are passed over."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return []
        return [event for line in data.split(b"\n") if (event := _event(line))]

    def ended_cleanly(self) -> bool:
        """Did the last run say that it ended? Reads the end of the file only."""
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _TAIL_BYTES))
                lines = [line for line in file.read().split(b"\n") if line]
        except FileNotFoundError:
            return True
        last = _event(lines[-1]) if lines else None
        return not lines or isinstance(last, RunEnded | TaskReset | TaskSkipped)

    @staticmethod
    def _torn(descriptor: int) -> bool:
        size = os.fstat(descriptor).st_size
        return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _event(line: bytes) -> Event | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return from_row(row) if isinstance(row, dict) else None
