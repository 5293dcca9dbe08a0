"""How close a run with several agents comes to the shortest possible one.

Plans of stories with chains and free tasks, agents that only take their time: the time of the run
over the bound max(critical path, work / agents), and over a simulated run in which nothing but
the agents takes time. Nobody reaches the bound where all wait for one task, as for the first one
here; the simulation knows how long each task will take, which we do not. Prints ratios and gates
nothing.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from heapq import heappop
from heapq import heappush
from pathlib import Path
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

CASES = ((40, 2), (40, 4), (200, 4), (200, 8), (2_000, 32))
SHORTEST, LONGEST = 0.2, 2.0
_ROW = "{:>7} {:>7} {:>9} {:>9} {:>9} {:>11} {:>9} {:>13}"


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
    head = (
        "tasks",
        "agents",
        "took s",
        "bound s",
        "path s",
        "simulated s",
        "to bound",
        "to simulated",
    )
    print(_ROW.format(*head))
    for size, agents in CASES:
        told(size, agents, seed=size)


def told(size: int, agents: int, seed: int) -> None:
    chance = random.Random(seed)
    needs = dict(plan(size, chance))
    seconds = {name: chance.uniform(SHORTEST, LONGEST) for name in needs}
    path = critical_path(needs, seconds)
    bound = max(path, sum(seconds.values()) / agents)
    with tempfile.TemporaryDirectory() as place:
        took = run(Path(place), needs, seconds, agents)
    best = simulated(needs, seconds, agents)
    times = (f"{value:.2f}" for value in (took, bound, path, best))
    ratios = (f"{took / bound:.3f}", f"{took / best:.3f}")
    print(_ROW.format(size, agents, *times, *ratios), flush=True)


def plan(size: int, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Set-up, then stories of about a dozen tasks, half of them free, each with an end."""
    yield "T0001", []
    story: list[str] = []
    for number in range(2, size + 1):
        name = f"T{number:04}"
        if len(story) >= chance.randint(8, 16):
            yield name, list(story)
            story = []
            continue
        yield name, [story[-1]] if story and chance.random() < 0.5 else ["T0001"]
        story.append(name)


def critical_path(needs: dict[str, list[str]], seconds: dict[str, float]) -> float:
    ends: dict[str, float] = {}
    for name, before in needs.items():
        ends[name] = max((ends[one] for one in before), default=0.0) + seconds[name]
    return max(ends.values())


def simulated(needs: dict[str, list[str]], seconds: dict[str, float], agents: int) -> float:
    """Of what is ready, the longest way to the end first."""
    left = dict(seconds)
    for name in reversed(needs):
        for before in needs[name]:
            left[before] = max(left[before], seconds[before] + left[name])
    waiting, ended = dict(needs), set[str]()
    at_work: list[tuple[float, str]] = []
    now = 0.0
    while waiting or at_work:
        ready = [name for name, before in waiting.items() if ended.issuperset(before)]
        for name in sorted(ready, key=left.__getitem__, reverse=True)[: agents - len(at_work)]:
            del waiting[name]
            heappush(at_work, (now + seconds[name], name))
        now, name = heappop(at_work)
        ended.add(name)
    return now


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
