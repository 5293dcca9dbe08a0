"""What is said of work that only a tick, or somebody else's commit, vouches for."""

from __future__ import annotations

from collections.abc import Iterator

from sddtasks.app.knowledge import Knowledge
from sddtasks.model.how import How
from sddtasks.model.job import Job


def tell(known: Knowledge, job: Job) -> None:
    """Say it before the job of a task is done."""
    for note in _notes(known, job):
        known.options.on_note(note)


def _notes(known: Knowledge, job: Job) -> Iterator[str]:
    if job.task is None or job.name in known.records:
        return
    commit = known.claim(job.name)
    if job.claimed and job.task.done:
        how = f"by {commit.commit[:10]}, not made here" if commit else "ticked without evidence"
        yield f"{job.name} is claimed: {how}, so verified first"
    if commit and commit.how == How.SKIPPED:
        yield (
            f"{job.name} was skipped by {commit.commit[:10]}, not made here; that counts when you"
            f" say so: doit sdd skip {job.name} --because=…"
        )
