"""The order of phases: which phase waits for which, their gates, and the order inside a phase."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.model.links import Check
from sddtasks.model.links import Edge
from sddtasks.model.links import Gate
from sddtasks.model.plan import Phase
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Statement
from sddtasks.model.plan import Task

_STORY = re.compile(r"\buser stor(?:y|ies)\b|\bUS-?\d|\bstory \d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PhaseRelation:
    """The text says that whole phases come before other whole phases."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    statement: Statement


@dataclass(frozen=True, slots=True)
class Barriers:
    """The phases that hold tasks, in document order, and what each of them waits for."""

    phases: tuple[Phase, ...]
    members: Mapping[str, tuple[str, ...]]
    waits: Mapping[str, tuple[str, ...]]
    _ancestors: Mapping[str, int]
    _bits: Mapping[str, int]

    def is_before(self, first: str, second: str) -> bool:
        """Does phase `second` wait, directly or not, for phase `first`?"""
        return bool(self._ancestors.get(second, 0) & self._bits.get(first, 0))


def barriers(
    plan: Plan,
    relations: Iterable[PhaseRelation] = (),
    independent: Collection[tuple[str, str]] = (),
) -> Barriers:
    """Who waits for whom: story phases as the text says, all others for everything before them.

    An independent phase waits instead for what the phases that it is independent of wait for.
    """
    phases, members = _phases_with_tasks(plan)
    index = {phase.id: position for position, phase in enumerate(phases)}
    stated = _stated(relations, index)
    stories = story_phases(plan, phases)
    freed = defaultdict[str, set[str]](set)
    for other, one in independent:
        freed[one].add(other)
    waits: dict[str, tuple[str, ...]] = {}
    open_ends: dict[str, None] = {}
    last_common: tuple[str, ...] = ()
    for phase in phases:
        named = tuple(stated[phase.id])
        if phase.id not in stories:
            before = tuple(open_ends)
            last_common = (phase.id,)
        elif named:
            before = _sorted_unique((*last_common, *named), index)
        else:
            before = _last(open_ends, independent)
        free = freed[phase.id].difference(named)
        if free:
            before = _sorted_unique((*_beyond(free, before, waits), *named), index)
        waits[phase.id] = before
        for earlier in before:
            open_ends.pop(earlier, None)
        open_ends[phase.id] = None
    return Barriers(
        phases=phases,
        members=members,
        waits=waits,
        _ancestors=_ancestors(waits, index),
        _bits={name: 1 << position for name, position in index.items()},
    )


def _last(open_ends: Iterable[str], independent: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """The last open phase, with those that would come before it were they not independent."""
    names = tuple(open_ends)
    return tuple(name for name in names if name == names[-1] or (name, names[-1]) in independent)


def _beyond(
    free: Collection[str], before: Iterable[str], waits: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """`before` with each phase in `free` replaced by what that phase itself waits for."""
    queue = list(before)
    seen: set[str] = set()
    while queue:
        name = queue.pop()
        if name in free and name not in seen:
            queue += waits[name]
        elif name not in free:
            yield name
        seen.add(name)


def story_phases(plan: Plan, phases: Iterable[Phase]) -> frozenset[str]:
    """Phases about one user story, by their heading or because all their tasks carry a label."""
    unlabelled = {task.phase for task in plan.tasks if task.story is None}
    return frozenset(
        phase.id
        for phase in phases
        if _STORY.search(phase.name or phase.heading) or phase.id not in unlabelled
    )


def _phases_with_tasks(plan: Plan) -> tuple[tuple[Phase, ...], dict[str, tuple[str, ...]]]:
    members = defaultdict[str, dict[str, None]](dict)
    lines: dict[str, int] = {}
    for task in plan.tasks:
        members[task.phase][task.id] = None
        lines.setdefault(task.phase, task.line)
    known = {phase.id: phase for phase in plan.phases if phase.id in members}
    for name, line in lines.items():
        known.setdefault(name, Phase(name, name, name, line))
    ordered = sorted(known.values(), key=lambda phase: lines[phase.id])
    return tuple(ordered), {name: tuple(ids) for name, ids in members.items()}


def _stated(
    relations: Iterable[PhaseRelation], index: Mapping[str, int]
) -> dict[str, dict[str, Statement]]:
    """For each phase the earlier phases that the text names, with the statement that does."""
    result = defaultdict[str, dict[str, Statement]](dict)
    for relation in relations:
        for after in relation.after:
            for before in relation.before:
                if index[before] < index[after]:
                    result[after].setdefault(before, relation.statement)
    return result


def _ancestors(waits: Mapping[str, tuple[str, ...]], index: Mapping[str, int]) -> dict[str, int]:
    result: dict[str, int] = {}
    for name in index:
        mask = 0
        for before in waits[name]:
            mask |= result[before] | 1 << index[before]
        result[name] = mask
    return result


def _sorted_unique(names: Iterable[str], index: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=index.__getitem__))


def gate_name(phase: str) -> str:
    """`gate:3.2`; a plan without phases has the one gate `gate:all`."""
    return f"gate:{phase or 'all'}"


def phase_gates(
    barriers: Barriers, checks: Mapping[str, Check], said: Mapping[str, Statement]
) -> Iterator[Gate]:
    """One gate at the end of each phase that holds tasks; `said`: why others wait for a phase."""
    for phase in barriers.phases:
        reason = said.get(phase.id)
        why = f"all tasks of {phase.heading}" if phase.heading else "all tasks"
        yield Gate(
            name=gate_name(phase.id),
            check=checks.get(phase.id, Check.PHASE),
            phase=phase.id,
            waits_for=barriers.members[phase.id],
            line=reason.line if reason else phase.line,
            why=f"{why}; {reason.text}" if reason else why,
        )


def phase_edges(barriers: Barriers) -> Iterator[Edge]:
    """Each task waits for the gates of the phases before its own."""
    for phase in barriers.phases:
        for before in barriers.waits[phase.id]:
            for task in barriers.members[phase.id]:
                yield Edge(gate_name(before), task, "phase", phase.line, stated=False)


def sequence_edges(tasks: Iterable[Task], declared: Collection[str]) -> Iterator[Edge]:
    """The order inside a phase, for its tasks in the order of the graph.

    A task without [P] waits for everything before it. A task with [P] waits only for those that
    open the phase; so does a task that declares its own dependencies wait for none of them.
    """
    opening, opener = True, None
    last: str | None = None
    since: list[str] = []
    for task in tasks:
        if task.id in declared:
            since.append(task.id)
        elif task.parallel:
            opening = False
            since.append(task.id)
            if opener is not None:
                yield Edge(opener, task.id, "opening", task.line, stated=False)
        else:
            for earlier in (last, *since):
                if earlier is not None:
                    yield Edge(earlier, task.id, "sequence", task.line, stated=False)
            last, since = task.id, []
            opener = task.id if opening else opener
