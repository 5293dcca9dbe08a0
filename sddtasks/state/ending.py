"""How the last run ended, without reading the whole journal: every `doit list` looks."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sddtasks.model.errors import StateError
from sddtasks.system import beneath
from sddtasks.system import nested

NAMES = (".implementation-state.json", ".implementation-completed.json")

CLEAN = frozenset({"RunEnded", "TaskReset", "TaskSkipped"})
INTERRUPTED = 130
_TAIL_BYTES = 65536


def is_clean(journal: Path) -> bool:
    """Is the last line an event after which nothing was in hand? A torn line is not, nor is one
    whose author still holds the lock, or died with it."""
    if is_held(journal.parent):
        return False
    try:
        with beneath.opened(journal, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL_BYTES))
            lines = file.read().splitlines()
    except FileNotFoundError:
        return True
    return not lines or _event(lines[-1]) in CLEAN


def is_held(state_dir: Path) -> bool:
    """Does a run hold the feature, or did one hold it when it was killed?"""
    return (state_dir / "lock.json").exists()


def holders(root: Path) -> list[Path]:
    """The state directories below a project's root that a run holds, or held when it was killed."""
    return [note.parent for note in (root / ".sdd").glob("*/lock.json")]


def is_shown(directory: Path) -> bool:
    """Is there a state file in the feature's directory, and is it whole?"""
    for name in NAMES:
        with contextlib.suppress(FileNotFoundError, StateError):
            text = beneath.read(directory / name)
            return text.startswith(b"{") and text.endswith(b"}\n")
    return False


def _event(line: bytes) -> object:
    try:
        row = nested.read_json(line)
    except ValueError:
        return None
    if not isinstance(row, dict) or row.get("exit_code") == INTERRUPTED:
        return None
    return row.get("event")
