"""The compiler's pipeline: statements, barriers, gates and names become one acyclic graph."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from sddtasks.compiler import graph
from sddtasks.compiler.check import problems
from sddtasks.compiler.deadlines import deadlines
from sddtasks.compiler.facts import Facts
from sddtasks.compiler.links import task_links
from sddtasks.compiler.ownership import ownership
from sddtasks.compiler.ownership import shared_file_edges
from sddtasks.compiler.phases import Barriers
from sddtasks.compiler.phases import barriers
from sddtasks.compiler.phases import phase_edges
from sddtasks.compiler.phases import phase_gates
from sddtasks.compiler.phases import sequence_edges
from sddtasks.compiler.stated import Stated
from sddtasks.compiler.stated import stated
from sddtasks.compiler.tdd import Tests
from sddtasks.compiler.tdd import phase_checks
from sddtasks.compiler.tdd import read_tests
from sddtasks.compiler.tdd import test_edges
from sddtasks.compiler.tdd import tests_gates
from sddtasks.compiler.ties import Ties
from sddtasks.compiler.ties import ties
from sddtasks.model.links import Edge
from sddtasks.model.links import Gate
from sddtasks.model.links import Graph
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Statement
from sddtasks.model.plan import Task

_NO_SEVERITIES: Mapping[str, str] = MappingProxyType({})


def compile_plan(
    plan: Plan,
    *,
    documents: Mapping[str, str],
    existing: Callable[[str], bool] | frozenset[str],
    is_test: Callable[[str], bool],
    severities: Mapping[str, str] = _NO_SEVERITIES,
) -> Graph:
    """Compile a plan. Never raises for what the plan says: that becomes a Problem.

    `documents`: the feature's design documents, by their path relative to the repository.
    `existing`: which paths exist in the repository. `is_test`: is a file of this name a test file?
    `severities`: what the project wants of a rule (by code or name), "off" included.
    """
    exists = existing.__contains__ if isinstance(existing, frozenset) else existing
    sound = replace(plan, tasks=_unique(plan.tasks))
    said = stated(sound)
    order = _layout(sound, said, is_test)
    due = deadlines(sound, order.barriers, order.tests, order.positions)
    gates = tuple(replace(gate, guards=due.guards.get(gate.name, ())) for gate in order.gates)
    owned = ownership(order.tasks)
    links = task_links(order.tasks, order.edges, owned, order.tests, due, documents)
    facts = Facts(
        plan=plan,
        tasks={task.id: task for task in sound.tasks},
        said=said,
        barriers=order.barriers,
        ties=order.ties,
        tests=order.tests,
        cycles=order.cycles,
        owned=owned,
        positions=order.positions,
        edges=order.edges,
        documents=documents,
        exists=exists,
    )
    return Graph(
        plan=plan,
        links=links,
        gates=gates,
        edges=tuple(edge for edge in order.edges if _is_between_tasks(edge, links)),
        problems=problems(facts, severities),
        order=order.nodes,
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """The graph's shape: nodes in order, all edges, gates without their guards."""

    barriers: Barriers
    ties: Ties
    tests: Tests
    gates: tuple[Gate, ...]
    nodes: tuple[str, ...]
    tasks: tuple[Task, ...]
    edges: tuple[Edge, ...]
    positions: Mapping[str, int]
    cycles: tuple[graph.Cycle, ...]


def _layout(plan: Plan, said: Stated, is_test: Callable[[str], bool]) -> _Layout:
    phase_of = {task.id: task.phase for task in plan.tasks}
    walls = barriers(plan, said.phase_relations, said.independent)
    tied = ties(said.relations, walls, phase_of)
    found = read_tests(plan, walls, is_test, tied.edges, tied.single)
    behind_tests = tuple(tests_gates(plan, found))
    gates = (
        *phase_gates(walls, phase_checks(walls, found), _said_of_phases(said, tied, phase_of)),
        *(gate for gate, _ in behind_tests),
        *tied.gates,
    )
    firm = chain(
        _member_edges(gates),
        phase_edges(walls),
        _parent_edges(plan.tasks),
        tied.edges,
        chain.from_iterable(edges for _, edges in behind_tests),
        test_edges(plan, found),
    )
    ordered = graph.arrange(_places(plan, gates), list(graph.without_doubles(firm)))
    positions = {node: place for place, node in enumerate(ordered.nodes)}
    by_id = {task.id: task for task in plan.tasks}
    tasks = tuple(by_id[node] for node in ordered.nodes if node in by_id)
    inferred = chain(_sequences(walls, tasks, said.declared), shared_file_edges(tasks))
    return _Layout(
        barriers=walls,
        ties=tied,
        tests=found,
        gates=gates,
        nodes=ordered.nodes,
        tasks=tasks,
        edges=tuple(graph.without_doubles((*ordered.edges, *inferred))),
        positions=positions,
        cycles=ordered.cycles,
    )


def _said_of_phases(said: Stated, tied: Ties, phase_of: Mapping[str, str]) -> dict[str, Statement]:
    """For each phase the first statement that makes others wait for it."""
    result: dict[str, Statement] = {}
    for relation in tied.implied:
        for name in relation.before:
            result.setdefault(phase_of[name], relation.statement)
    for whole in said.phase_relations:
        for phase in whole.before:
            result.setdefault(phase, whole.statement)
    return result


def _unique(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The first task of each id; the others are reported."""
    first: dict[str, Task] = {}
    for task in tasks:
        first.setdefault(task.id, task)
    return tuple(first.values())


def _places(plan: Plan, gates: Iterable[Gate]) -> dict[str, float]:
    """Where each node stands in the document: a gate right behind the last that it waits for."""
    places: dict[str, float] = {task.id: place for place, task in enumerate(plan.tasks)}
    for gate in gates:
        places[gate.name] = max((places[name] for name in gate.waits_for), default=0.0) + 0.5
    return places


def _member_edges(gates: Iterable[Gate]) -> Iterator[Edge]:
    for gate in gates:
        for name in gate.waits_for:
            yield Edge(name, gate.name, graph.MEMBER, gate.line, stated=False)


def _parent_edges(tasks: Sequence[Task]) -> Iterator[Edge]:
    """A task with boxes of its own below it is done when they are."""
    known = {task.id for task in tasks}
    for task in tasks:
        if task.parent in known and task.parent is not None and task.parent != task.id:
            yield Edge(task.id, task.parent, "parent", task.line, stated=False)


def _sequences(walls: Barriers, tasks: Iterable[Task], declared: frozenset[str]) -> Iterator[Edge]:
    by_phase: dict[str, list[Task]] = {phase.id: [] for phase in walls.phases}
    for task in tasks:
        by_phase[task.phase].append(task)
    for members in by_phase.values():
        yield from sequence_edges(members, declared)


def _is_between_tasks(edge: Edge, links: Mapping[str, object]) -> bool:
    return edge.before in links and edge.after in links
