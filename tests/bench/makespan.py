"""How close a run with several agents comes to the shortest possible one.

Plans of stories with chains and free tasks, and agents that only take their time. What a run takes
is printed as a ratio to two lower bounds: max(critical path, work / agents), and the stronger one
of Fernandez and Bussell (1973), which also sees that nobody has anything to do beside a task that
all others wait for. So there are plans of independent stories, where the first bound can be
reached, and plans where one set-up task comes before everything, where it cannot. Gates nothing.

There are a dozen tasks for each agent, or more. With fewer, how long the last ones will take, which
nobody knows beforehand, weighs more than a twentieth, whoever schedules them.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from types import SimpleNamespace
from typing import Any

from doit.action import BaseAction
from doit.control import TaskControl
from doit.dependency import Dependency
from doit.dependency import JsonDB
from doit.task import Task as DoitTask

from sddtasks.app.row import Row
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.plugins.pool import Pool
from sddtasks.plugins.runner import SddRunner

CASES = ((40, 2, 3), (40, 3, 6), (100, 4, 2), (200, 8, 2), (2_000, 32, 1))
"""Tasks, agents, and how many plans the ratios are a mean of."""
SHORTEST, LONGEST = 0.2, 2.0
_ROW = "{:<20} {:>6} {:>6} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9}"

Shape = Callable[[int, random.Random], Iterator[tuple[str, list[str]]]]
Measured = tuple[float, float, float]


class Action(BaseAction):  # type: ignore[misc]  # doit has no types
    """An agent that works for `seconds`; landing takes no time."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name = name
        self.seconds = seconds
        self.task: Any = None
        self.out = self.err = self.result = None
        self.values: dict[str, str] = {}

    def start(self) -> Any:
        return SimpleNamespace(name=self.name, task=self.name)

    def work(self, job: Any) -> JobResult:
        time.sleep(self.seconds)
        return JobResult(job.name, JobStatus.COMPLETED, "")

    def land(self, job: Any, result: JobResult) -> JobResult:
        return result

    def absorb(self, result: JobResult) -> None:
        return None


def main() -> None:
    head = ("plans", "tasks", "agents", "number", "took s", "bound s", "ratio", "stronger", "ratio")
    print(_ROW.format(*head))
    for name, shape in (("independent stories", stories), ("one set-up for all", after_one)):
        for size, agents, number in CASES:
            rows = [measured(shape, size, agents, seed) for seed in range(size, size + number)]
            told(name, size, agents, rows)


def measured(shape: Shape, size: int, agents: int, seed: int) -> Measured:
    """What one run took, and its two lower bounds."""
    chance = random.Random(seed)
    needs = dict(shape(size, chance))
    seconds = {name: chance.uniform(SHORTEST, LONGEST) for name in needs}
    path = critical_path(needs, seconds)
    with tempfile.TemporaryDirectory() as place:
        took = run(Path(place), needs, seconds, agents)
    plain = max(path, sum(seconds.values()) / agents)
    return took, plain, stronger(needs, seconds, agents, path)


def told(name: str, size: int, agents: int, rows: list[Measured]) -> None:
    took, plain, strong = (fmean(column) for column in zip(*rows, strict=True))
    to_plain = fmean(took / plain for took, plain, _ in rows)
    to_strong = fmean(took / strong for took, _, strong in rows)
    values = (f"{took:.2f}", f"{plain:.2f}", f"{to_plain:.3f}", f"{strong:.2f}", f"{to_strong:.3f}")
    print(_ROW.format(name, size, agents, len(rows), *values), flush=True)


def stories(size: int, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Stories of about a dozen tasks: a beginning, then chains and free tasks, and an end."""
    story: list[str] = []
    for number in range(1, size + 1):
        name = f"T{number:04}"
        if len(story) >= chance.randint(8, 16):
            yield name, list(story)
            story = []
            continue
        yield name, [story[-1] if chance.random() < 0.5 else story[0]] if story else []
        story.append(name)


def after_one(size: int, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """The same, but everything waits for the first task of all."""
    first = "T0000"
    yield first, []
    yield from ((name, before or [first]) for name, before in stories(size - 1, chance))


def critical_path(needs: dict[str, list[str]], seconds: dict[str, float]) -> float:
    ends: dict[str, float] = {}
    for name, before in needs.items():
        ends[name] = max((ends[one] for one in before), default=0.0) + seconds[name]
    return max(ends.values())


def stronger(
    needs: dict[str, list[str]], seconds: dict[str, float], agents: int, path: float
) -> float:
    """The critical path, and what cannot be done in time even so: after each moment, and before
    each, there is work that must lie there if the path is to end when it does."""
    earliest: dict[str, float] = {}
    latest = dict.fromkeys(needs, path)
    for name, before in needs.items():
        earliest[name] = max((earliest[one] + seconds[one] for one in before), default=0.0)
    for name in reversed(needs):
        for one in needs[name]:
            latest[one] = min(latest[one], latest[name] - seconds[name])
    late = 0.0
    for moment in set(earliest.values()):
        after = (earliest[name] + seconds[name] - max(moment, earliest[name]) for name in needs)
        late = max(late, sum(filter(_positive, after)) / agents - (path - moment))
    for moment in set(latest.values()):
        until = (min(moment, latest[name]) - latest[name] + seconds[name] for name in needs)
        late = max(late, sum(filter(_positive, until)) / agents - moment)
    return path + late


def _positive(seconds: float) -> bool:
    return seconds > 0


def run(place: Path, needs: dict[str, list[str]], seconds: dict[str, float], agents: int) -> float:
    rows = {
        name: Row(name, name, "", "", "", True, [], [], before, None)
        for name, before in needs.items()
    }
    tasks = [
        DoitTask(row.name, [Action(row.name, seconds[row.name])], task_dep=row.task_dep)
        for row in rows.values()
    ]
    session = SimpleNamespace(
        jobs_at_a_time=agents, settings=SimpleNamespace(sequential_in="worktree")
    )
    control = TaskControl(tasks)
    control.process(list(rows))
    runner = SddRunner(
        Dependency(JsonDB, str(place / "doit.json")),
        SimpleNamespace(**dict.fromkeys(_EVENTS, lambda *_: None)),
        before=lambda name: None,
        pool_of=lambda: Pool(session, rows, lambda: None),  # type: ignore[arg-type]
    )
    began = time.perf_counter()
    code = runner.run_all(control.task_dispatcher())
    assert code == 0
    return time.perf_counter() - began


_EVENTS = (
    *("initialize", "get_status", "execute_task", "add_success", "add_failure"),
    *("skip_uptodate", "runtime_error", "complete_run"),
)


if __name__ == "__main__":
    main()
