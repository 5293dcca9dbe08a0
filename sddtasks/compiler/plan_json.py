"""The compiled plan as JSON for other tools: tasks, edges, gates and problems, versioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping
from types import MappingProxyType

from sddtasks.model.links import Gate
from sddtasks.model.links import Graph
from sddtasks.model.links import TaskLinks
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Task

SCHEMA = 1
_NO_STATUS: Mapping[str, str] = MappingProxyType({})
_MAX_PAIRS = 10_000


def plan_json(graph: Graph, status: Mapping[str, str] = _NO_STATUS) -> dict[str, object]:
    """`edges` are `[before, after]`, transitively complete but not reduced; ids, or gates if big.

    `schema` grows when a key changes its meaning or goes; new keys may come without that.
    """
    headings = {phase.id: phase.heading for phase in graph.plan.phases}
    return {
        "schema": SCHEMA,
        "title": graph.plan.title,
        "dialect": graph.plan.dialect,
        "digest": graph.plan.digest,
        "phases": [
            {"id": phase.id, "title": phase.title, "heading": phase.heading, "line": phase.line}
            for phase in graph.plan.phases
        ],
        "tasks": [
            _task(task, graph.links.get(task.id, TaskLinks()), headings)
            | {"status": status.get(task.id)}
            for task in graph.plan.tasks
        ],
        "gates": [_gate(gate) for gate in graph.gates],
        "edges": [list(edge) for edge in task_edges(graph)],
        "reasons": [
            {
                "before": edge.before,
                "after": edge.after,
                "rule": edge.rule,
                "line": edge.line,
                "stated": edge.stated,
            }
            for edge in graph.edges
        ],
        "problems": [_problem(problem) for problem in graph.problems],
        "order": list(graph.order),
    }


def _task(task: Task, links: TaskLinks, headings: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": task.id,
        "title": task.title,
        "line": task.line,
        "phase": headings.get(task.phase, task.phase) or None,
        "section": task.section,
        "kind": task.kind.value,
        "parallel": task.parallel,
        "story": task.story,
        "done": task.done,
        "optional": task.optional,
        "paths": [*task.paths, *task.removes],
        "removes": list(task.removes),
        "commands": list(task.commands),
        "red_expected": links.red_expected,
        "file_dep": list(links.file_dep),
        "targets": list(links.targets),
        "task_dep": list(links.task_dep),
        "guards": list(links.guards),
        "tests": list(links.tests),
        "documents": list(links.documents),
        "digest": links.digest,
    }


def _gate(gate: Gate) -> dict[str, object]:
    return {
        "name": gate.name,
        "check": gate.check.value,
        "phase": gate.phase,
        "waits_for": list(gate.waits_for),
        "guards": list(gate.guards),
        "line": gate.line,
        "why": gate.why,
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "line": problem.line,
        "column": problem.column,
        "width": problem.width,
        "text": problem.text,
        "hint": problem.hint,
    }


def task_edges(graph: Graph) -> list[tuple[str, str]]:
    """All order in the graph as pairs of tasks: what a gate waits for precedes what waits for it.

    Of a gate's members only those stand here that none of its other members waits for, and only
    the first of those that wait for it. A gate with too many pairs left stands for itself.
    """
    direct = [(edge.before, edge.after) for edge in graph.edges]
    before = defaultdict[str, set[str]](set)
    for first, second in direct:
        before[second].add(first)
    waiting = defaultdict[str, list[str]](list)
    for name, links in graph.links.items():
        for dependency in links.task_dep:
            if dependency not in graph.links:
                waiting[dependency].append(name)
    pairs = dict.fromkeys(direct)
    for gate in graph.gates:
        pairs.update(dict.fromkeys(_contracted(gate, waiting[gate.name], before)))
    return list(pairs)


def _contracted(
    gate: Gate, waiting: list[str], before: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    members, dependents = set(gate.waits_for), set(waiting)
    covered = {early for name in members for early in before.get(name, ()) if early in members}
    last = [name for name in gate.waits_for if name not in covered]
    first = [name for name in waiting if not before.get(name, set()) & dependents]
    if len(last) * len(first) <= _MAX_PAIRS:
        yield from ((early, late) for early in last for late in first)
    else:
        yield from ((early, gate.name) for early in last)
        yield from ((gate.name, late) for late in first)
