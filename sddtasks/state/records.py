"""What a completed task leaves in doit's database: the values of its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Any

from sddtasks.model.how import How
from sddtasks.model.job import JobResult
from sddtasks.model.job import Proof


@dataclass(frozen=True, slots=True)
class Record:
    """One task's (or gate's) success. `definition` is what it was completed for.

    `stale`: why it has to be looked at again: what it stands on was taken back. `because`: why a
    person skipped or accepted it; `untested`: it is a skipped test, and its code may be done.
    """

    how: str
    completed_at: str
    definition: str = ""
    title: str = ""
    started_at: str = ""
    attempts: int = 0
    evidence: str = ""
    evidence_digest: str = ""
    commit: str = ""
    because: str = ""
    claimed: bool = False
    red: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    members: str = ""
    notes: tuple[str, ...] = ()
    runs: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    stale: str = ""
    untested: bool = False

    @property
    def skipped(self) -> bool:
        return self.how == How.SKIPPED

    @property
    def is_accepted(self) -> bool:
        return self.how == How.ACCEPTED

    def values(self) -> dict[str, Any]:
        """For doit's `task.values`: JSON, and nothing that is empty."""
        rows = {name: getattr(self, name) for name in self.__slots__}
        return {name: _plain(value) for name, value in rows.items() if value}

    def proof(self, task: str) -> Proof | None:
        """What later gates hold on to, if this was a test task."""
        return Proof(task, self.files, self.red) if self.files else None


def from_values(values: Mapping[str, Any] | None) -> Record | None:
    """The record in doit's values; None when there is none, or it is not ours."""
    if not values or "how" not in values:
        return None
    return Record(**{name: values[name] for name in Record.__slots__ if name in values})


def of_result(
    result: JobResult, definition: str, title: str, *, claimed: bool, members: str = ""
) -> Record:
    return Record(
        how=result.how,
        completed_at=result.completed_at,
        definition=definition,
        title=title,
        started_at=result.started_at,
        attempts=result.attempts,
        evidence=result.evidence,
        evidence_digest=result.evidence_digest,
        commit=result.commit,
        claimed=claimed,
        red=result.red,
        files=result.files,
        members=members,
        notes=result.notes,
        runs=result.runs,
        warnings=result.warnings,
        accepted=result.accepted,
        because=result.because,
    )


def _plain(value: object) -> object:
    """As JSON has it."""
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
