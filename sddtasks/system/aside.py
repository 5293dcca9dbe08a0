"""Files that have to give way: kept under a name that nothing has yet."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def move(path: Path, place: Path) -> Path:
    """Move a file, link or directory to `place`, or beside it where something is there already.

    Returns where it is now.
    """
    kept = _free(place)
    shutil.move(path, kept)
    return kept


def copy(path: Path, place: Path) -> Path:
    """The same, but the file stays where it is as well."""
    kept = _free(place)
    shutil.copy2(path, kept)
    return kept


def _free(place: Path) -> Path:
    """`place`, else `place.2`, `place.3`, …; its directory is made."""
    place.parent.mkdir(parents=True, exist_ok=True)
    candidate, number = place, 1
    while os.path.lexists(candidate):
        number += 1
        candidate = place.with_name(f"{place.name}.{number}")
    return candidate
