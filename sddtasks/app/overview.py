"""A feature at a glance: how far each phase is, what runs, what failed and what it blocks."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sddtasks.app.row import FINAL
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.statefile import ImplementationState
from sddtasks.model.statefile import ParallelGroup
from sddtasks.model.statefile import Status
from sddtasks.model.statefile import TaskState
from sddtasks.state import counts
from sddtasks.state import mirror
from sddtasks.state.counts import Counts
from sddtasks.state.progress import Progress
from sddtasks.state.records import Record
from sddtasks.system import clock
from sddtasks.system.lock import Holder

_DONE: tuple[Status, ...] = ("completed", "skipped")


@dataclass(frozen=True, slots=True)
class PhaseBar:
    """A phase, and how many of its tasks have which status."""

    id: str
    title: str
    total: int
    statuses: Mapping[Status, int]

    @property
    def done(self) -> int:
        return self.statuses.get("completed", 0)

    @property
    def skipped(self) -> int:
        return self.statuses.get("skipped", 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One task and what there is to say of it: why it failed, what blocks it, since when it runs.

    `attempts`: how often an agent was called for it in its last turn.
    """

    task: str
    title: str
    text: str = ""
    failure: str = ""
    attempts: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Overview:
    """Gates are among the lines as well. `finished`: the final validation has passed; `complete`:
    and nothing was skipped. `accepted`: completed by a person's word.
    `interrupted`: begun by a run that is gone. `remaining`: the estimated time in words.
    `usage`: what agents say they have used up, summed over all attempts."""

    feature: str
    holder: Holder | None
    counts: Counts
    phases: tuple[PhaseBar, ...]
    finished: bool
    complete: bool
    running: tuple[Line, ...]
    interrupted: tuple[Line, ...]
    waiting: tuple[Line, ...]
    failed: tuple[Line, ...]
    blocked: tuple[Line, ...]
    stale: tuple[Line, ...]
    skipped: tuple[Line, ...]
    accepted: tuple[Line, ...]
    next: tuple[str, ...]
    groups: tuple[ParallelGroup, ...]
    usage: Mapping[str, float]
    remaining: str


def overview(
    feature: Feature,
    graph: Graph,
    records: Mapping[str, Record],
    progress: Progress,
    holder: Holder | None,
) -> Overview:
    """Everything as it is known at this moment; nothing is written and no lock is taken."""
    state = mirror.project(feature, graph, records, progress, clock.stamp())
    titles = {task.id: task.title for task in graph.plan.tasks}

    def lines(*statuses: Status) -> tuple[Line, ...]:
        return tuple(
            _line(name, titles[name], task, progress)
            for name, task in state.task_status.items()
            if task.status in statuses
        )

    settled = [name for name, task in state.task_status.items() if task.status in _DONE]
    gates = _gates(graph, records, progress)
    begun = (*lines("in_progress"), *gates.get("in_progress", ()))
    pending = lines("pending")
    lost = tuple(line for line in pending if progress.of(line.task).state == "interrupted")
    return Overview(
        feature=feature.relative,
        holder=holder,
        counts=counts.of(len(titles), (records[name] for name in settled)),
        phases=tuple(_phases(graph, state)),
        finished=counts.is_closed(graph, records),
        complete=state.complete,
        running=begun if holder else (),
        interrupted=lost if holder else (*begun, *lost),
        waiting=tuple(line for line in pending if progress.of(line.task).state == "waiting"),
        failed=(*lines("failed"), *gates.get("failed", ())),
        blocked=lines("blocked"),
        stale=tuple(line for line in lines("completed") if state.task_status[line.task].stale),
        skipped=lines("skipped"),
        accepted=tuple(line for line in lines("completed") if records[line.task].is_accepted),
        next=tuple(_next(graph, records, state)),
        groups=tuple(state.parallel_groups),
        usage=progress.usage,
        remaining=state.metrics.estimated_remaining_time,
    )


def _line(name: str, title: str, task: TaskState, progress: Progress) -> Line:
    said = task.error or task.because or task.stale or ", ".join(task.blocked_by or ())
    return Line(
        name,
        title,
        (said.splitlines() or [""])[0],
        task.failure_class or "",
        task.attempts or 0,
        _since(task.started_at) if task.status == "in_progress" else progress.of(name).seconds,
    )


def _gates(
    graph: Graph, records: Mapping[str, Record], progress: Progress
) -> dict[str, list[Line]]:
    """The gates that are not passed, by the state of their stories."""
    titles = {**{gate.name: gate.why for gate in graph.gates}, FINAL: "the final validation"}
    found: dict[str, list[Line]] = {}
    for name, title in titles.items():
        story = progress.of(name)
        if name not in records:
            said = (story.error.splitlines() or [""])[0]
            seconds = _since(story.started_at) if story.state == "in_progress" else story.seconds
            line = Line(name, title, said, story.failure, 0, seconds)
            found.setdefault(story.state, []).append(line)
    return found


def _since(started_at: str | None) -> float:
    if not started_at:
        return 0.0
    return max(0.0, (clock.now() - datetime.fromisoformat(started_at)).total_seconds())


def _phases(graph: Graph, state: ImplementationState) -> Iterator[PhaseBar]:
    """Those that have tasks."""
    for phase in graph.plan.phases:
        counts: dict[Status, int] = {}
        for task in graph.plan.tasks:
            if task.phase == phase.id:
                status = state.task_status[task.id].status
                counts[status] = counts.get(status, 0) + 1
        if counts:
            yield PhaseBar(phase.id, phase.title, sum(counts.values()), counts)


def _next(graph: Graph, records: Mapping[str, Record], state: ImplementationState) -> Iterator[str]:
    """The tasks that could be started now. A gate that waits for nothing holds nobody up: it is
    passed, or refuses, before them."""
    waits_for = {gate.name: gate.waits_for for gate in graph.gates}
    waits_for.update((task, links.task_dep) for task, links in graph.links.items())
    clear: set[str] = set()
    for name in graph.order:
        if not clear.issuperset(waits_for[name]):
            continue
        task = state.task_status.get(name)
        if task is None or task.status in _DONE:
            clear.add(name)
        elif task.status == "pending":
            yield name
