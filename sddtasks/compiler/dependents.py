"""What stands on a task's work: not all that comes after it, but what would miss it."""

from __future__ import annotations

from sddtasks.model.links import Graph

_CARRYING = frozenset({"same file", "parent"})


def standing_on(graph: Graph, name: str) -> tuple[str, ...]:
    """Tasks that are stated to depend on it, that change the same files, or whose tests it wrote;
    and what stands on those. In the plan's order.

    An order that was only inferred, and the gates of phases, carry nothing.
    """
    paths = {task.id: set(task.paths) for task in graph.plan.tasks}
    behind: dict[str, set[str]] = {task: set() for task in paths}
    for edge in graph.edges:
        if edge.before in paths and edge.after in paths and (edge.stated or edge.rule in _CARRYING):
            behind[edge.before].add(edge.after)
    for task, links in graph.links.items():
        tests = {*links.tests, *links.guards}
        for writer in graph.plan.tasks:
            if tests & paths[writer.id] and writer.id != task:
                behind[writer.id].add(task)
    found: set[str] = set()
    queue = [name]
    while queue:
        fresh = behind.get(queue.pop(), set()) - found - {name}
        found |= fresh
        queue += fresh
    return tuple(task for task in graph.order if task in found)
