"""Every ref of a repository and what it points to, read without starting git."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

_LOCK = ".lock"
_SOUND = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}|ref: refs/\S+")


def read(git_dir: Path) -> dict[str, str]:
    """By full name (`refs/heads/work`); a symbolic ref points to `ref: refs/…`.

    Others may delete or pack refs meanwhile: what is no longer loose when it is read is packed by
    then, or gone.
    """
    loose = dict(_loose(git_dir))
    return {**packed(git_dir / "packed-refs"), **loose}


def head(own: Path, shared: Path) -> str | None:
    """The commit that is checked out, or None before the first. `own` is the git directory of the
    work tree alone, `shared` that of the repository."""
    said = _text(os.path.join(own, "HEAD"))
    while said.startswith("ref: "):
        name = said.removeprefix("ref: ")
        try:
            said = _text(os.path.join(shared, name))
        except FileNotFoundError:
            return packed(shared / "packed-refs").get(name)
    return said


def branch(own: Path) -> str | None:
    """The branch that is checked out, also before its first commit; None for a detached HEAD."""
    said = _text(os.path.join(own, "HEAD"))
    name = said.removeprefix("ref: ").strip()
    return name.removeprefix("refs/heads/") if said.startswith("ref: ") else None


def is_commit(value: str) -> bool:
    return is_sound(value) and not value.startswith("ref: ")


def is_sound(value: str) -> bool:
    """Is this what a ref can hold: a commit's name, or that of another ref?"""
    return _SOUND.fullmatch(value) is not None


def locks(git_dir: Path) -> Iterator[Path]:
    """What git has locked of them at this moment."""
    return (Path(path) for path in _files(git_dir) if path.endswith(_LOCK))


def packed(file: Path) -> dict[str, str]:
    """What a file of many refs says, sound or not."""
    try:
        rows = [line.partition(" ") for line in _text(file).splitlines()]
    except FileNotFoundError:
        return {}
    return {name: sha for sha, _, name in rows if name.startswith("refs/")}


def _loose(git_dir: Path) -> Iterator[tuple[str, str]]:
    start = len(os.path.join(git_dir, ""))
    for path in _files(git_dir):
        if not path.endswith(_LOCK):
            with contextlib.suppress(OSError):  # also a link that leads nowhere, or in a circle
                yield path[start:].replace(os.sep, "/"), _text(path)


def _files(git_dir: Path) -> Iterator[str]:
    places = os.walk(os.path.join(git_dir, "refs"))
    return (os.path.join(place, name) for place, _, names in places for name in names)


def text(file: str | Path) -> str:
    """What such a file holds; nothing where there is none that can be read."""
    try:
        return _text(file)
    except OSError:
        return ""


def _text(file: str | Path) -> str:
    """A pipe would keep its reader waiting for ever: it holds nothing."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    with open(descriptor, "rb") as stream:
        is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        return stream.read().decode(errors="surrogateescape").strip() if is_file else ""
