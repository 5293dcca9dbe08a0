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
    said = (own / "HEAD").read_text(encoding="utf-8").strip()
    while said.startswith("ref: "):
        name = said.removeprefix("ref: ")
        try:
            said = (shared / name).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return _packed(shared / "packed-refs").get(name)
    return said


def locks(git_dir: Path) -> Iterator[Path]:
    """What git has locked of them at this moment."""
    return (path for path in _files(git_dir) if path.suffix == _LOCK)


def _packed(file: Path) -> dict[str, str]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    rows = (line.partition(" ") for line in text.splitlines())
    return {name: sha for sha, _, name in rows if name.startswith("refs/")}


def _loose(git_dir: Path) -> Iterator[tuple[str, str]]:
    for path in _files(git_dir):
        if path.suffix != _LOCK:
            with contextlib.suppress(FileNotFoundError):
                text = path.read_text(encoding="utf-8")
                yield path.relative_to(git_dir).as_posix(), text.strip()


def _files(git_dir: Path) -> Iterator[Path]:
    return (Path(place, name) for place, _, names in os.walk(git_dir / "refs") for name in names)
