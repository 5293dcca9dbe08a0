"""Every ref of a repository and what it points to, read without starting git."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_LOCK = ".lock"


def read(git_dir: Path) -> dict[str, str]:
    """By full name (`refs/heads/work`); a symbolic ref points to `ref: refs/…`.

    Others may delete or pack refs meanwhile: what is no longer loose when it is read is packed by
    then, or gone.
    """
    loose = dict(_loose(git_dir))
    return {**_packed(git_dir / "packed-refs"), **loose}


def head(own: Path, shared: Path) -> str | None:
    """The commit that is checked out, or None before the first. `own` is the git directory of the
    work tree alone, `shared` that of the repository."""
    said = _text(os.path.join(own, "HEAD"))
    while said.startswith("ref: "):
        name = said.removeprefix("ref: ")
        try:
            said = _text(os.path.join(shared, name))
        except FileNotFoundError:
            return _packed(shared / "packed-refs").get(name)
    return said


def locks(git_dir: Path) -> Iterator[Path]:
    """What git has locked of them at this moment."""
    return (Path(path) for path in _files(git_dir) if path.endswith(_LOCK))


def _packed(file: Path) -> dict[str, str]:
    try:
        rows = [line.partition(" ") for line in _text(file).splitlines()]
    except FileNotFoundError:
        return {}
    return {name: sha for sha, _, name in rows if name.startswith("refs/")}


def _loose(git_dir: Path) -> Iterator[tuple[str, str]]:
    start = len(os.path.join(git_dir, ""))
    for path in _files(git_dir):
        if not path.endswith(_LOCK):
            with contextlib.suppress(FileNotFoundError):
                yield path[start:].replace(os.sep, "/"), _text(path)


def _files(git_dir: Path) -> Iterator[str]:
    places = os.walk(os.path.join(git_dir, "refs"))
    return (os.path.join(place, name) for place, _, names in places for name in names)


def _text(file: str | Path) -> str:
    with open(file, encoding="utf-8") as stream:
        return stream.read().strip()
