"""Which files git tracks, read without starting it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sddtasks.system import gitplace

_HEADER = 12
_STAT = 40
_LENGTH = 0xFFF
_EXTENDED = 0x4000


def tracked(root: Path, below: str) -> list[str]:
    """The paths below `root/below` in the index, relative to `root`; unsorted."""
    place = gitplace.find(root.resolve())
    if place is None:
        return []
    top, git_dir = place.top, place.own
    prefix = root.resolve().relative_to(top).as_posix()
    prefix = "" if prefix == "." else f"{prefix}/"
    start = f"{prefix}{below}/".encode()
    paths: set[bytes] = set()
    for file in (git_dir / "index", *git_dir.glob("sharedindex.*")):
        with contextlib.suppress(FileNotFoundError):
            paths.update(_named(file.read_bytes(), start, git_dir))
    return [path.decode(errors="replace").removeprefix(prefix) for path in paths]


def _named(index: bytes, start: bytes, git_dir: Path) -> Iterator[bytes]:
    """The names in an index that begin so."""
    if index[4:8] == b"\0\0\0\4":
        names = _compressed(index, 32 if _has_long_ids(git_dir) else 20)
        yield from (name for name in names if name.startswith(start))
        return
    place = index.find(start, _HEADER)
    while place >= 0:
        end = index.find(b"\0", place)
        if _is_entry(index, place, end):
            yield index[place:end]
        place = index.find(start, place + 1)


def _is_entry(index: bytes, place: int, end: int) -> bool:
    """Before a name stand flags with its length; in some entries there are two bytes more."""
    length = min(end - place, _LENGTH)
    plain = int.from_bytes(index[place - 2 : place]) & (_LENGTH | _EXTENDED)
    longer = int.from_bytes(index[place - 4 : place - 2]) & (_LENGTH | _EXTENDED)
    return length == plain or length | _EXTENDED == longer


def _compressed(index: bytes, id_size: int) -> Iterator[bytes]:
    """In version 4 each name says how much of the one before it is not its own beginning."""
    place, name = _HEADER, b""
    for _ in range(int.from_bytes(index[8:12])):
        place += _STAT + id_size
        place += 4 if int.from_bytes(index[place : place + 2]) & _EXTENDED else 2
        less = index[place] & 0x7F
        while index[place] & 0x80:
            place += 1
            less = ((less + 1) << 7) | (index[place] & 0x7F)
        end = index.index(b"\0", place + 1)
        name = name[: len(name) - less] + index[place + 1 : end]
        yield name
        place = end + 1


def _has_long_ids(git_dir: Path) -> bool:
    with contextlib.suppress(OSError):
        return b"sha256" in (git_dir / "config").read_bytes().lower()
    return False
