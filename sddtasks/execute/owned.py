"""The files that are ours alone while an agent works: git's own, tasks.md, state and prompts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from sddtasks.execute.site import Site
from sddtasks.state import foreign
from sddtasks.state import mirror
from sddtasks.system import person
from sddtasks.system import snapshot
from sddtasks.system.snapshot import Stamp

_SCRATCH = frozenset({"work", "logs", "lock", foreign.PLACE})
_LOCKS = ("index.lock", "HEAD.lock")
_DATABASE = "doit.db"  # opened here, it would lose SQLite's locks; its backend sees to it
_GIT_FILES = (
    *("config", "hooks"),
    *("info/exclude", "info/attributes", "info/sparse-checkout", "info/grafts"),
    *("objects/info/alternates", "shallow", "config.worktree"),
)
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG")


def stamps(site: Site) -> dict[str, Stamp]:
    """Beside other tasks we write to `.sdd` ourselves; a work tree should have none of its own."""
    root, feature, git = site.root, site.job.feature, site.repo
    places: list[Path | str] = [
        *_of_git(root, git.git_dir, git.own_git_dir),
        *_of_feature(root, feature.relative, site.job.terms.prompts),
        *person.git_settings(),
        *(git.own_git_dir / name for name in _LOCKS),
    ]
    if site.is_alone:
        places += [git.git_dir / f"refs/heads/{git.branch()}.lock", *_of_state(feature.state_dir)]
    else:
        places.append(os.path.join(root, ".sdd"))
    return snapshot.stamps(places)


@lru_cache(maxsize=8)
def _of_git(root: Path, shared: Path, own: Path) -> tuple[str, ...]:
    """What git keeps under the same names all the time; a work tree has a pointer to it."""
    pointer = root / ".git"
    return (
        *([str(pointer)] if pointer.is_file() else ()),
        *(str(shared / name) for name in _GIT_FILES),
        *(str(own / name) for name in _UNFINISHED),
    )


@lru_cache(maxsize=8)
def _of_feature(root: Path, feature: str, prompts: str) -> tuple[str, ...]:
    """tasks.md, the state beside it, and the prompts that win over ours."""
    names = (f"{feature}/{name}" for name in ("tasks.md", *mirror.NAMES))
    return tuple(str(root / name) for name in (*names, prompts))


def _of_state(directory: Path) -> Iterator[str]:
    yield str(directory.parent / ".gitignore")
    if directory.is_dir():
        with os.scandir(directory) as entries:
            yield from (
                entry.path
                for entry in entries
                if entry.name not in _SCRATCH and not entry.name.startswith(_DATABASE)
            )
