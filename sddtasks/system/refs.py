"""Every ref of a repository and what it points to, read without starting git."""

from __future__ import annotations

import os
from pathlib import Path


def read(git_dir: Path) -> dict[str, str]:
    """By full name (`refs/heads/work`); a symbolic ref points to `ref: refs/…`."""
    return {**_packed(git_dir / "packed-refs"), **_loose(git_dir)}


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


def _packed(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    rows = (line.partition(" ") for line in file.read_text(encoding="utf-8").splitlines())
    return {name: sha for sha, _, name in rows if name.startswith("refs/")}


def _loose(git_dir: Path) -> dict[str, str]:
    return {
        path.relative_to(git_dir).as_posix(): path.read_text(encoding="utf-8").strip()
        for place, _, names in os.walk(git_dir / "refs")
        for path in (Path(place, name) for name in names)
        if not path.name.endswith(".lock")
    }
