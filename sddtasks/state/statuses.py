"""The state of each task: from doit's records and the journal, for the mirror and for `status`."""

from __future__ import annotations

from collections.abc import Mapping

from sddtasks.model import names
from sddtasks.model import remedies
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.plan import Task
from sddtasks.model.remedies import REMEDIES
from sddtasks.model.statefile import TaskState
from sddtasks.state.progress import Progress
from sddtasks.state.progress import Story
from sddtasks.state.records import Record


def of(
    feature: Feature, graph: Graph, records: Mapping[str, Record], progress: Progress
) -> dict[str, TaskState]:
    """The state of each task, in the plan's order; what waits for a failure is blocked by it."""
    blockers = _blockers(graph, records, progress)
    return {
        task.id: _of_task(
            feature, task, records.get(task.id), progress.of(task.id), blockers.get(task.id, [])
        )
        for task in graph.plan.tasks
    }


def _blockers(
    graph: Graph, records: Mapping[str, Record], progress: Progress
) -> dict[str, list[str]]:
    """The failures that each task or gate waits for, directly or not."""
    stories = progress.stories.items()
    failed = {name for name, story in stories if story.state == "failed"} - records.keys()
    if not failed:
        return {}
    waits_for = {gate.name: gate.waits_for for gate in graph.gates}
    waits_for.update((task, links.task_dep) for task, links in graph.links.items())
    blockers: dict[str, list[str]] = {}
    for name in graph.order:
        mine: dict[str, None] = {}
        for dep in waits_for[name]:
            if dep in failed:
                mine[dep] = None
            mine.update(dict.fromkeys(blockers[dep]))
        blockers[name] = list(mine)
    return blockers


def _of_task(
    feature: Feature, task: Task, record: Record | None, story: Story, blocked_by: list[str]
) -> TaskState:
    claimed = True if task.done and record is None else None
    if story.state == "in_progress":
        return TaskState(status="in_progress", started_at=story.started_at)
    if record is not None:
        return _skipped(record) if record.skipped else _completed(record)
    if story.state == "failed":
        return _failed(feature, task, story, claimed)
    if blocked_by:
        return TaskState(status="blocked", blocked_by=blocked_by, claimed=claimed)
    return TaskState(status="pending", claimed=claimed)


def _skipped(record: Record) -> TaskState:
    return TaskState(
        status="skipped",
        completed_at=record.completed_at,
        how=record.how,
        because=record.because,
        commit=record.commit or None,
    )


def _completed(record: Record) -> TaskState:
    return TaskState(
        status="completed",
        started_at=record.started_at or None,
        completed_at=record.completed_at,
        attempts=record.attempts or None,
        how=record.how,
        claimed=record.claimed or None,
        evidence=record.evidence or None,
        commit=record.commit or None,
        expected_failures={names.shown(test): record.red[test] for test in record.red} or None,
        because=record.because or None,
        stale=record.stale or None,
    )


def _failed(feature: Feature, task: Task, story: Story, claimed: bool | None) -> TaskState:
    """With its error, and what to do about it."""
    failure = remedies.class_of(story.failure)
    steps = remedies.next_steps(
        failure, feature=feature.relative, name=task.id, log=story.log, about=story.about
    )
    return TaskState(
        status="failed",
        started_at=story.started_at or None,
        failed_at=story.failed_at or None,
        attempts=story.attempts or None,
        error=names.shown(story.error) or None,
        failure_class=story.failure or None,
        advice=REMEDIES[failure].advice if failure else None,
        next_steps=[command for command, _ in steps],
        evidence=story.evidence or None,
        log=story.log or None,
        claimed=claimed,
    )
