"""Plans for the compiler's tests, written the way people write them."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from types import MappingProxyType

from sddtasks.compiler import compile_plan
from sddtasks.model.links import Graph
from sddtasks.model.plan import Problem
from sddtasks.parser import parse

NOTHING: Mapping[str, str] = MappingProxyType({})


def is_test(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return name.startswith("test_") or "_test." in name or ".test." in name


def compiled(
    text: str,
    documents: Mapping[str, str] = NOTHING,
    existing: Callable[[str], bool] | frozenset[str] = frozenset(),
    severities: Mapping[str, str] = NOTHING,
) -> Graph:
    return compile_plan(
        parse(text.encode()),
        documents=documents,
        existing=existing,
        is_test=is_test,
        severities=severities,
    )


def codes(graph: Graph) -> list[str]:
    return [problem.code for problem in graph.problems]


def the(graph: Graph, code: str) -> Problem:
    """The one problem with this code."""
    (found,) = [problem for problem in graph.problems if problem.code == code]
    return found


def waits(graph: Graph, later: str, earlier: str) -> bool:
    """Does `later` wait for `earlier`, directly or through tasks and gates?"""
    before = {gate.name: gate.waits_for for gate in graph.gates}
    before |= {name: links.task_dep for name, links in graph.links.items()}
    seen: set[str] = set()
    queue = [later]
    while queue:
        for name in before[queue.pop()]:
            if name not in seen:
                seen.add(name)
                queue.append(name)
    return earlier in seen
