"""Relations as edges and order gates, without what the order of the phases contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from sddtasks.compiler.catalogue import problem
from sddtasks.compiler.phases import Barriers
from sddtasks.compiler.phases import PhaseRelation
from sddtasks.compiler.stated import Relation
from sddtasks.model.links import Check
from sddtasks.model.links import Edge
from sddtasks.model.links import Gate
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Statement

_MAX_PAIRS = 64


@dataclass(frozen=True, slots=True)
class Ties:
    """`implied` relations say what the order of the phases says already; they give a reason.

    `single`: the edges of statements in ids with a single task on one side.
    """

    edges: tuple[Edge, ...]
    single: frozenset[tuple[str, str]]
    gates: tuple[Gate, ...]
    implied: tuple[Relation, ...]
    problems: tuple[Problem, ...]


def ties(relations: Iterable[Relation], barriers: Barriers, phase_of: Mapping[str, str]) -> Ties:
    """Edges for small relations and a gate for each big one, without what phases contradict."""
    edges: list[Edge] = []
    single: set[tuple[str, str]] = set()
    gates: dict[str, Gate] = {}
    implied: list[Relation] = []
    problems: list[Problem] = []
    for relation in relations:
        kept = tuple(_agreeing(relation, barriers, phase_of, problems))
        for part in kept:
            if len(part.before) * len(part.after) <= _MAX_PAIRS or 1 in (
                len(part.before),
                len(part.after),
            ):
                edges += _pairs(part)
                single.update(_single(part))
            elif _is_implied(part, barriers, phase_of):
                implied.append(part)
            else:
                gate = _gate(part, gates)
                gates[gate.name] = gate
                edges += _through(gate, part)
    return Ties(
        edges=tuple(edges),
        single=frozenset(single),
        gates=tuple(gates.values()),
        implied=tuple(implied),
        problems=tuple(problems),
    )


def _pairs(relation: Relation) -> Iterator[Edge]:
    said = relation.statement
    for before in relation.before:
        for after in relation.after:
            if before != after:
                yield Edge(before, after, said.rule, said.line, stated=True, text=said.text)


def _single(relation: Relation) -> Iterator[tuple[str, str]]:
    said = relation.statement
    if said.before.ids and said.after.ids and 1 in (len(said.before.ids), len(said.after.ids)):
        yield from product(relation.before, relation.after)


def _through(gate: Gate, relation: Relation) -> Iterator[Edge]:
    said = relation.statement
    for after in relation.after:
        yield Edge(gate.name, after, said.rule, said.line, stated=True, text=said.text)


def _gate(relation: Relation, taken: Mapping[str, Gate]) -> Gate:
    said = relation.statement
    name = f"gate:line-{said.line}"
    number = 2
    while name in taken:
        name, number = f"gate:line-{said.line}-{number}", number + 1
    return Gate(name, Check.ORDER, "", relation.before, said.line, said.text)


def _agreeing(
    relation: Relation,
    barriers: Barriers,
    phase_of: Mapping[str, str],
    problems: list[Problem],
) -> Iterator[Relation]:
    """The relation, in parts if need be, without the pairs that the phases contradict."""
    before = _by_phase(relation.before, phase_of)
    after = _by_phase(relation.after, phase_of)
    against = {
        (first, second) for first in before for second in after if barriers.is_before(second, first)
    }
    if not against:
        yield relation
        return
    said = relation.statement
    first, second = min(against)
    problems.append(_against(said, (first, before[first][0]), (second, after[second][0]), barriers))
    for early, left in before.items():
        agreeing = [right for late, right in after.items() if (early, late) not in against]
        ids = tuple(name for part in agreeing for name in part)
        if ids:
            yield Relation(tuple(left), ids, said)


def _against(
    said: Statement, before: tuple[str, str], after: tuple[str, str], barriers: Barriers
) -> Problem:
    """`before` and `after` are a phase and its task; the first phase stands behind the second."""
    names = {phase.id: repr(phase.heading) for phase in barriers.phases if phase.heading}
    late, early = names.get(before[0], "the rest"), names.get(after[0], "what has no heading")
    return problem(
        "SDD021",
        said.line,
        f"{before[1]} before {after[1]} contradicts the order of the phases: "
        f"{early} comes before {late}",
        "not enforced; move the task or correct the line",
    )


def turned_phases(relations: Iterable[PhaseRelation], barriers: Barriers) -> Iterator[Problem]:
    """For each statement about whole phases the first pair that stands the other way round."""
    place = {phase.id: number for number, phase in enumerate(barriers.phases)}
    for relation in relations:
        for before, after in product(relation.before, relation.after):
            if place[before] > place[after]:
                first, second = barriers.members[before][0], barriers.members[after][0]
                yield _against(relation.statement, (before, first), (after, second), barriers)
                break


def _by_phase(ids: Iterable[str], phase_of: Mapping[str, str]) -> dict[str, list[str]]:
    result = defaultdict[str, list[str]](list)
    for name in ids:
        result[phase_of[name]].append(name)
    return dict(result)


def _is_implied(relation: Relation, barriers: Barriers, phase_of: Mapping[str, str]) -> bool:
    before = {phase_of[name] for name in relation.before}
    after = {phase_of[name] for name in relation.after}
    return all(barriers.is_before(first, second) for first in before for second in after)
