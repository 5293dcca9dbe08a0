"""A job that was refused, waits for somebody, or could not be done, as doit's kinds of failure."""

from __future__ import annotations

from doit.exceptions import TaskError
from doit.exceptions import TaskFailed

from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.system import escape


class JobFailed(TaskFailed):  # type: ignore[misc]  # doit has no types
    """The reporter wants all of the result."""

    def __init__(self, result: JobResult) -> None:
        super().__init__(escape.terminal(result.message))
        self.result = result


class JobBroken(TaskError):  # type: ignore[misc]  # doit has no types
    """The machine is at fault: doit ends with another exit code."""

    def __init__(self, result: JobResult) -> None:
        super().__init__(escape.terminal(result.message))
        self.result = result


def of(result: JobResult) -> JobFailed | JobBroken:
    return JobBroken(result) if result.status is JobStatus.BROKEN else JobFailed(result)
