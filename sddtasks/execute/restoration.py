"""What an agent or a person has written where only sddtasks may: kept before it is put back."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from sddtasks.execute.site import Site
from sddtasks.system import aside
from sddtasks.system import beneath
from sddtasks.system.snapshot import Kept


def put_back(site: Site, path: Path, before: Kept | None) -> str:
    """Make `path` a file as it was, or nothing for None; what was done to it, and where it is now.

    Empty where nothing was done.
    """
    name = name_of(site, path)
    beneath.reach(path)
    if before and path.is_file() and not path.is_symlink():
        kept = aside.copy(path, _place(site, name))
        if path.stat().st_nlink == 1:
            path.write_bytes(before.content)
        else:  # the other name is not ours
            beneath.write(path, before.content)
        return f"{name} was changed; to see how: {_compared(site, path, kept)}"
    told = f"{name} was {'replaced' if before else 'made'}" if os.path.lexists(path) else ""
    if told:
        kept = aside.move(path, _place(site, name))
        told = f"{told}; it is kept: {site.relative(kept)}"
    if before:
        beneath.write(path, before.content)
        path.chmod(before.mode)
    return told or (f"{name} was deleted" if before else "")


def keep_index(site: Site, index: Path) -> None:
    """What was staged, before the index is as it was: a file that git can read."""
    aside.copy(index, _place(site, "git/index"))


def name_of(site: Site, path: Path) -> str:
    """As a message names it: relative to the tree, the checkout or the repository it is in."""
    for place in (site.root, site.job.feature.root, site.repo.git_dir.parent):
        if path.is_relative_to(place):
            return path.relative_to(place).as_posix()
    return str(path)


def _place(site: Site, name: str) -> Path:
    """Git would take a directory called `.git` for a repository."""
    parts = ["git" if part == ".git" else part for part in Path(name.lstrip("/")).parts]
    return site.scratch / "found" / Path(*parts)


def _compared(site: Site, path: Path, kept: Path) -> str:
    """A command that works in the project's root."""
    root = site.job.feature.root
    now = path.relative_to(root) if path.is_relative_to(root) else path
    return shlex.join(["git", "diff", "--no-index", "--", str(now), site.relative(kept)])
