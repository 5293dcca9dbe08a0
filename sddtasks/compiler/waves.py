"""How parallel a plan is: its waves, its critical path, how many tasks can run at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.model.links import Graph


@dataclass(frozen=True, slots=True)
class Waves:
    """`waves`: tasks that can run at the same time, earliest first. `critical_path`: the longest
    chain of tasks, so no number of agents needs fewer rounds.
    """

    waves: tuple[tuple[str, ...], ...]
    critical_path: tuple[str, ...]

    @property
    def width(self) -> int:
        """The most tasks that one wave holds."""
        return max((len(wave) for wave in self.waves), default=0)


def waves(graph: Graph) -> Waves:
    """Each task in the earliest wave that its dependencies allow; gates take no time."""
    before: dict[str, tuple[str, ...]] = {gate.name: gate.waits_for for gate in graph.gates}
    before.update({name: links.task_dep for name, links in graph.links.items()})
    depth: dict[str, int] = {}
    came_from: dict[str, str] = {}
    for node in graph.order:
        last = max(before[node], key=depth.__getitem__, default=None)
        depth[node] = (depth[last] if last is not None else 0) + (node in graph.links)
        if last is not None:
            came_from[node] = last
    levels = defaultdict[int, list[str]](list)
    for node in graph.order:
        if node in graph.links:
            levels[depth[node]].append(node)
    return Waves(
        waves=tuple(tuple(levels[level]) for level in sorted(levels)),
        critical_path=_critical_path(graph, depth, came_from),
    )


def _critical_path(
    graph: Graph, depth: Mapping[str, int], came_from: Mapping[str, str]
) -> tuple[str, ...]:
    node: str | None = max(graph.links, key=depth.__getitem__, default=None)
    path: list[str] = []
    while node is not None:
        if node in graph.links:
            path.append(node)
        node = came_from.get(node)
    return tuple(reversed(path))
