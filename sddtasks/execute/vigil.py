"""Running tests is looking, not writing: what a job is judged by is the same after it.

A product that is run can do what its agent could: change the files that were looked at already, or
what is ours alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.execute import completion
from sddtasks.execute import guard
from sddtasks.execute import substance
from sddtasks.execute import testware
from sddtasks.execute.guard import Snapshot
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Vigil:
    """The state before anything is run."""

    ours: Snapshot
    digests: Mapping[str, str]


def begin(site: Site, changed: Iterable[str]) -> Vigil:
    return Vigil(guard.take(site), completion.digests(site, {*changed, *site.job.kept_out}))


def end(site: Site, before: Vigil) -> Verdict | None:
    """None when all is as it was; what is ours has been put back."""
    tampered = guard.check(site, before.ours)
    if tampered:
        return tampered
    now = _tracked(site, completion.changed_paths(site))
    rows = [
        f"{path}  changed"
        for path, digest in completion.digests(site, {*before.digests, *now}).items()
        if before.digests.get(path) != digest
    ]
    if not rows:
        return None
    reason = f"{len(rows)} files were changed while the tests ran"
    return Verdict(GateName.GUARD, False, reason, tuple(rows), FailureClass.FROZEN)


def _tracked(site: Site, paths: Iterable[str]) -> list[str]:
    """What tests must not write; data that they keep in the tree, and lock files, they may."""
    return [
        path
        for path in paths
        if (substance.is_program(path) or testware.is_setup(path))
        and site.repo.committed(path) is not None
    ]
