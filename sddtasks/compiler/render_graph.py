"""The graph as text for drawing tools: phases as clusters, the critical path marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from sddtasks.compiler.waves import waves
from sddtasks.model.links import Graph
from sddtasks.model.plan import Task
from sddtasks.system import escape

COLOURS = {
    "completed": "#b7e1cd",
    "failed": "#f4c7c3",
    "in_progress": "#fce8b2",
    "skipped": "#e0e0e0",
    "blocked": "#f4d7b5",
}
_NOT_NAME = re.compile(r"\W")
_ENTITIES = str.maketrans(
    {
        "#": "#35;",
        '"': "#quot;",
        "<": "#lt;",
        ">": "#gt;",
        "&": "#amp;",
        "`": "#96;",  # begins Markdown
        "%": "#37;",  # begins a comment or, with a brace, a directive
    }
)
_NO_STATUS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Drawing:
    """What every format draws. `links` are all edges, gates included; `critical` those of the
    longest chain.
    """

    clusters: tuple[tuple[str, tuple[Task, ...]], ...]
    gates: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    critical: frozenset[tuple[str, str]]
    status: Mapping[str, str]


def drawing(graph: Graph, status: Mapping[str, str] = _NO_STATUS) -> Drawing:
    """The graph ready to be drawn; `status` colours tasks that have one."""
    headings = {phase.id: phase.heading for phase in graph.plan.phases}
    members: dict[str, list[Task]] = {}
    for task in {task.id: task for task in graph.plan.tasks}.values():
        members.setdefault(task.phase, []).append(task)
    links = tuple(_links(graph))
    longest = waves(graph).critical_path
    return Drawing(
        clusters=tuple((headings.get(name, name), tuple(found)) for name, found in members.items()),
        gates=tuple(gate.name for gate in graph.gates),
        links=links,
        critical=frozenset(_through_gates(longest, links)),
        status={name: found for name, found in status.items() if name in graph.links},
    )


def _links(graph: Graph) -> Iterator[tuple[str, str]]:
    for gate in graph.gates:
        yield from ((name, gate.name) for name in gate.waits_for)
    for name, links in graph.links.items():
        yield from ((before, name) for before in links.task_dep)


def _through_gates(
    path: Sequence[str], links: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The links along a chain of tasks, also where a gate stands between two of them."""
    known = set(links)
    into: dict[str, set[str]] = {}
    for before, after in links:
        into.setdefault(before, set()).add(after)
    for first, second in pairwise(path):
        if (first, second) in known:
            yield first, second
            continue
        for gate in into.get(first, ()):
            if (gate, second) in known:
                yield from ((first, gate), (gate, second))
                break


def mermaid(drawn: Drawing) -> str:
    """A flowchart for Markdown: code hosts draw it."""
    names = _names(drawn)
    lines = ["flowchart LR"]
    for number, (heading, tasks) in enumerate(drawn.clusters):
        lines.append(f'  subgraph phase{number}["{_quoted(heading)}"]')
        lines += [f'    {names[task.id]}["{_quoted(_label(task))}"]' for task in tasks]
        lines.append("  end")
    lines += [f'  {names[gate]}{{"{_quoted(gate)}"}}' for gate in drawn.gates]
    critical = []
    for number, (before, after) in enumerate(drawn.links):
        lines.append(f"  {names[before]} --> {names[after]}")
        if (before, after) in drawn.critical:
            critical.append(str(number))
    if critical:
        lines.append(f"  linkStyle {','.join(critical)} stroke:#d62728,stroke-width:3px")
    for status, colour in COLOURS.items():
        named = [names[name] for name, found in drawn.status.items() if found == status]
        if named:
            lines += [f"  classDef {status} fill:{colour}", f"  class {','.join(named)} {status}"]
    return "\n".join(lines) + "\n"


def dot(drawn: Drawing) -> str:
    """The same for Graphviz."""
    lines = [
        "digraph plan {",
        "  rankdir=LR;",
        "  node [shape=box, style=filled, fillcolor=white];",
    ]
    for number, (heading, tasks) in enumerate(drawn.clusters):
        lines.append(f'  subgraph cluster_{number} {{ label="{_escaped(heading)}";')
        for task in tasks:
            colour = COLOURS.get(drawn.status.get(task.id, ""), "white")
            label = _escaped(_label(task))
            lines.append(f'    "{_escaped(task.id)}" [label="{label}", fillcolor="{colour}"];')
        lines.append("  }")
    lines += [f'  "{_escaped(gate)}" [shape=diamond];' for gate in drawn.gates]
    for link in drawn.links:
        marked = ' [color="#d62728", penwidth=3]' if link in drawn.critical else ""
        before, after = map(_escaped, link)
        lines.append(f'  "{before}" -> "{after}"{marked};')
    return "\n".join([*lines, "}"]) + "\n"


def _label(task: Task) -> str:
    title = task.title if len(task.title) <= 48 else f"{task.title[:47]}…"
    return f"{task.id} {title}"


def _names(drawn: Drawing) -> dict[str, str]:
    """Names that mermaid accepts, each once: `end` and punctuation are its own."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node in (*(task.id for _, tasks in drawn.clusters for task in tasks), *drawn.gates):
        name = "n_" + _NOT_NAME.sub("_", node)
        while name in taken:
            name += "_"
        taken.add(name)
        names[node] = name
    return names


def _quoted(text: str) -> str:
    return escape.line(text).translate(_ENTITIES)


def _escaped(text: str) -> str:
    return escape.line(text).replace("\\", "\\\\").replace('"', '\\"')


FORMATS: Mapping[str, Callable[[Drawing], str]] = {"mermaid": mermaid, "dot": dot}
