"""What is ours alone while an agent works: refs, index, hooks, tasks.md, state and `.sdd`.

Looked at before a call and after it; what differs is put back, and nothing of it is lost.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sddtasks.execute import beyond
from sddtasks.execute import damage
from sddtasks.execute import inputs
from sddtasks.execute import owned
from sddtasks.execute import refguard
from sddtasks.execute import restoration
from sddtasks.execute.beyond import Checkout
from sddtasks.execute.site import Site
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.state import mirror
from sddtasks.state import report
from sddtasks.system import files
from sddtasks.system import gitlocks
from sddtasks.system import gitsettings
from sddtasks.system import ignoring
from sddtasks.system import inputs as engine
from sddtasks.system import snapshot
from sddtasks.system.gitprogram import Refused
from sddtasks.system.inputs import Inputs
from sddtasks.system.snapshot import Kept
from sddtasks.system.snapshot import Memory

_TOUCHED = "what only sddtasks may write was changed; it has been put back"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state before a call."""

    head: str
    refs: Mapping[str, str]
    index: bytes
    files: Mapping[str, Kept]
    inputs: Inputs
    checkout: Checkout | None
    alarms: int
    were_packed: bool

    @property
    def stand(self) -> str:
        """What HEAD held where work lands."""
        return self.checkout.head if self.checkout else self.head


def take(site: Site) -> Snapshot:
    return Snapshot(
        head=_head(site).read_text(encoding="utf-8"),
        refs=refguard.take(site),
        index=_bytes(site.repo.own_git_dir / "index"),
        files=_memory(site.root).take(owned.stamps(site)),
        inputs=engine.take(site.root),
        checkout=None if site.is_alone else beyond.take(site),
        alarms=len(site.commons.alarms),
        were_packed=(site.repo.git_dir / "packed-refs").is_file(),
    )


def check(site: Site, before: Snapshot) -> Verdict | None:
    """None when all is as it was; else what was done to it. It is as it was now."""
    heads = {_head(site): before.head}
    if before.checkout:
        heads[site.repo.git_dir / "HEAD"] = before.checkout.head
    try:
        with site.commons.guarding:
            damaged = list(_damage(site, heads, before))
            refguard.stop_if_moved(site, before.stand, before.refs)
            touched = list(_files(site, before))
            told = [*damaged, *_git_state(site, before), *_shared(site, before, touched)]
    except Refused as error:
        raise WorkspaceError(
            f"the repository was damaged while an agent worked: {error}",
            "get it back from another clone; the work tree was left as it is",
        ) from None
    finally:
        refguard.end(site)
    if not told:
        return None
    return Verdict(GateName.GUARD, False, _TOUCHED, tuple(told), FailureClass.GIT)


def _damage(site: Site, heads: Mapping[Path, str], before: Snapshot) -> Iterator[str]:
    yield from damage.restored(
        site.repo, heads, before.index, before.refs, were_packed=before.were_packed
    )


def _git_state(site: Site, before: Snapshot) -> Iterator[str]:
    head = _head(site)
    if head.read_text(encoding="utf-8") != before.head:
        kept = refguard.keep(site, "HEAD", site.repo.head() or "")
        yield f"HEAD was moved; it was {refguard.short(before.head)}; git show {kept}"
        files.write_atomic(head, before.head)
    index = _bytes(site.repo.own_git_dir / "index")
    if index == before.index:
        return
    now, then = _entries(site, index), _entries(site, before.index)
    if now.staged != then.staged:
        restoration.keep_index(site, site.repo.own_git_dir / "index")
    hidden = sorted(now.hidden - then.hidden)
    if hidden:
        yield f"hidden from git by a flag in the index: {', '.join(hidden[:5])}"
    files.write_atomic(site.repo.own_git_dir / "index", before.index)


def _shared(site: Site, before: Snapshot, touched: list[tuple[Path, str]]) -> Iterator[str]:
    """What was done to refs, and to files (`touched`). Of what all trees share it may have been
    another task's agent: each that was at work then has to answer for it."""
    own = site.root if site.is_alone else site.repo.own_git_dir
    yield from inputs.restored(site, before.inputs)
    alarms = list(refguard.restored(site, before.stand, before.refs))
    for path, told in touched:
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


def _files(site: Site, before: Snapshot) -> Iterator[tuple[Path, str]]:
    """What was done to files, which are put back."""
    for found_out in snapshot.differences(before.files, owned.stamps(site)):
        path, stored = found_out.path, found_out.before
        if found_out.is_crowd:
            yield path, f"files of {restoration.name_of(site, path)} were made, deleted or replaced"
        elif not _is_harmless(site, path, stored.content if stored else b""):
            told = restoration.put_back(site, path, stored)
            if told:
                yield path, told


def _is_harmless(site: Site, path: Path, before: bytes) -> bool:
    """May somebody else have written it, who works on in the same repository?"""
    if path.suffix == gitlocks.SUFFIX:
        return not gitlocks.is_left(path)
    if path == site.repo.git_dir / "config":
        return gitsettings.differ_in_branches_only(site.repo, before, path)
    return _is_of_another_run(site, path, before)


def _is_of_another_run(site: Site, path: Path, before: bytes) -> bool:
    """A run on another feature, when it begins, keeps its state out of git as well."""
    if path.parts[-2:] != ("info", "exclude"):
        return False
    now, then = _bytes(path).splitlines(), before.splitlines()
    shared = site.job.terms.outfit.share
    names = (*mirror.NAMES, report.NAME, ignoring.BYTECODE, *shared)
    ours = tuple(f"/{name}".encode() for name in names)
    return now[: len(then)] == then and all(line.endswith(ours) for line in now[len(then) :])


@lru_cache(maxsize=1)
def _memory(root: Path) -> Memory:
    """From task to task of one tree most of these files are the same."""
    return Memory()


@dataclass(frozen=True, slots=True)
class _Entries:
    """`staged`: mode, content and path; `hidden`: what `git status` would not look at, because it
    is assumed unchanged, or skipped."""

    staged: frozenset[str]
    hidden: frozenset[str]


def _entries(site: Site, index: bytes) -> _Entries:
    """What an index holds."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(index)
        file.flush()
        text = site.repo.run("ls-files", "-v", "-s", "-z", env={"GIT_INDEX_FILE": file.name})
    lines = [line for line in text.split("\0") if line]
    return _Entries(
        frozenset(line[2:] for line in lines),
        frozenset(line.partition("\t")[2] for line in lines if line[0].islower() or line[0] == "S"),
    )


def _head(site: Site) -> Path:
    return site.repo.own_git_dir / "HEAD"


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
