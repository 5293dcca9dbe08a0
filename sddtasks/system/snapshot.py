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
from pathlib import Path

Stamp = tuple[int, int, int, int]

# A write that follows another one as fast as this may leave the stamp as it was.
_UNSETTLED_NANOSECONDS = 50_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A file's content, and its stamp when equal stamps will mean equal contents."""

    content: bytes
    stamp: Stamp | None


class Memory:
    """What files hold; one that was not written since is not read again."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Stamp, bytes]] = {}

    def take(self, files: Mapping[str, Stamp]) -> dict[str, Kept]:
        settled = time.time_ns() - _UNSETTLED_NANOSECONDS
        kept = {}
        for path, stamp in files.items():
            known = self._read.get(path)
            is_old = stamp[-1] < settled
            if known is None or known[0] != stamp or not is_old:
                known = self._read[path] = (stamp, Path(path).read_bytes())
            kept[path] = Kept(known[1], stamp if is_old else None)
        return kept


def stamps(places: Iterable[Path]) -> dict[str, Stamp]:
    """Every file at or below these places; links are none. The last part of a stamp is the time of
    the last change to the file or to anything about it, which no program can set."""
    found: dict[str, Stamp] = {}
    for place in places:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            about = os.lstat(place)
            if stat.S_ISDIR(about.st_mode):
                found.update(_below(place))
            elif stat.S_ISREG(about.st_mode):
                found[str(place)] = _stamp(about)
    return found


def differences(
    before: Mapping[str, Kept], now: Mapping[str, Stamp]
) -> Iterator[tuple[Path, bytes | None]]:
    """Each file that was made, deleted or changed, with what it held before: None for nothing."""
    made = now.keys() - before.keys()
    deleted = before.keys() - now.keys()
    changed = [
        path
        for path, stamp in now.items()
        if path not in made
        and stamp != before[path].stamp
        and Path(path).read_bytes() != before[path].content
    ]
    for path in sorted((*made, *deleted, *changed)):
        yield Path(path), before[path].content if path in before else None


def _below(directory: Path) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield entry.path, _stamp(entry.stat(follow_symlinks=False))


def _stamp(about: os.stat_result) -> Stamp:
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
