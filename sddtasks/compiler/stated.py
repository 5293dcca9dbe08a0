"""What the document states about order, as pairs of groups of tasks of this plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import islice
from itertools import product

from sddtasks.compiler.catalogue import problem
from sddtasks.compiler.groups import Groups
from sddtasks.compiler.groups import groups
from sddtasks.compiler.groups import named
from sddtasks.compiler.phases import PhaseRelation
from sddtasks.compiler.sides import sides
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Statement
from sddtasks.model.plan import most_names

_TEMPLATE = frozenset({(("T008",), ("T009", "T015")), (("T016",), ("T018",))})
"""`T008 blocks T009, T015` and `T016 blocks T018`: models and services of the template."""
_ARROW = "arrow"
_NO_DEPENDENCIES = "none"
_INDEPENDENT = "independent"
_OWN = frozenset({"field", "column", "wave"})
"""Rules of what a task lists itself; what a section says leaves the order inside alone."""


@dataclass(frozen=True, slots=True)
class Relation:
    """All of `before` precede all of `after`: ids of this plan, no task on both sides."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    statement: Statement


@dataclass(frozen=True, slots=True)
class Stated:
    """The plan's statements, resolved; `declared` are tasks that list their own dependencies,
    as far as these are understood.

    `independent` are pairs of phases of which the second does not wait for the first as a whole.
    """

    relations: tuple[Relation, ...]
    phase_relations: tuple[PhaseRelation, ...]
    independent: frozenset[tuple[str, str]]
    declared: frozenset[str]
    left_overs: tuple[Statement, ...]
    problems: tuple[Problem, ...]


def stated(plan: Plan) -> Stated:
    """Resolve every statement; what cannot be resolved becomes a Problem."""
    known = groups(plan)
    index = {task.id: position for position, task in enumerate(plan.tasks)}
    problems: list[Problem] = []
    relations: list[Relation] = []
    declared: set[str] = set()
    left_overs: list[Statement] = []
    independent: set[tuple[str, str]] = set()
    kinds = {task.id: task.kind for task in plan.tasks}
    room = most_names(len(plan.tasks))
    statements, flipped = _arrows(plan.statements, index, known)
    problems += flipped
    for statement in statements:
        if statement.rule == _NO_DEPENDENCIES:
            declared.update(statement.after.ids)
            continue
        if statement.rule == _INDEPENDENT:
            pairs = tuple(islice(_independent(statement, known), room + 1))
            independent.update(pairs)
            room -= len(pairs)
            if room < 0:
                problems.append(_too_many(statement))
                break
            continue
        if _is_left_over(statement, kinds):
            left_overs.append(statement)
            continue
        if statement.soft:
            problems.append(problem("SDD044", statement.line, f"not enforced: {statement.text}"))
            continue
        found = sides(statement, known, index)
        problems += found.problems
        relations += (Relation(before, after, statement) for before, after in found.pairs)
        room -= sum(len(before) + len(after) for before, after in found.pairs)
        if statement.rule in _OWN and found.pairs:
            declared.update(statement.after.ids)
        if room < 0:
            problems.append(_too_many(statement))
            break
    whole = [_whole_phases(relation, known) for relation in relations]
    children = _children(plan)
    return Stated(
        relations=tuple(
            _with_children(relation, children)
            for relation, found in zip(relations, whole, strict=True)
            if found is None
        ),
        phase_relations=tuple(found for found in whole if found is not None),
        independent=frozenset(independent),
        declared=frozenset(declared),
        left_overs=tuple(left_overs),
        problems=tuple(problems),
    )


def _too_many(statement: Statement) -> Problem:
    return problem(
        "SDD014",
        statement.line,
        "too many dependencies: what is stated from here on is not enforced",
        "let phases and checkpoints say what waits for everything before it",
    )


def _is_left_over(statement: Statement, kinds: Mapping[str, Kind]) -> bool:
    """One of the template's examples, about tasks that are not of the kinds it speaks of."""
    key = statement.before.ids[:1], statement.after.ids
    if statement.rule != "blocks" or key not in _TEMPLATE:
        return False
    names = (*statement.before.ids, *statement.after.ids)
    return any(kinds.get(name) not in (Kind.CODE, Kind.INTEGRATE) for name in names)


def _whole_phases(relation: Relation, known: Groups) -> PhaseRelation | None:
    before = _phases(relation.before, known)
    after = _phases(relation.after, known)
    if before and after:
        return PhaseRelation(before, after, relation.statement)
    return None


def _independent(statement: Statement, known: Groups) -> Iterator[tuple[str, str]]:
    """Every phase of one side with every phase of the other, if both sides are whole phases."""
    before = _phases(named(statement.before.words, known).ids, known)
    after = _phases(named(statement.after.words, known).ids, known)
    yield from product(before, after)


def _phases(ids: Sequence[str], known: Groups) -> tuple[str, ...]:
    """The phases that these tasks are, all of them and nothing else."""
    phases = dict.fromkeys(known.phase_of[name] for name in ids)
    size = sum(len(known.phases[phase]) for phase in phases)
    return tuple(phases) if size == len(set(ids)) else ()


def _children(plan: Plan) -> dict[str, list[str]]:
    children = defaultdict[str, list[str]](list)
    for task in plan.tasks:
        if task.parent is not None:
            children[task.parent].append(task.id)
    return children


def _with_children(relation: Relation, children: Mapping[str, list[str]]) -> Relation:
    """What a parent task waits for, its children wait for as well."""
    if not children:
        return relation
    after = dict.fromkeys(relation.after)
    queue = list(relation.after)
    while queue:
        for child in children.get(queue.pop(), ()):
            if child not in after and child not in relation.before:
                after[child] = None
                queue.append(child)
    return replace(relation, after=tuple(after))


def _arrows(
    statements: Sequence[Statement], index: Mapping[str, int], known: Groups
) -> tuple[tuple[Statement, ...], list[Problem]]:
    """Turn all arrows around where most of them point against the order of the phases."""
    order = {name: place for place, name in enumerate(known.phases)}
    forward = backward = 0
    for statement in statements:
        if statement.rule == _ARROW and not statement.soft:
            for before, after in _sample(statement, index):
                first, second = order[known.phase_of[before]], order[known.phase_of[after]]
                if first == second:
                    first, second = index[before], index[after]
                forward += first < second
                backward += first > second
    if backward < 3 or backward <= 2 * forward:
        return tuple(statements), []
    line = next(found.line for found in statements if found.rule == _ARROW)
    turned = tuple(
        replace(found, before=found.after, after=found.before) if found.rule == _ARROW else found
        for found in statements
    )
    text = f"{backward} of {backward + forward} arrows point from a task to what it needs"
    return turned, [problem("SDD029", line, text, "write `T001 → T002` for `T001 first`")]


def _sample(statement: Statement, index: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for before in statement.before.ids[:8]:
        for after in statement.after.ids[:8]:
            if before in index and after in index:
                yield before, after
