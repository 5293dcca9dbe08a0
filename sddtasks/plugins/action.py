"""The action of every doit task of ours: have the job done, and hand its record to doit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doit.action import BaseAction
from doit.exceptions import BaseFail

Values = dict[str, Any]


class JobAction(BaseAction):  # type: ignore[misc]  # doit has no types
    """Captures nothing and replaces no stream: what processes print goes to the task's log.

    `crew()` is the `plugins.work.Work` that does it. A runner may call `execute`, or in turn
    `start` and `absorb` in its own thread, `work` and `land` in any; what goes from one to the
    next, a Job and its JobResult, is not looked at here, nor are their types loaded for a mere
    `doit list`.
    """

    def __init__(self, name: str, crew: Callable[[], Any]) -> None:
        self.name = name
        self.crew = crew
        self.task: object = None
        self.out: str | None = None
        self.err: str | None = None
        self.result: str | None = None
        self.values: Values = {}

    def execute(self, out: object = None, err: object = None) -> BaseFail | None:
        return self._kept(self.crew().perform(self.name))

    def start(self) -> Any:
        return self.crew().session.start(self.name)

    def work(self, job: Any, refused: Any = None) -> Any:
        return self.crew().work(job, refused)

    def land(self, job: Any, result: Any) -> Any:
        return self.crew().land(job, result)

    def absorb(self, result: Any) -> BaseFail | None:
        return self._kept(self.crew().finish(result))

    def unmet(self, message: str) -> BaseFail:
        """doit found that it cannot be started: something that it needs is not there."""
        failure: BaseFail = self.crew().unmet(self.name, message)
        return failure

    def _kept(self, done: Values | BaseFail) -> BaseFail | None:
        if isinstance(done, BaseFail):
            return done
        self.values = done
        self.result = done.get("evidence_digest")
        return None

    def __str__(self) -> str:
        return f"sddtasks job {self.name}"
