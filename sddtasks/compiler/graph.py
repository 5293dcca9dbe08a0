"""The graph of tasks and gates: acyclic, in a stable order; its cycles as text."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections import deque
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.links import Edge

MEMBER = "member"
"""Rule of the edges from a gate's members to the gate."""
_MAX_CYCLES = 20
_FIRMNESS = {"tests first": 0, "parent": 1, "phase": 3, MEMBER: 4}
_STATED = 2


@dataclass(frozen=True, slots=True)
class Cycle:
    """A circle of edges, and the edges that were given up when it was found."""

    edges: tuple[Edge, ...]
    opened: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Nodes so that no kept edge points back, and the circles that there were."""

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    cycles: tuple[Cycle, ...]


def arrange(positions: Mapping[str, float], edges: Sequence[Edge]) -> Ordered:
    """Order the nodes by their edges and, where these leave a choice, by their positions.

    Each circle is reported once, shortest first, and opened at its least justified edge. Behind
    the twentieth all stated edges that point back are given up at once.
    """
    kept = list(edges)
    cycles: list[Cycle] = []
    while True:
        nodes = _sort(positions, kept)
        if len(nodes) == len(positions):
            return Ordered(tuple(nodes), tuple(kept), tuple(cycles))
        stuck = positions.keys() - set(nodes)
        inside = [edge for edge in kept if edge.before in stuck and edge.after in stuck]
        cycle = _shortest_cycle(inside, positions)
        opened = {_weakest(cycle, positions): None}
        if len(cycles) >= _MAX_CYCLES:
            back = (edge for edge in inside if edge.stated and _points_back(edge, positions))
            opened.update(dict.fromkeys(back))
        cycles.append(Cycle(cycle, tuple(opened)))
        kept = [edge for edge in kept if edge not in opened]


def _sort(positions: Mapping[str, float], edges: Iterable[Edge]) -> list[str]:
    """Kahn's algorithm with a heap; nodes on or behind a circle are missing from the result."""
    waiting = dict.fromkeys(positions, 0)
    dependents = defaultdict[str, list[str]](list)
    for edge in edges:
        waiting[edge.after] += 1
        dependents[edge.before].append(edge.after)
    ready = [(positions[node], node) for node, count in waiting.items() if not count]
    heapq.heapify(ready)
    result = []
    while ready:
        _, node = heapq.heappop(ready)
        result.append(node)
        for dependent in dependents[node]:
            waiting[dependent] -= 1
            if not waiting[dependent]:
                heapq.heappush(ready, (positions[dependent], dependent))
    return result


def _shortest_cycle(edges: Collection[Edge], positions: Mapping[str, float]) -> tuple[Edge, ...]:
    """The shortest circle through one of the edges that point back in the document."""
    outgoing = defaultdict[str, list[Edge]](list)
    for edge in edges:
        outgoing[edge.before].append(edge)
    back = sorted(
        (edge for edge in edges if _points_back(edge, positions)),
        key=lambda edge: (not edge.stated, positions[edge.before]),
    )
    best: tuple[Edge, ...] = ()
    for edge in back[:_MAX_CYCLES]:
        path = _path(edge.after, edge.before, outgoing)
        if path is not None and (not best or len(path) + 1 < len(best)):
            best = (*path, edge)
    return best or _any_cycle(edges)


def _path(start: str, goal: str, outgoing: Mapping[str, list[Edge]]) -> tuple[Edge, ...] | None:
    """Breadth first, so with the fewest edges."""
    came_by: dict[str, Edge | None] = {start: None}
    queue = deque([start])
    while queue and goal not in came_by:
        node = queue.popleft()
        for edge in outgoing.get(node, ()):
            if edge.after not in came_by:
                came_by[edge.after] = edge
                queue.append(edge.after)
    if goal not in came_by:
        return None
    steps: list[Edge] = []
    last = came_by[goal]
    while last is not None:
        steps.append(last)
        last = came_by[last.before]
    return tuple(reversed(steps))


def _any_cycle(edges: Collection[Edge]) -> tuple[Edge, ...]:
    """A circle found by walking backwards: each stuck node waits for another stuck one."""
    incoming = {edge.after: edge for edge in edges}
    node = next(iter(incoming))
    seen: dict[str, int] = {}
    walk: list[Edge] = []
    while node not in seen:
        seen[node] = len(walk)
        edge = incoming[node]
        walk.append(edge)
        node = edge.before
    return tuple(reversed(walk[seen[node] :]))


def _points_back(edge: Edge, positions: Mapping[str, float]) -> bool:
    return positions[edge.before] >= positions[edge.after]


def _weakest(cycle: Sequence[Edge], positions: Mapping[str, float]) -> Edge:
    """The least firm rule, against the document's order before along it, then the later line."""
    return min(
        cycle,
        key=lambda edge: (
            _FIRMNESS.get(edge.rule, _STATED),
            not _points_back(edge, positions),
            -edge.line,
            edge.before,
            edge.after,
        ),
    )


def cycle_text(cycle: Sequence[Edge]) -> str:
    """`T002 → T003 (line 41) → T002 (line 40)`."""
    steps = "".join(
        f" → {edge.after} (line {edge.line})" if edge.line else f" → {edge.after}" for edge in cycle
    )
    return cycle[0].before + steps


def predecessors(edges: Iterable[Edge]) -> dict[str, tuple[str, ...]]:
    """What each node waits for, once each, in the order of the edges."""
    result = defaultdict[str, dict[str, None]](dict)
    for edge in edges:
        result[edge.after][edge.before] = None
    return {node: tuple(before) for node, before in result.items()}


def without_doubles(edges: Iterable[Edge]) -> Iterator[Edge]:
    """The first edge between any two nodes, stated ones first."""
    seen: set[tuple[str, str]] = set()
    for edge in sorted(edges, key=lambda edge: not edge.stated):
        if (edge.before, edge.after) not in seen:
            seen.add((edge.before, edge.after))
            yield edge
