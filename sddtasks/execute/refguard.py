"""Refs while an agent works: what it has moved is put back, what others have moved stays.

A person works on in the same repository: in other work trees, with an editor that fetches. Proof
that an agent of this run has moved a ref is what git itself has written down (`system.reftrace`).
What the run stands on, HEAD and its branch, is an exception: moved by somebody else, the run stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

from sddtasks.execute import flight
from sddtasks.execute.site import Site
from sddtasks.model.errors import WorkspaceError
from sddtasks.state import ending
from sddtasks.system import lock
from sddtasks.system import refs
from sddtasks.system.gitprogram import Refused
from sddtasks.system.reftrace import Moves
from sddtasks.system.repo import Repository

_REMOTE = "refs/remotes/"
_OURS = "refs/sdd/"
_REPLACED = "refs/replace/"
"""What these say, git answers for any commit: nobody may change that under a task."""
_SYMBOLIC = "ref: "
_SHOWN = 5


def take(site: Site) -> dict[str, str]:
    """The refs before a call, of which a new trace begins."""
    site.trace.unlink(missing_ok=True)
    site.commons.traces.add(site.trace)
    return _read(site)


def moves(site: Site) -> Moves:
    """What the agents of this run have done to refs: one of several may be found out by another."""
    found = Moves()
    for file in list(site.commons.traces):
        found.add(file)
    return found


def stop_if_moved(site: Site, head: str, before: Mapping[str, str]) -> None:
    """Raise WorkspaceError if HEAD or the branch that work lands on was moved, and not by an agent.

    `head`: what HEAD of the checkout held.
    """
    checkout = site.repo if site.is_alone else Repository(site.job.feature.root)
    now = (checkout.own_git_dir / "HEAD").read_text(encoding="utf-8").strip()
    head, name = head.strip(), site.job.name
    if now != head and not _has_moved_head(site, now):
        raise WorkspaceError(
            f"HEAD was moved while {name} was at work, and not by its agent: it was {short(head)}"
            f" and is {short(now)}; it was left as it is",
            f"git switch {short(head)}, then run it again",
        )
    branch = head.removeprefix(_SYMBOLIC)
    old, new = before.get(branch), _read(site).get(branch)
    if old == new or not old or _is_expected(site, branch, new):
        return
    if moves(site).include(branch, new or ""):
        return
    raise WorkspaceError(
        f"{branch} was moved while {name} was at work, and not by its agent: from {old[:10]} to"
        f" {new[:10] if new else 'nothing'}; it was left as it is, and so was what {name} has done",
        f"look at git log {old[:10]}..HEAD, then run it again; or git reset --soft {old[:10]}",
    )


def restored(site: Site, head: str, before: Mapping[str, str]) -> Iterator[str]:
    """Put back what an agent has moved, and what rules the run; what it was is kept under a ref.

    What others did is left, and told to the person and in the report.
    """
    now, others = _read(site), []
    own = head.strip().removeprefix(_SYMBOLIC)
    changed = [name for name in now.keys() | before.keys() if now.get(name) != before.get(name)]
    if not changed:
        return
    proven, elsewhere = moves(site), _checked_out(site) - {own}
    # A branch `a/b` that was made stands in the way of `a` that was deleted.
    for name in sorted(changed, key=lambda name: (name in before, name)):
        old, new = before.get(name), now.get(name)
        if new in site.commons.tips or (name == own and _is_expected(site, name, new)):
            continue
        told = f"{name} was {_done(old, new)}: only sddtasks commits"
        is_agents = proven.include(name, new or "")
        if is_agents and name in elsewhere:
            yield f"{told}; it is checked out elsewhere, and was left as it is"
        elif is_agents or _rules_the_run(site, name):
            yield told + _put_back(site, name, _landed(site, name) or old, new)
        elif not name.startswith(_OURS):
            others.append(f"{name} ({_done(old, new)}{_was(old)})")
    if others:
        _tell(site, others)


def end(site: Site) -> None:
    """All that the trace says was looked at: the next one to move a ref is somebody else."""
    site.commons.traces.discard(site.trace)
    site.trace.unlink(missing_ok=True)


def short(head: str) -> str:
    """A branch or commit as a person names it."""
    return head.strip().removeprefix(_SYMBOLIC).removeprefix("refs/heads/")[:40]


def keep(site: Site, name: str, commit: str) -> str:
    """Keep what a ref pointed to; returns where."""
    tail = name.removeprefix("refs/").replace("/", "-")
    kept = f"{flight.place(site.job.feature, site.job.name)}/tampered-{tail}-{commit[:10]}"
    site.repo.run("update-ref", kept, commit)
    return kept


def _read(site: Site) -> dict[str, str]:
    found = refs.read(site.repo.git_dir)
    return {name: value for name, value in found.items() if not name.startswith(_REMOTE)}


def _has_moved_head(site: Site, now: str) -> bool:
    """Newer versions of git do not write down to which branch."""
    proven = moves(site)
    return proven.include("HEAD", now) or proven.include("HEAD", "")


def _rules_the_run(site: Site, name: str) -> bool:
    """Beside other tasks our own refs are written by this run."""
    own = (f"{site.job.feature.refs}/", _REPLACED) if site.is_alone else _REPLACED
    return name.startswith(own)


def _put_back(site: Site, name: str, old: str | None, new: str | None) -> str:
    """Unless it was moved again since it was read; where the old value is kept."""
    is_symbolic = bool(new and new.startswith(_SYMBOLIC))
    kept = f"; git show {keep(site, name, new)}" if new and not is_symbolic else ""
    known = [] if is_symbolic else [new or ""]
    try:
        if not old:
            site.repo.run("update-ref", "--no-deref", "-d", name, *known)
        elif old.startswith(_SYMBOLIC):
            site.repo.run("symbolic-ref", name, old.removeprefix(_SYMBOLIC))
        else:
            site.repo.run("update-ref", "--no-deref", name, old, *known)
    except Refused:
        return f"{kept}; it was moved again since, and was left as it is"
    return kept


def _landed(site: Site, name: str) -> str:
    """The commit that this run has brought a branch to last."""
    tips = [tip for tip, branch in site.commons.tips.items() if branch == name]
    return tips[-1] if tips else ""


def _is_expected(site: Site, name: str, new: str | None) -> bool:
    """Did we bring the branch there, or may a run on another feature have done so meanwhile?"""
    others = (place for place in ending.holders(site.job.feature.root))
    return new in site.commons.tips or (
        bool(new)
        and name.startswith("refs/heads/")
        and any(place != site.job.feature.state_dir and lock.holder(place) for place in others)
    )


def _checked_out(site: Site) -> set[str]:
    """The branches of all work trees."""
    shared = site.repo.git_dir
    places: list[Path] = [shared / "HEAD", *shared.glob("worktrees/*/HEAD")]
    texts = (place.read_text(encoding="utf-8") for place in places if place.is_file())
    return {text.strip().removeprefix(_SYMBOLIC) for text in texts}


def _done(old: str | None, new: str | None) -> str:
    return "made" if not old else "deleted" if not new else "moved"


def _was(old: str | None) -> str:
    """The commit by which it is found again."""
    return f"; it was {old[:12]}" if old else ""


def _tell(site: Site, others: list[str]) -> None:
    """To the person once, and in the report of each task that was at work."""
    more = [f"and {len(others) - _SHOWN} more"] if len(others) > _SHOWN else []
    text = f"not moved by an agent, and left as they are: {', '.join([*others[:_SHOWN], *more])}"
    if text not in site.commons.told:
        site.commons.told.add(text)
        site.on_note(f"while {site.job.name} was at work, refs were {text}")
    site.remarks.append(f"refs were {text}")
