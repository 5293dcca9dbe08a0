"""Files: atomic writes, digests, and paths that cannot leave a directory."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from pathlib import Path
from pathlib import PurePosixPath
from typing import BinaryIO

HALF = ".sddtasks-new"
_NAME = 50
_WHOLE = 1 << 28
_PART = 1 << 24
_NO_FILE = frozenset({errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG})


def write_atomic(path: Path, data: bytes | str, *, durable: bool = False) -> None:
    """Replace `path` in one step: readers see the old or the new content, never a part.

    `durable` also waits until the content has reached the disk. Whenever it is interrupted, nothing
    else is left: the other name is known before there is a file of that name.
    """
    content = data.encode() if isinstance(data, str) else data
    temporary = path.with_name(f".{path.name[:_NAME]}.{secrets.token_hex(6)}{HALF}")
    try:
        with _created(temporary) as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.is_file() else 0o644)
        if path.is_dir():
            make_way(path)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _created(path: Path) -> BinaryIO:
    """Somebody may have put a link there: it is not followed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        return open(os.open(path, flags, 0o600), "wb")
    except (FileNotFoundError, NotADirectoryError):
        make_directory(path.parent)
        return open(os.open(path, flags, 0o600), "wb")


def make_directory(path: Path) -> None:
    """A directory of ours, also where a file has taken the place of it or of one above it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        for place in (*reversed(path.parents), path):
            if not place.is_dir():
                make_way(place)
        path.mkdir(parents=True, exist_ok=True)


def make_way(path: Path) -> None:
    """What is there and is no regular file, or is in the way of one, is kept beside it."""
    names = (path.with_name(f"{path.name[:_NAME]}.found{number or ''}") for number in range(1000))
    with contextlib.suppress(FileNotFoundError):
        os.replace(path, next(place for place in names if not os.path.lexists(place)))


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
    """SHA-256. A name that is no UTF-8 counts by its bytes."""
    content = data.encode(errors="surrogateescape") if isinstance(data, str) else data
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content, or an empty text where there is no such file.

    A pipe in its place would let a reader wait for ever, and a link may lead in a circle. Of a file
    of more than 256 MB only the size, the beginning and the end count.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return ""
        with path.open("rb") as file:
            if about.st_size <= _WHOLE:
                return hashlib.file_digest(file, "sha256").hexdigest()
            return _outline(file, about.st_size)
    except OSError as error:
        if error.errno in _NO_FILE:
            return ""
        raise


def _outline(file: BinaryIO, size: int) -> str:
    found = hashlib.sha256(str(size).encode())
    found.update(file.read(_PART))
    file.seek(size - _PART)
    found.update(file.read(_PART))
    return found.hexdigest()


def inside(root: Path, relative: str) -> Path | None:
    """`root / relative`, or None if that would leave `root`, also by way of a symbolic link."""
    if PurePosixPath(relative).is_absolute() or ".." in PurePosixPath(relative).parts:
        return None
    candidate = root / relative
    real = Path(os.path.realpath(candidate))  # `Path.resolve` raises where links form a circle
    return candidate if real.is_relative_to(root.resolve()) else None
