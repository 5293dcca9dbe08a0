"""What is ours alone while an agent works: refs, index, hooks, tasks.md, state and `.sdd`.

Looked at before a call and after it; what differs is put back, and nothing of it is lost.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sddtasks.execute import beyond
from sddtasks.execute import flight
from sddtasks.execute.beyond import Checkout
from sddtasks.execute.site import Site
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.state import ending
from sddtasks.state import mirror
from sddtasks.state import report
from sddtasks.system import files
from sddtasks.system import ignoring
from sddtasks.system import lock
from sddtasks.system import person
from sddtasks.system import refs
from sddtasks.system import snapshot
from sddtasks.system.gitprogram import Refused
from sddtasks.system.snapshot import Kept
from sddtasks.system.snapshot import Memory
from sddtasks.system.snapshot import Stamp

_SCRATCH = frozenset({"work", "logs", "lock"})
_FOREIGN = "refs/remotes/"
_OURS = "refs/sdd/"
_GIT_FILES = (
    *("config", "hooks"),
    *("info/exclude", "info/attributes", "info/sparse-checkout", "info/grafts"),
    *("objects/info/alternates", "shallow", "config.worktree"),
)
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state before a call."""

    head: str
    refs: Mapping[str, str]
    index: bytes
    files: Mapping[str, Kept]
    checkout: Checkout | None
    alarms: int


def take(site: Site) -> Snapshot:
    return Snapshot(
        head=_head(site).read_text(encoding="utf-8"),
        refs=_refs(site),
        index=_bytes(_index(site)),
        files=_memory(site.root).take(_ours(site)),
        checkout=None if site.is_alone else beyond.take(site),
        alarms=len(site.commons.alarms),
    )


def check(site: Site, before: Snapshot) -> Verdict | None:
    """None when all is as it was; else what was done to it. It is as it was now."""
    if not _index(site).parent.is_dir():
        raise WorkspaceError(
            f"the repository's {_index(site).parent} was deleted while an agent worked",
            "get it back from another clone; the work tree was left as it is",
        )
    try:
        with site.commons.guarding:
            found = [*_git_state(site, before), *_shared(site, before)]
    except Refused as error:
        raise WorkspaceError(
            f"the repository was damaged while an agent worked: {error}",
            "get it back from another clone; the work tree was left as it is",
        ) from None
    if not found:
        return None
    reason = "what only sddtasks may write was changed; it has been put back"
    return Verdict(GateName.GUARD, False, reason, tuple(found), FailureClass.GIT)


def _git_state(site: Site, before: Snapshot) -> Iterator[str]:
    head = _head(site)
    if head.read_text(encoding="utf-8") != before.head:
        yield f"HEAD was moved; it was {_short(before.head)}"
        site.repo.run("update-ref", _kept(site, "HEAD"), "HEAD")
        files.write_atomic(head, before.head)
    index = _bytes(_index(site))
    if index == before.index:
        return
    hidden = sorted(_flags(site, index) - _flags(site, before.index))
    if hidden:
        yield f"hidden from git by a flag in the index: {', '.join(hidden[:5])}"
    files.write_atomic(_index(site), before.index)


def _shared(site: Site, before: Snapshot) -> Iterator[str]:
    """What was done to files and refs. Of what all trees share it may have been another task's
    agent: each that was at work then has to answer for it."""
    own = site.root if site.is_alone else site.repo.own_git_dir
    alarms = list(_restored_refs(site, before))
    for path, told in _files(site, before):
        if path.is_relative_to(site.repo.git_dir) and not path.is_relative_to(own):
            alarms.append(told)
        else:
            yield told
    if before.checkout:
        with site.commons.landing:
            alarms += beyond.restored(site, before.checkout)
    yield from (
        f"{told} (by one of several tasks)" for told in site.commons.alarms[before.alarms :]
    )
    site.commons.alarms += alarms
    yield from alarms


