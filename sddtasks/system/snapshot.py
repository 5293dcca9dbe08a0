"""Files as they are at one moment: to see later what was done to them, and to put them back."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

Stamp = tuple[int, int, int, int]

# A write that follows another one as fast as this may leave the stamp as it was.
_UNSETTLED_NANOSECONDS = 50_000_000

# Asking for each of many thousand files would cost more than the work that is looked after.
_CROWD = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A file's content and mode, and its stamp when equal stamps will mean equal contents."""

    content: bytes
    stamp: Stamp | None
    mode: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What was done to a file: `before` is None where it was made. Of a crowded directory nothing
    is kept."""

    path: Path
    before: Kept | None
    is_crowd: bool


class Memory:
    """What files hold; one that was not written since is not read again."""

    def __init__(self) -> None:
        self._read: dict[str, Kept] = {}

    def take(self, files: Mapping[str, Stamp]) -> dict[str, Kept]:
        settled = time.time_ns() - _UNSETTLED_NANOSECONDS
        kept = {}
        for path, stamp in files.items():
            known = self._read.get(path)
            if known is None or known.stamp != stamp:
                is_settled = stamp[-1] < settled or _is_crowd(path)
                mode = stat.S_IMODE(os.stat(path).st_mode)
                known = Kept(_content(path), stamp if is_settled else None, mode)
                self._read[path] = known
            kept[path] = known
        return kept


def stamps(places: Iterable[Path | str]) -> dict[str, Stamp]:
    """Every file at or below these places; links are none. The last part of a stamp is the time of
    the last change to the file or to anything about it, which no program can set.

    A crowded directory has one stamp, under its name with a slash: it only shows that a file in it
    was made, deleted or replaced.
    """
    found: dict[str, Stamp] = {}
    for place in places:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            name = os.fspath(place)
            about = os.lstat(name)
            if stat.S_ISDIR(about.st_mode):
                found.update(_below(name))
            elif stat.S_ISREG(about.st_mode):
                found[name] = _stamp(about)
    return found


def differences(before: Mapping[str, Kept], now: Mapping[str, Stamp]) -> Iterator[Difference]:
    """Each file that was made, deleted or changed.

    Of a directory that is or was crowded only the directory itself is named.
    """
    crowds = tuple(path for path in {*before, *now} if _is_crowd(path))
    made = now.keys() - before.keys()
    deleted = before.keys() - now.keys()
    changed = [
        path
        for path, stamp in now.items()
        if path not in made
        and stamp != before[path].stamp
        and (_is_crowd(path) or _content(path) != before[path].content)
    ]
    for path in sorted((*made, *deleted, *changed)):
        if _is_crowd(path) or not path.startswith(crowds):
            yield Difference(Path(path), before.get(path), _is_crowd(path))


def _below(directory: str) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(directory) as entries:
        found = list(islice(entries, _CROWD + 1))
    if len(found) > _CROWD:
        yield f"{directory}/", _stamp(os.stat(directory))
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.is_file(follow_symlinks=False):
            yield entry.path, _stamp(entry.stat(follow_symlinks=False))


def _is_crowd(path: str) -> bool:
    return path.endswith("/")


def _content(path: str) -> bytes:
    if _is_crowd(path):
        return b""
    with open(path, "rb") as file:
        return file.read()


def _stamp(about: os.stat_result) -> Stamp:
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
