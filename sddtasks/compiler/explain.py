"""Why a task stands where it stands: what it waits for, what waits for it, and because of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sddtasks.model.links import Gate
from sddtasks.model.links import Graph
from sddtasks.model.links import TaskLinks
from sddtasks.model.plan import Task


@dataclass(frozen=True, slots=True)
class Cause:
    """One neighbour in the graph, a task or a gate, and the rule and line that put it there."""

    name: str
    rule: str
    line: int
    stated: bool
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that the compiled plan knows about one task. `owners`: path → owning task."""

    task: Task
    links: TaskLinks
    waits_for: tuple[Cause, ...]
    waited_for_by: tuple[Cause, ...]
    guarded_at: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]


def explain(graph: Graph, name: str) -> Explanation:
    """Explain one task of the graph. Raises KeyError for an id that the plan does not have."""
    links = graph.links[name]
    task = next(task for task in graph.plan.tasks if task.id == name)
    gates = {gate.name: gate for gate in graph.gates}
    reasons = {(edge.before, edge.after): edge for edge in graph.edges}
    return Explanation(
        task=task,
        links=links,
        waits_for=tuple(
            _gate_cause(gates[dependency])
            if dependency in gates
            else _cause(graph, dependency, name, dependency)
            for dependency in links.task_dep
        ),
        waited_for_by=(
            *(_cause(graph, before, after, after) for before, after in reasons if before == name),
            *(_gate_cause(gate) for gate in graph.gates if name in gate.waits_for),
        ),
        guarded_at=tuple(_guarded_at(graph, task)),
        owners=tuple(_owners(graph, task)),
    )


def _cause(graph: Graph, before: str, after: str, other: str) -> Cause:
    found = next(
        (edge for edge in graph.edges if edge.before == before and edge.after == after), None
    )
    if found is None:
        return Cause(other, "", 0, stated=False, text="")
    return Cause(other, found.rule, found.line, found.stated, found.text)


def _gate_cause(gate: Gate) -> Cause:
    return Cause(gate.name, f"{gate.check.value} gate", gate.line, stated=False, text=gate.why)


def _guarded_at(graph: Graph, task: Task) -> Iterator[tuple[str, str]]:
    """The test files of this task, each with the task or gate at which it must pass."""
    for path in task.paths:
        for name, links in graph.links.items():
            if path in links.guards:
                yield path, name
        for gate in graph.gates:
            if path in gate.guards:
                yield path, gate.name


def _owners(graph: Graph, task: Task) -> Iterator[tuple[str, str]]:
    owners = {path: name for name, links in graph.links.items() for path in links.targets}
    for path in task.paths:
        if path in owners:
            yield path, owners[path]