def _restored_refs(site: Site, before: Snapshot) -> Iterator[str]:
    """Put every ref back; what it pointed to is kept under a ref of ours."""
    now = _refs(site)
    for name in sorted(now.keys() | before.refs.keys()):
        old, new = before.refs.get(name), now.get(name)
        if old == new or new in site.commons.tips or (old and new and _is_landing(site, name)):
            continue
        landed = [tip for tip, branch in site.commons.tips.items() if branch == name]
        old = landed[-1] if landed else old
        kept = ""
        if new:
            kept = _kept(site, name)
            site.repo.run("update-ref", kept, new)
        if old:
            site.repo.run("update-ref", name, old)
        else:
            site.repo.run("update-ref", "-d", name)
        did = "made" if not old else "deleted" if not new else "moved: only sddtasks commits"
        yield f"{name} was {did}" + (f"; git show {kept}" if kept else "")


def _is_landing(site: Site, name: str) -> bool:
    """May a run on another feature have brought the branch forward meanwhile?"""
    others = ending.holders(site.job.feature.root)
    return name.startswith("refs/heads/") and any(
        place != site.job.feature.state_dir and lock.holder(place) for place in others
    )


def _files(site: Site, before: Snapshot) -> Iterator[tuple[Path, str]]:
    """What was done to files, which are put back."""
    for path, stored in snapshot.differences(before.files, _ours(site)):
        if _is_of_another_run(path, stored or b""):
            continue
        if path.is_dir():
            yield path, f"files of {_name(site, path)} were made, deleted or replaced"
        elif stored is None:
            yield path, f"{_name(site, path)} was made"
            path.unlink()
        elif path.is_file() and not path.is_symlink():
            yield path, f"{_name(site, path)} was changed"
            path.write_bytes(stored)
        else:
            yield path, f"{_name(site, path)} was deleted"
            files.write_atomic(path, stored)


def _is_of_another_run(path: Path, before: bytes) -> bool:
    """A run on another feature, when it begins, keeps its state out of git as well."""
    if path.parts[-2:] != ("info", "exclude"):
        return False
    now, then = _bytes(path).splitlines(), before.splitlines()
    names = (*mirror.NAMES, report.NAME, ignoring.BYTECODE)
    ours = tuple(f"/{name}".encode() for name in names)
    return now[: len(then)] == then and all(line.endswith(ours) for line in now[len(then) :])


def _ours(site: Site) -> dict[str, Stamp]:
    """Beside other tasks we write to `.sdd` ourselves; a work tree should have none of its own."""
    root, feature, git = site.root, site.job.feature, site.repo
    named = site.job.task.paths if site.job.task else ()
    places: list[Path | str] = [
        *_of_git(root, git.git_dir, git.own_git_dir),
        *_of_feature(root, feature.relative, site.job.terms.prompts),
        *(os.path.join(root, name) for name in beyond.SETTINGS if name not in named),
        *person.git_settings(),
        *git.own_git_dir.glob("*.lock"),
    ]
    if site.is_alone:
        places += [*refs.locks(git.git_dir), *_of_state(feature.state_dir)]
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
            yield from (entry.path for entry in entries if entry.name not in _SCRATCH)


@lru_cache(maxsize=1)
def _memory(root: Path) -> Memory:
    """From task to task of one tree most of these files are the same."""
    return Memory()


def _refs(site: Site) -> dict[str, str]:
    known = refs.read(site.repo.git_dir)
    not_looked_at = (_FOREIGN,) if site.is_alone else (_FOREIGN, _OURS)
    return {name: sha for name, sha in known.items() if not name.startswith(not_looked_at)}


def _flags(site: Site, index: bytes) -> frozenset[str]:
    """Tracked files that `git status` would not look at: assumed unchanged, or skipped."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(index)
        file.flush()
        text = site.repo.run("ls-files", "-v", "-z", env={"GIT_INDEX_FILE": file.name})
    lines = text.split("\0")
    return frozenset(line[2:] for line in lines if line and (line[0].islower() or line[0] == "S"))


def _head(site: Site) -> Path:
    return site.repo.own_git_dir / "HEAD"


def _index(site: Site) -> Path:
    return site.repo.own_git_dir / "index"


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _kept(site: Site, name: str) -> str:
    tail = name.removeprefix("refs/").replace("/", "-")
    return f"{flight.place(site.job.feature.name, site.job.name)}/tampered-{tail}"


def _short(head: str) -> str:
    return head.strip().removeprefix("ref: ").removeprefix("refs/heads/")[:40]


def _name(site: Site, path: Path) -> str:
    for place in (site.root, site.job.feature.root, site.repo.git_dir.parent):
        if path.is_relative_to(place):
            return path.relative_to(place).as_posix()
    return str(path)
