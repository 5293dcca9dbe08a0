"""Work in flight: what was in hand when a run was killed is kept under a ref of its task until the
task is started again, and judged then."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sddtasks.execute.site import Site
from sddtasks.model.ids import slug
from sddtasks.system import files
from sddtasks.system import refs
from sddtasks.system import worktrees
from sddtasks.system.repo import Repository


def ref(feature: str, name: str) -> str:
    """Where the work of a task is kept that nobody saw the end of."""
    return f"{place(feature, name)}/in-flight"


def place(feature: str, name: str) -> str:
    """Where all refs of a task or gate are."""
    return f"refs/sdd/{feature}/{slug(name)}"


def keep(site: Site, commit: str) -> str:
    """Keep a commit of this task's work for a person to look at; returns the ref."""
    kept = f"{place(site.job.feature.name, site.job.name)}/{commit[:12]}"
    site.repo.run("update-ref", kept, commit)
    return kept


def resumed(site: Site) -> Site:
    """The site with the work in flight laid over its tree, uncommitted, for the gates to judge."""
    job = site.job
    name = ref(job.feature.name, job.name)
    commit = refs.read(site.repo.git_dir).get(name)
    if not commit:
        return site
    fits = worktrees.lay_over(site.repo, commit, site.plan_file)
    if not fits:
        kept = keep(site, commit)
        site.on_note(f"interrupted work on {job.name} no longer fits, and is kept: git show {kept}")
    site.repo.run("update-ref", "-d", name)
    known = replace(job, verify_first=True, killed=job.killed or not job.verify_first)
    return replace(site, job=known) if fits else site


def landed(repo: Repository, feature: str, names: Iterable[str]) -> None:
    """These tasks are completed: nothing of theirs is in flight any more."""
    known = refs.read(repo.git_dir)
    for name in names:
        if ref(feature, name) in known:
            repo.run("update-ref", "-d", ref(feature, name))


# --- whole or half -------------------------------------------------------------------------------


def hand_over(site: Site, changed: Iterable[str]) -> None:
    """The agent's call has ended: what is in the tree now is all of its work."""
    digests = {path: files.file_digest(site.root / path) for path in sorted(changed)}
    files.write_atomic(_note(site), json.dumps(digests, ensure_ascii=False))


def take_back(site: Site) -> None:
    """A call begins: what is in the tree is somebody's half-done work from now on."""
    files.remove(_note(site))


def is_whole(site: Site, changed: Iterable[str]) -> bool:
    """Is what is in the tree what an agent left when its call had ended?"""
    try:
        handed_over = json.loads(_note(site).read_bytes())
    except (OSError, ValueError):
        return False
    now = {path: files.file_digest(site.root / path) for path in changed}
    return bool(now) and handed_over == now


def _note(site: Site) -> Path:
    return site.scratch / "handed-over.json"
