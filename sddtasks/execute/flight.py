"""Work in flight: what was in hand when a run was killed is kept under a ref of its task until the
task is started again, and judged then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sddtasks.execute.site import Site
from sddtasks.model import events
from sddtasks.model.ids import slug
from sddtasks.model.plan import Feature
from sddtasks.system import clock
from sddtasks.system import files
from sddtasks.system import refs
from sddtasks.system import worktrees
from sddtasks.system.repo import Repository


def ref(feature: Feature, name: str) -> str:
    """Where the work of a task is kept that nobody saw the end of."""
    return f"{place(feature, name)}/in-flight"


def place(feature: Feature, name: str) -> str:
    """Where all refs of a task or gate are."""
    return f"{feature.refs}/{slug(name)}"


def keep(site: Site, commit: str) -> str:
    """Keep a commit of this task's work for a person to look at; returns the ref."""
    kept = f"{place(site.job.feature, site.job.name)}/{commit[:12]}"
    site.repo.run("update-ref", kept, commit)
    return kept


def resumed(site: Site) -> Site:
    """The site with the work in flight laid over its tree, uncommitted, for the gates to judge."""
    job = site.job
    name = ref(job.feature, job.name)
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


def landed(repo: Repository, feature: Feature, names: Iterable[str]) -> None:
    """These tasks are completed: nothing of theirs is in flight any more."""
    known = refs.read(repo.git_dir)
    for name in names:
        if ref(feature, name) in known:
            repo.run("update-ref", "-d", ref(feature, name))


# --- whole or half -------------------------------------------------------------------------------


def hand_over(site: Site, changed: Iterable[str]) -> None:
    """The agent's call has ended: what is in the tree now is all of its work."""
    work = _digest(site, changed)
    site.tell(events.HandedOver(clock.stamp(), site.job.name, work))


def is_whole(site: Site, changed: Iterable[str]) -> bool:
    """Is what is in the tree what an agent left when its call had ended?"""
    work = _digest(site, changed)
    return work != "" and work == site.job.handed_over


def _digest(site: Site, changed: Iterable[str]) -> str:
    """Of every changed file's name and content; of no file there is none."""
    rows = [f"{files.file_digest(site.root / path)} {path}" for path in sorted(changed)]
    return files.digest("\n".join(rows)) if rows else ""
