"""How long the rest will take, from how long tasks of the same kind took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping

from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task


def remaining_seconds(
    tasks: Iterable[Task], done: Mapping[str, float], open_tasks: frozenset[str]
) -> float | None:
    """Sum over the open tasks; `done` maps finished tasks to seconds. None: nothing to go by."""
    took: dict[Kind, list[float]] = defaultdict(list)
    waiting: list[Kind] = []
    for task in tasks:
        if done.get(task.id):
            took[task.kind].append(done[task.id])
        if task.id in open_tasks:
            waiting.append(task.kind)
    every = [seconds for row in took.values() for seconds in row]
    if not every:
        return None if waiting else 0.0
    overall = sum(every) / len(every)
    mean = {kind: sum(row) / len(row) for kind, row in took.items()}
    return sum(mean.get(kind, overall) for kind in waiting)


def in_words(seconds: float | None) -> str:
    """`2.5 hours`, `3 minutes`, `40 seconds`, `unknown`."""
    if seconds is None:
        return "unknown"
    if seconds >= 5400:
        return f"{seconds / 3600:.1f} hours"
    if seconds >= 90:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds:.0f} seconds"
