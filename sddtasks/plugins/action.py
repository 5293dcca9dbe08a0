"""The action of every doit task of ours: have the job done, and hand its record to doit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doit.action import BaseAction
from doit.exceptions import BaseFail
from doit.exceptions import TaskError
from doit.exceptions import TaskFailed

from sddtasks.model.errors import SddError
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus

Perform = Callable[[str], tuple[JobResult, dict[str, Any]]]


class JobFailed(TaskFailed):  # type: ignore[misc]  # doit has no types
    """A refused or waiting job; the reporter wants all of the result."""

    def __init__(self, result: JobResult) -> None:
        super().__init__(result.message)
        self.result = result


class JobAction(BaseAction):  # type: ignore[misc]  # doit has no types
    """Captures nothing and replaces no stream: what processes print goes to the task's log."""

    def __init__(self, name: str, perform: Perform) -> None:
        self.name = name
        self.perform = perform
        self.task: object = None
        self.out: str | None = None
        self.err: str | None = None
        self.result: str | None = None
        self.values: dict[str, Any] = {}

    def execute(self, out: object = None, err: object = None) -> BaseFail | None:
        try:
            result, values = self.perform(self.name)
        except SddError as error:
            return TaskError(str(error))
        if result.status is not JobStatus.COMPLETED:
            return JobFailed(result)
        self.values = values
        self.result = result.evidence_digest
        return None

    def __str__(self) -> str:
        return f"sddtasks job {self.name}"
