"""What rules the run and lies in the checkout, where an agent in a work tree has nothing to do.

tasks.md, the settings and the prompts there change when work lands, and are then as committed; the
branch stays the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sddtasks.execute import inputs
from sddtasks.execute import restoration
from sddtasks.execute.site import Site
from sddtasks.system import files
from sddtasks.system import inputs as engine
from sddtasks.system import snapshot
from sddtasks.system.gitprogram import Refused
from sddtasks.system.inputs import Inputs
from sddtasks.system.repo import Repository
from sddtasks.system.snapshot import Kept
from sddtasks.system.snapshot import Memory
from sddtasks.system.snapshot import Stamp

_ON_A_BRANCH = "ref: "
_ORDINARY = 0o644


@dataclass(frozen=True, slots=True)
class Checkout:
    """The state before a call."""

    head: str
    files: Mapping[str, Kept]
    inputs: Inputs


def _stamps(site: Site) -> dict[str, Stamp]:
    """Without what the user had open before the run."""
    root = site.job.feature.root
    names = (site.plan_file, site.job.terms.prompts)
    open_before = {str(root / path) for path in site.job.kept_out}
    found = snapshot.stamps(root / name for name in names)
    return {path: stamp for path, stamp in found.items() if path not in open_before}


def take(site: Site) -> Checkout:
    repo = Repository(site.job.feature.root)
    now = engine.take(repo.root)
    with site.commons.landing:
        if site.commons.uncommitted is None:  # before the first agent is called beside another
            site.commons.uncommitted = inputs.uncommitted(now, lambda name: _committed(repo, name))
    head = _head(repo).read_text(encoding="utf-8")
    return Checkout(head, Memory().take(_stamps(site)), now)


def restored(site: Site, before: Checkout) -> Iterator[str]:
    """What was done to the checkout, which is put back; nothing may land meanwhile."""
    repo = Repository(site.job.feature.root)
    head = _head(repo)
    if before.head.startswith(_ON_A_BRANCH) and head.read_text(encoding="utf-8") != before.head:
        files.write_atomic(head, before.head)
        branch = before.head.removeprefix(_ON_A_BRANCH).strip()
        yield f"HEAD of the checkout was moved; it was {branch}"
    yield from _restored_files(site, repo, before.files)
    yield from inputs.restored_in_checkout(site, before.inputs, lambda name: _committed(repo, name))


def _head(repo: Repository) -> Path:
    return repo.own_git_dir / "HEAD"


def _restored_files(site: Site, repo: Repository, before: Mapping[str, Kept]) -> Iterator[str]:
    root = site.job.feature.root
    for difference in snapshot.differences(before, _stamps(site)):
        path, stored = difference.path, difference.before
        if difference.is_crowd:
            continue
        committed = _committed(repo, path.relative_to(root).as_posix())
        right = stored
        if committed:
            right = Kept(committed, None, stored.mode if stored else _ORDINARY)
        is_ordinary = path.is_file() and not path.is_symlink()
        present = path.read_bytes() if is_ordinary else None
        if present == (right.content if right else None):
            continue
        told = restoration.put_back(site, path, right)
        if told:
            yield f"in the checkout, {told}"


def _committed(repo: Repository, name: str) -> bytes | None:
    """As git would write it into the tree; None for what is not committed."""
    try:
        text = repo.run("cat-file", "--filters", f"HEAD:./{name}")
    except Refused:
        return None
    return text.encode(errors="surrogateescape")
