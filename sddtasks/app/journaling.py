"""What the journal says of the end of a job."""

from __future__ import annotations

from sddtasks.model import events
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.system import clock


def ending(result: JobResult, seconds: float) -> events.Event:
    """Completed, waiting or failed."""
    now = clock.stamp()
    if result.status is JobStatus.COMPLETED:
        return events.TaskCompleted(
            now,
            result.name,
            result.how,
            result.evidence,
            result.commit,
            result.attempts,
            round(seconds, 3),
            result.usage,
            result.because,
        )
    if result.status is JobStatus.WAITING:
        return events.TaskWaiting(now, result.name, result.message, result.changed)
    return events.TaskFailed(
        now,
        result.name,
        result.failure or "",
        result.message,
        result.evidence,
        result.log,
        result.attempts,
        round(seconds, 3),
        result.changed,
        result.about,
        result.usage,
    )
