"""The user's checkout: runs on several features of one repository do one job at a time there, and
agents in other trees can write to it, as its user can."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from sddtasks.model.job import Job
from sddtasks.model.plan import Feature
from sddtasks.state import ending
from sddtasks.system import files
from sddtasks.system import lock
from sddtasks.system.repo import Repository


class Checkout:
    """`own_files` are those that we keep beside tasks.md, changed or not. `is_shared`: somebody
    else may be at work while our jobs are.
    """

    def __init__(
        self,
        feature: Feature,
        repo: Repository,
        own_files: list[str],
        on_note: Callable[[str], None],
        *,
        is_shared: bool,
    ) -> None:
        self._feature = feature
        self._repo = repo
        self._own_files = frozenset(own_files)
        self._on_note = on_note
        self._is_shared = is_shared
        self._told: set[str] = set()

    def in_turn(self) -> AbstractContextManager[None]:
        """As long as this is held nobody else works in the checkout, or lands there."""
        return lock.in_turn(
            self._repo.own_git_dir / "sddtasks-checkout",
            lambda: self._on_note("waiting for a task of another feature in this checkout"),
        )

    def without_strangers(self, job: Job) -> Job:
        """The job, less what somebody else has left in the tree since the run began."""
        holders = ending.holders(self._feature.root)
        self._is_shared |= any(place != self._feature.state_dir for place in holders)
        if not self._is_shared or job.verify_first:
            return job
        strange = {
            path: files.file_digest(self._feature.root / path)
            for path in self._repo.changes()
            if path not in self._own_files and path not in job.kept_out
        }
        untold = sorted(strange.keys() - self._told)
        if untold:
            self._told.update(untold)
            self._on_note(
                f"changed in the checkout, and not by {job.name}: {', '.join(untold)};"
                " that is left as it is, and kept out of the commits"
            )
        return replace(job, kept_out={**strange, **job.kept_out})
