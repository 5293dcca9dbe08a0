"""Files: atomic writes, digests, and paths that cannot leave a directory."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from pathlib import PurePosixPath

HALF = ".sddtasks-new"


def write_atomic(path: Path, data: bytes | str, *, durable: bool = False) -> None:
    """Replace `path` in one step: readers see the old or the new content, never a part.

    `durable` also waits until the content has reached the disk.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(HALF, f".{path.name}.", path.parent)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(HALF, f".{path.name}.", path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def exchange(path: Path, old: bytes, new: bytes) -> None:
    """Bring `path` from `old`, which it holds, to `new` in one step; a single byte where it is.

    That leaves the file itself as it was, its links and its owner too, and is much faster.
    """
    place = _first_difference(old, new)
    if len(old) == len(new) and old[place + 1 :] == new[place + 1 :] and os.access(path, os.W_OK):
        with path.open("r+b") as file:
            file.seek(place)
            file.write(new[place : place + 1])
    else:
        write_atomic(path, new)


def _first_difference(old: bytes, new: bytes) -> int:
    low, high = 0, min(len(old), len(new))
    while high - low > 1:
        middle = (low + high) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle
    return low


def sweep(directory: Path) -> None:
    """Remove what a killed process had half written here. Only while nobody else writes."""
    for path in directory.glob(f".*{HALF}"):
        path.unlink(missing_ok=True)


def digest(data: bytes | str) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content, or an empty text where there is no such file.

    A pipe in its place would let a reader wait for ever.
    """
    try:
        return digest(path.read_bytes()) if stat.S_ISREG(path.stat().st_mode) else ""
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""


def inside(root: Path, relative: str) -> Path | None:
    """`root / relative`, or None if that would leave `root`, also by way of a symbolic link."""
    if PurePosixPath(relative).is_absolute() or ".." in PurePosixPath(relative).parts:
        return None
    candidate = root / relative
    return candidate if candidate.resolve().is_relative_to(root.resolve()) else None
