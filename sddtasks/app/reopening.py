"""Seeing to it that git knows what was done and counts no more, as the database does."""

from __future__ import annotations

import contextlib

from sddtasks.app.knowledge import Knowledge
from sddtasks.execute import history
from sddtasks.execute import reopened
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.plan import Feature
from sddtasks.state.records import Record
from sddtasks.system.repo import Repository


class Reopening:
    """Records are noted as they change, and what of them git does not know is kept at the end."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known
        self._noted: set[str] = set()
        self._has_changed = False

    def note(self, name: str, record: Record | None) -> None:
        """A record was written or removed."""
        self._has_changed = True
        if record is None or record.stale:
            self._noted.add(name)

    def keep(self) -> None:
        """Without a repository there is nothing that git could know."""
        if self._has_changed:
            with contextlib.suppress(WorkspaceError):
                self._keep(self._known.repo, self._known.feature)
            self._has_changed = False

    def _keep(self, repo: Repository, feature: Feature) -> None:
        records, before = self._known.records, reopened.read(repo, feature)
        if not (before or self._noted):
            return
        rows = {}
        for done in {done.task: done for done in history.completions(repo, feature.name)}.values():
            if done.task not in self._noted and done.commit not in before:
                continue
            record = records.get(done.task)
            if record is None:
                rows[done.commit] = ""
            elif record.stale not in ("", done.stale):
                rows[done.commit] = record.stale
        reopened.write(repo, feature, before, rows)
