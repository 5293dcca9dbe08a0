"""The journal: an append-only history of events, one JSON object a line."""

from __future__ import annotations

import json
import os
from pathlib import Path

from sddtasks.model.events import Event
from sddtasks.model.events import from_row
from sddtasks.model.events import to_row
from sddtasks.system import beneath
from sddtasks.system import nested
from sddtasks.system import secrets


class Journal:
    """One feature's history. Losing it loses no status, only the story."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, event: Event) -> None:
        """Add one line; a torn last line of an earlier crash is closed first."""
        line = json.dumps(to_row(event), ensure_ascii=False) + "\n"
        with beneath.opened(self.path, "ab+") as file:
            if self._torn(file.fileno()):
                line = "\n" + line
            # As JSON writes a lone surrogate: a byte of a name that is no text.
            file.write(secrets.ours().hidden(line.encode(errors="backslashreplace")))

    def read(self) -> list[Event]:
        """Every event, oldest first; lines that are torn or unknown are passed over."""
        try:
            data = beneath.read(self.path)
        except FileNotFoundError:
            return []
        return [event for line in data.split(b"\n") if (event := _event(line))]

    def is_damaged(self) -> bool:
        """Is it gone, empty, or are there lines in it that say nothing?"""
        try:
            lines = beneath.read(self.path).split(b"\n")
        except FileNotFoundError:
            return True
        return len(lines) == 1 or any(line and _event(line) is None for line in lines)

    @staticmethod
    def _torn(descriptor: int) -> bool:
        size = os.fstat(descriptor).st_size
        return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _event(line: bytes) -> Event | None:
    try:
        row = nested.read_json(line)
    except ValueError:
        return None
    return from_row(row) if isinstance(row, dict) else None
