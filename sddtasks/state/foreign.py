"""What somebody else has put under a name that we use: another tool's file, a person's, a link."""

from __future__ import annotations

import contextlib
from pathlib import Path

PLACE = "foreign"
"""Where it is kept: a directory below `.sdd/<feature>`."""


def is_foreign(path: Path, mark: bytes) -> bool:
    """Is there something at `path` that is no file of ours? Ours hold `mark`, or nothing at all."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return True
    with contextlib.suppress(FileNotFoundError):
        text = path.read_bytes()
        return bool(text) and mark not in text
    return False
