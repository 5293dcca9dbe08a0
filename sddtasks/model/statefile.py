"""The schema of .implementation-state.json: the specification's fields, and ours."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field
from pydantic import SerializerFunctionWrapHandler
from pydantic import model_serializer

SCHEMA = "sddtasks/implementation-state/1"

Status = Literal["pending", "in_progress", "completed", "failed", "skipped", "blocked"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class _Sparse(_Part):
    """A part of which absent fields are left out."""

    @model_serializer(mode="wrap")
    def _what_applies(self, whole: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {name: value for name, value in whole(self).items() if value is not None}


class TaskState(_Sparse):
    """One task. Times are UTC, ISO 8601; absent fields do not apply."""

    status: Status
    started_at: str | None = None
    completed_at: str | None = None
    failed_at: str | None = None
    attempts: int | None = None
    how: str | None = None
    """`executed`, `verified` (found done, or done by hand), `accepted` (by a person's word),
    `skipped`, `rebuilt from git`."""
    claimed: bool | None = None
    """Ticked in tasks.md without any evidence of ours."""
    evidence: str | None = None
    commit: str | None = None
    error: str | None = None
    failure_class: str | None = None
    advice: str | None = None
    """What to think of when a task has failed for this reason."""
    next_steps: list[str] | None = None
    """The commands that go on from the failure, the most likely first."""
    log: str | None = None
    because: str | None = None
    """Why it was skipped, or accepted."""
    stale: str | None = None
    """What its work stands on was taken back: the next run looks whether it still holds."""
    blocked_by: list[str] | None = None
    expected_failures: dict[str, str] | None = None
    """Test ids that were seen failing, and why, when a test task was validated."""


class ParallelGroup(_Part):
    tasks: list[str]
    status: Status


class TddGates(_Part):
    tests_phase_complete: bool
    """Every test task that comes before its code is completed; one that was skipped is not."""
    failing_tests_validated: list[str]


class Metrics(_Part):
    total_tasks: int
    completed_tasks: int
    """Skipped tasks are not among them; accepted and claimed ones are."""
    failed_tasks: int
    skipped_tasks: int
    accepted_tasks: int = 0
    """Completed by a person's word: nothing that can be seen shows it."""
    claimed_tasks: int = 0
    """Completed, and ticked in tasks.md before there was any evidence."""
    estimated_remaining_time: str


class SkippedTask(_Sparse):
    task: str
    because: str
    without_test: bool | None = None
    """It is a test, and its code may be implemented without it."""


class ImplementationState(_Part):
    """The mirror of doit's database for people and tools. Never read to decide anything."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    feature_dir: str
    current_phase: str | None
    phase_descriptions: dict[str, str]
    last_completed_task: str | None
    task_status: dict[str, TaskState]
    parallel_groups: list[ParallelGroup]
    failed_tasks: list[str]
    skipped_tasks: list[SkippedTask]
    tdd_gates: TddGates
    metrics: Metrics
    complete: bool = False
    """The final validation has passed, and nothing was skipped."""
    started_at: str | None
    updated_at: str
