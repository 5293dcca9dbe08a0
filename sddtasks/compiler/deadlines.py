"""When a test that was written first must pass: at the last task it is about, or at a gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.compiler.matching import is_wide
from sddtasks.compiler.phases import Barriers
from sddtasks.compiler.phases import gate_name
from sddtasks.compiler.tdd import Tests
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Task


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Test files by the task or gate at which they must pass, and by the tasks they concern."""

    guards: Mapping[str, tuple[str, ...]]
    linked: Mapping[str, tuple[str, ...]]


def deadlines(plan: Plan, barriers: Barriers, tests: Tests, order: Mapping[str, int]) -> Deadlines:
    """A file's deadline is the latest one of the tasks that write it."""
    latest: dict[str, str] = {}
    linked = defaultdict[str, dict[str, None]](dict)
    windows = _windows(barriers, tests)
    phase_of = {task.id: task.phase for task in plan.tasks}
    for task in plan.tasks:
        files = tests.files.get(task.id, ())
        for code in tests.links.get(task.id, ()):
            if order[code] > order[task.id]:
                linked[code].update(dict.fromkeys(files))
        if task.id in tests.first:
            node = _deadline(task, tests, order, windows[task.phase], phase_of)
            for file in files:
                latest[file] = max((latest.get(file, node), node), key=order.__getitem__)
    guards = defaultdict[str, list[str]](list)
    for file, node in latest.items():
        guards[node].append(file)
        if node in phase_of:
            linked[node][file] = None
    return Deadlines(
        guards={node: tuple(files) for node, files in guards.items()},
        linked={code: tuple(files) for code, files in linked.items() if files},
    )


def _windows(barriers: Barriers, tests: Tests) -> dict[str, tuple[str, ...]]:
    """For each phase the phases whose code its tests are about: its own, else those behind it.

    A phase with code of its own that nothing precedes; otherwise up to Polish, and not into the
    code that a later phase of tests is about.
    """
    result: dict[str, tuple[str, ...]] = {}
    order = [phase.id for phase in barriers.phases]
    following: list[str] = []
    for name in reversed(order):
        if name in tests.products:
            if name not in tests.polish:
                following.insert(0, name)
            result[name] = (name,)
            continue
        result[name] = tuple(following)
        if any(task in tests.first for task in barriers.members[name]):
            following = []
    return result


def _deadline(
    task: Task,
    tests: Tests,
    order: Mapping[str, int],
    window: tuple[str, ...],
    phase_of: Mapping[str, str],
) -> str:
    codes = [
        code
        for code, decides in tests.links.get(task.id, {}).items()
        if decides and order[code] > order[task.id] and phase_of[code] in window
    ]
    if codes:
        return max(codes, key=order.__getitem__)
    return gate_name(_gate_phase(task, tests, window))


def _gate_phase(task: Task, tests: Tests, window: tuple[str, ...]) -> str:
    """Without a code task of its own a narrow test waits for the core, a wide one for the end."""
    if not window:
        return task.phase
    return window[-1] if is_wide(task) else window[0]
