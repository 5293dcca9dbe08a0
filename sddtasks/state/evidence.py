"""Evidence files: what was observed that justifies a status. TOML, because people read it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

import tomli_w
from pydantic import BaseModel
from pydantic import ConfigDict

from sddtasks.model import names
from sddtasks.model import remedies
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.ports import AgentReport
from sddtasks.model.remedies import REMEDIES
from sddtasks.system import beneath
from sddtasks.system import files
from sddtasks.system import nested
from sddtasks.system import secrets

SCHEMA = "sddtasks/evidence/1"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class GateEvidence(_Part):
    name: str
    passed: bool
    reason: str
    seconds: float
    details: list[str] = []


class AgentEvidence(_Part):
    name: str
    outcome: str
    message: str
    seconds: float
    command: list[str] = []
    usage: dict[str, float] = {}


class EvidenceFile(_Part):
    """One file. Times are UTC, ISO 8601; paths are relative to the root, digests SHA-256."""

    schema_: str
    task: str
    feature: str
    status: str
    how: str
    title: str
    kind: str
    definition: str
    started_at: str
    completed_at: str
    attempts: int
    base: str
    changed: dict[str, str]
    red: dict[str, str]
    frozen: dict[str, str]
    agent: list[AgentEvidence]
    gate: list[GateEvidence]
    notes: list[str] = []
    test_runs: dict[str, int] = {}
    warnings: list[str] = []
    commands: list[str] = []
    because: str | None = None
    hint: str | None = None
    failure: str | None = None
    advice: str | None = None
    next_steps: list[str] | None = None


def describe(
    job: Job, result: JobResult, agents: Sequence[AgentReport], base: str, changed: dict[str, str]
) -> EvidenceFile:
    """The evidence of a job; `changed` maps each changed path to its digest ("": removed)."""
    failure = result.failure
    return EvidenceFile(
        schema_=SCHEMA,
        task=job.name,
        feature=job.feature.name,
        status=result.status,
        how=result.how,
        title=job.task.title if job.task else f"Gate of phase {job.phase.id if job.phase else ''}",
        kind=job.task.kind if job.task else "gate",
        definition=job.links.digest,
        started_at=result.started_at,
        completed_at=result.completed_at,
        attempts=result.attempts,
        base=base,
        changed=_shown(changed),
        red=_shown(result.red),
        frozen=_shown(result.files),
        agent=[
            AgentEvidence(
                name=report.agent,
                outcome=report.outcome,
                message=report.message,
                seconds=round(report.duration, 3),
                command=list(report.command),
                usage=dict(report.usage),
            )
            for report in agents
        ],
        gate=[
            GateEvidence(
                name=verdict.gate,
                passed=verdict.passed,
                reason=verdict.reason,
                seconds=round(verdict.duration, 3),
                details=list(verdict.details),
            )
            for verdict in result.verdicts
        ],
        notes=list(result.notes),
        test_runs=dict(result.runs),
        warnings=list(result.warnings),
        commands=list(result.ran),
        because=result.because or None,
        hint=job.hint or None,
        failure=failure,
        advice=REMEDIES[failure].advice if failure else None,
        next_steps=_next(job, result) if failure else None,
    )


def _shown(values: Mapping[str, str]) -> dict[str, str]:
    """By names as a text can hold them."""
    return {names.shown(name): value for name, value in values.items()}


def _next(job: Job, result: JobResult) -> list[str]:
    steps = remedies.next_steps(
        result.failure,
        feature=job.feature.relative,
        name=job.name,
        is_task=job.task is not None,
        log=result.log,
        about=result.about,
    )
    return [command for command, _ in steps]


def write(path: Path, evidence: EvidenceFile) -> str:
    """Write the file in one step; returns the digest of its bytes."""
    values = evidence.model_dump(mode="json", exclude_none=True)
    values = {"schema": values.pop("schema_"), **values}
    plain = names.shown(tomli_w.dumps(values, multiline_strings=True))
    text = secrets.ours().hidden_text(plain)
    beneath.write(path, text)
    return files.digest(text)


def changed(path: Path) -> dict[str, str]:
    """The paths of an evidence file, with their digests; none where there is no such file."""
    try:
        document = nested.read_toml(beneath.read(path).decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    return dict(document.get("changed", {}))
