"""Jobs that are being done beside one another: at work, finished, and landing one by one.

Which task is ready, and which is up to date, is doit's to say; see `plugins.runner`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED
from concurrent.futures import Future
from concurrent.futures import wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sddtasks.app.row import Row
from sddtasks.app.session import Session
from sddtasks.engines import ENGINES
from sddtasks.model.errors import SddError
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.system import process

_WATCH_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Errand:
    """A job on its way, with doit's node for it, and its place in the plan."""

    node: Any
    job: Job
    place: int
    group: str

    @property
    def action(self) -> Any:
        return self.node.task.actions[0]


class Pool:
    """Works on jobs with any executor; what is finished lands in an executor for one at a time.

    Of the tasks of a parallel group the earlier ones land first, since nobody waits for less than
    the whole group; beyond it whatever is finished lands, the first in the plan before the others.
    What does not fit what landed meanwhile is done again on top of it.
    """

    def __init__(self, session: Session, rows: dict[str, Row], idle: Callable[[], None]) -> None:
        self.session = session
        self._rows = rows
        self._places = {name: place for place, name in enumerate(rows)}
        self._idle = idle
        self._stack = ExitStack()
        engine = ENGINES["threads"]
        self._workers = self._stack.enter_context(engine.open(session.jobs_at_a_time))
        self._integrator = self._stack.enter_context(engine.open(1))
        self._working: dict[Future[JobResult], Errand] = {}
        self._finished: list[tuple[Errand, JobResult]] = []
        self._landing: dict[Future[JobResult], Errand] = {}
        self._again: Counter[str] = Counter()
        self._told: set[str] = set()

    @property
    def is_serial(self) -> bool:
        """One job at a time."""
        return self.session.jobs_at_a_time == 1

    @property
    def may_be_lone(self) -> bool:
        """May a job that has nothing beside it be done in the checkout?"""
        return not self.is_busy and self.session.settings.sequential_in == "checkout"

    @property
    def is_busy(self) -> bool:
        return bool(self._working or self._finished or self._landing)

    @property
    def is_full(self) -> bool:
        return len(self._working) >= self.session.jobs_at_a_time

    def urgency(self, name: str) -> tuple[int, int]:
        """Of what is ready, the smallest goes first: what most follows, then the plan's order."""
        return -self._following[name], self._places[name]

    @cached_property
    def _following(self) -> dict[str, int]:
        """How many tasks there are on the longest way from each to the end."""
        lengths = dict.fromkeys(self._rows, 1)
        for name in reversed(self._rows):
            for before in self._rows[name].task_dep:
                lengths[before] = max(lengths.get(before, 1), lengths[name] + 1)
        return lengths

    def submit(self, node: Any, job: Job) -> None:
        name = job.name
        errand = Errand(node, job, self._places[name], self._rows[name].group or name)
        self._working[self._workers.submit(errand.action.work, job)] = errand

    def next(self) -> tuple[Any, JobResult | SddError]:
        """Wait until a job has ended for good: its node, and what came of it."""
        while True:
            self._land_next()
            self._idle()
            futures = [*self._landing, *self._working]
            ready, _ = wait(futures, timeout=_WATCH_SECONDS, return_when=FIRST_COMPLETED)
            for future in (one for one in futures if one in ready):
                landed = self._landing.pop(future, None)
                errand = landed or self._working.pop(future)
                try:
                    result = future.result()
                except SddError as error:
                    return errand.node, error
                if landed is None and result.status is JobStatus.COMPLETED and errand.job.task:
                    self._finished.append((errand, result))
                elif landed is None or not self._done_again(errand, result):
                    return errand.node, result
            if not ready:
                self._warn()

    def close(self) -> None:
        """Wait for everything that still runs."""
        self._stack.close()

    def interrupt(self) -> None:
        """End everything that runs."""
        process.interrupt()
        wait([*self._working, *self._landing])

    def _land_next(self) -> None:
        if self._landing:
            return
        for errand, result in sorted(self._finished, key=lambda one: one[0].place):
            if any(
                other.group == errand.group and other.place < errand.place
                for other in self._working.values()
            ):
                continue
            self._finished.remove((errand, result))
            future = self._integrator.submit(errand.action.land, errand.job, result)
            self._landing[future] = errand
            return

    def _done_again(self, errand: Errand, result: JobResult) -> bool:
        """What passed on its own and not where it lands is done once more, if it may be."""
        name = errand.job.name
        if result.status is not JobStatus.FAILED:
            return False
        if self._again[name] >= errand.job.terms.retries:
            return False
        self._again[name] += 1
        reason = result.message.partition("\n")[0]
        self.session.options.on_note(f"{name} is done again on what landed meanwhile: {reason}")
        refused = next(verdict for verdict in reversed(result.verdicts) if not verdict.passed)
        self._working[self._workers.submit(errand.action.work, errand.job, refused)] = errand
        return True

    def _warn(self) -> None:
        for path, names in self.session.collisions().items():
            if path not in self._told:
                self._told.add(path)
                both = " and ".join(sorted(names))
                self.session.options.on_note(
                    f"{both} are changing {path} at the same time: what lands later is judged"
                    " again, and done again if the two do not fit"
                )
