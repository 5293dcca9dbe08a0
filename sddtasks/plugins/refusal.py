"""A job that was refused, or waits for somebody, as doit's kind of failure."""

from __future__ import annotations

from doit.exceptions import TaskFailed

from sddtasks.model.job import JobResult


class JobFailed(TaskFailed):  # type: ignore[misc]  # doit has no types
    """The reporter wants all of the result."""

    def __init__(self, result: JobResult) -> None:
        super().__init__(result.message)
        self.result = result
