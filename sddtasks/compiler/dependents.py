"""What stands on a task's work: not all that comes after it, but what would miss it."""

from __future__ import annotations

from sddtasks.model.links import Graph


def standing_on(graph: Graph, name: str) -> tuple[str, ...]:
    """Tasks that are stated to depend on it, that change the same files later, or whose tests it
    wrote; and what stands on those. In the plan's order.

    An order that was only inferred, and the gates of phases, carry nothing.
    """
    behind = _behind(graph)
    found: set[str] = set()
    queue = [name]
    while queue:
        fresh = behind[queue.pop()] - found - {name}
        found |= fresh
        queue += fresh
    return tuple(task for task in graph.order if task in found)


def _behind(graph: Graph) -> dict[str, set[str]]:
    """What stands directly on each task."""
    behind: dict[str, set[str]] = {task.id: set() for task in graph.plan.tasks}
    for edge in graph.edges:
        if (
            edge.before in behind
            and edge.after in behind
            and (edge.stated or edge.rule == "parent")
        ):
            behind[edge.before].add(edge.after)
    paths = {task.id: task.paths for task in graph.plan.tasks}
    earlier: dict[str, list[str]] = {}
    for name in (name for name in graph.order if name in behind):
        links = graph.links[name]
        for path in {*paths[name], *links.tests, *links.guards}:
            for writer in earlier.get(path, ()):
                behind[writer].add(name)
        for path in paths[name]:
            earlier.setdefault(path, []).append(name)
    return behind
