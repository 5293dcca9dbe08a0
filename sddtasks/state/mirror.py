"""The mirror: plan, doit's records and the journal, projected into .implementation-state.json."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from collections.abc import Mapping
from pathlib import Path

from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.plan import Task
from sddtasks.model.statefile import SCHEMA
from sddtasks.model.statefile import ImplementationState
from sddtasks.model.statefile import Metrics
from sddtasks.model.statefile import ParallelGroup
from sddtasks.model.statefile import SkippedTask
from sddtasks.model.statefile import Status
from sddtasks.model.statefile import TaskState
from sddtasks.model.statefile import TddGates
from sddtasks.state import counts
from sddtasks.state import ending
from sddtasks.state import estimate
from sddtasks.state import statuses
from sddtasks.state.progress import Progress
from sddtasks.state.records import Record
from sddtasks.system import files

STATE_FILE, COMPLETED_FILE = NAMES = ending.NAMES
MARK = SCHEMA.rpartition("/")[0].encode()
"""In every document of ours, and in nobody else's."""

_MANY_TASKS = 500
_SHARE = 0.1


def project(
    feature: Feature, graph: Graph, records: Mapping[str, Record], progress: Progress, now: str
) -> ImplementationState:
    """The document as of `now`. Pure."""
    tasks = graph.plan.tasks
    states = statuses.of(feature, graph, records, progress)
    by_status: dict[Status, list[str]] = {}
    for task, state in states.items():
        by_status.setdefault(state.status, []).append(task)
    completed = by_status.get("completed", [])
    done = {*completed, *by_status.get("skipped", ())}
    count = counts.of(len(tasks), (records[name] for name in done))
    red_tasks = [task.id for task in tasks if graph.links[task.id].red_expected]
    return ImplementationState(
        feature_dir=str(feature.directory),
        current_phase=_current_phase(tasks, done),
        phase_descriptions={phase.id: phase.title for phase in graph.plan.phases},
        last_completed_task=_last_completed(records, states),
        task_status=states,
        parallel_groups=[
            ParallelGroup(tasks=group, status=_group_status([states[task] for task in group]))
            for group in parallel_groups(tasks)
        ],
        failed_tasks=by_status.get("failed", []),
        skipped_tasks=[
            SkippedTask(
                task=name,
                because=records[name].because,
                without_test=records[name].untested or None,
            )
            for name in graph.order
            if name in records and records[name].skipped
            if progress.of(name).state != "in_progress"
        ],
        tdd_gates=TddGates(
            tests_phase_complete=all(task in completed for task in red_tasks),
            failing_tests_validated=[
                task for task in red_tasks if task in records and records[task].red
            ],
        ),
        metrics=Metrics(
            total_tasks=len(tasks),
            completed_tasks=count.completed,
            failed_tasks=len(by_status.get("failed", [])),
            skipped_tasks=count.skipped,
            accepted_tasks=count.accepted,
            claimed_tasks=count.claimed,
            estimated_remaining_time=_remaining(tasks, progress, done),
        ),
        complete=counts.is_complete(graph, records),
        started_at=progress.started_at,
        updated_at=now,
    )


def parallel_groups(tasks: tuple[Task, ...]) -> list[list[str]]:
    """Neighbouring [P] tasks of one phase and section, where there are at least two of them."""
    groups: list[list[Task]] = []
    for task in tasks:
        last = groups[-1][-1] if groups and groups[-1] else None
        if not task.parallel:
            groups.append([])
        elif last and (last.phase, last.section) == (task.phase, task.section):
            groups[-1].append(task)
        else:
            groups.append([task])
    return [[task.id for task in group] for group in groups if len(group) > 1]


def _current_phase(tasks: tuple[Task, ...], done: set[str]) -> str | None:
    unfinished = next((task.phase for task in tasks if task.id not in done), None)
    return unfinished or (tasks[-1].phase if tasks else None)


def _last_completed(records: Mapping[str, Record], states: Mapping[str, TaskState]) -> str | None:
    finished = [
        (records[task].completed_at, index, task)
        for index, task in enumerate(states)
        if states[task].status == "completed"
    ]
    return max(finished)[2] if finished else None


def _group_status(states: list[TaskState]) -> Status:
    statuses = {state.status for state in states}
    if statuses <= {"completed", "skipped"}:
        return "skipped" if "skipped" in statuses else "completed"
    worst: tuple[Status, ...] = ("failed", "in_progress", "blocked")
    for status in worst:
        if status in statuses:
            return status
    return "in_progress" if "completed" in statuses else "pending"


def _remaining(tasks: tuple[Task, ...], progress: Progress, done: set[str]) -> str:
    took = {task: story.seconds for task, story in progress.stories.items() if task in done}
    waiting = frozenset(task.id for task in tasks if task.id not in done)
    return estimate.in_words(estimate.remaining_seconds(tasks, took, waiting))


class Mirror:
    """Writes the document when something has changed; of a big plan never more than a tenth of the
    time.

    A finished feature's document is archived under another name: by renaming, so that there are
    never two of them. Reopening the feature renames it back. `may_write`: asked each time, and
    nothing is written unless it returns True.
    """

    def __init__(
        self,
        directory: Path,
        tasks: int,
        document: Callable[[], ImplementationState],
        finished: Callable[[], bool],
        may_write: Callable[[], bool],
    ) -> None:
        self._directory = directory
        self._is_big = tasks > _MANY_TASKS
        self._document = document
        self._finished = finished
        self._may_write = may_write
        self._next = float("-inf")
        self._stale = False

    def exists(self) -> bool:
        return any((self._directory / name).exists() for name in NAMES)

    def refresh(self, *, more_follows: bool = False) -> None:
        """Write the document, unless another change follows at once; `flush` catches up."""
        self._stale = True
        is_due = not self._is_big or time.monotonic() >= self._next
        if is_due and not more_follows:
            self.flush()

    def flush(self) -> None:
        if not (self._stale and self._may_write()):
            return
        began = time.monotonic()
        text = self._document().model_dump_json(indent=2, by_alias=True)
        current, other = reversed(NAMES) if self._finished() else NAMES
        with contextlib.suppress(FileNotFoundError):
            os.replace(self._directory / other, self._directory / current)
        files.write_atomic(self._directory / current, text + "\n")
        now = time.monotonic()
        self._next = now + (now - began) / _SHARE
        self._stale = False
