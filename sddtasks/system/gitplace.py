"""Where a repository is: found by walking up to a `.git`, never in a directory that looks like one.

A clone can hold a bare repository as ordinary files, settings with programs included; git and
others take it for the repository of whatever lies in it.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sddtasks.model.errors import WorkspaceError

_GITFILE = "gitdir: "
_LONGEST = 8192


@dataclass(frozen=True, slots=True)
class GitPlace:
    """`top`: where the checkout begins. `own`: the git directory of this work tree alone; `shared`:
    that of the repository; the same but for linked work trees."""

    top: Path
    own: Path
    shared: Path


def find(root: Path) -> GitPlace | None:
    """The repository around `root`; None where there is none. A `.git` that is damaged ends the
    search: what lies above is another project's."""
    for top in (root, *root.parents):
        mark = top / ".git"
        if os.path.lexists(mark):
            own = _own(mark)
            shared = _shared(own)
            return GitPlace(top, own, shared) if _is_whole(own, shared) else None
    return None


def missing(root: Path, left_out: Sequence[str]) -> WorkspaceError:
    """What is said where `find` finds none. `left_out`: variables that are not followed."""
    places = (place for place in (root, *root.parents) if os.path.lexists(place / ".git"))
    damaged = next(places, None)
    if damaged is None:
        told = f" ({', '.join(left_out)} of the environment are not followed)" if left_out else ""
        how = "git init && git add -A && git commit -m 'Start'"
        return WorkspaceError(f"{root} is not in a git repository{told}", how)
    return WorkspaceError(
        f"{damaged / '.git'} is damaged: git does not take it for a repository",
        "git status says why; get it back from another clone. No file was touched",
    )


def is_of_another(place: GitPlace) -> bool:
    """Does anything that says what this repository is belong to another user?"""
    ours = {os.geteuid()}
    if os.geteuid() == 0 and os.environ.get("SUDO_UID", "").isdigit():
        ours.add(int(os.environ["SUDO_UID"]))
    marks = (place.top, place.top / ".git", place.own, place.shared)
    return any(os.lstat(mark).st_uid not in ours for mark in marks)


def dubious(place: GitPlace) -> WorkspaceError:
    """What is said where git would not work there either."""
    return WorkspaceError(
        f"{place.top} belongs to another user: whoever that is could have any program started here",
        f"if you trust it: git config --global --add safe.directory {shlex.quote(str(place.top))}",
    )


def _own(mark: Path) -> Path:
    if not mark.is_file():
        return mark.resolve()
    with mark.open("rb") as file:
        text = os.fsdecode(file.read(_LONGEST))
    return Path(mark.parent, text.removeprefix(_GITFILE).rstrip("\r\n")).resolve()


def _shared(own: Path) -> Path:
    file = own / "commondir"
    return Path(own, file.read_text().strip()).resolve() if file.is_file() else own


def _is_whole(own: Path, shared: Path) -> bool:
    has_head = os.path.lexists(own / "HEAD")
    return has_head and (shared / "objects").is_dir() and (shared / "refs").is_dir()
