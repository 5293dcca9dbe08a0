"""Dependency graphs in fences: mermaid flowcharts and the JSON waves of Kiro."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.model.plan import Task
from sddtasks.parser.depends_ids import Ids
from sddtasks.system import nested
from sddtasks.system.markdown import Fence

_NODE = re.compile(
    r"^\s*(?P<id>[A-Za-z][\w.-]*?)\s*"
    r"(?:(?P<shape>\[\[|\[\(|\[|\(\[|\(\(|\(|\{\{|\{|>)\s*\"?(?P<label>[^\"\]})]*).*?)?(?:::[:\w]+)?\s*;?$"
)
_LINK = re.compile(
    r"\s*(?P<open><?)(?:--\s+[^->|]+\s+--+>|-\.\s+[^->|]+\s+\.-+>|--+[>ox]?|==+>?|(?P<dotted>-\.+->?|\.\.+>))"
    r"(?:\|[^|]*\|)?\s*(?=\S)"
)
_FLOW = re.compile(r"^\s*(?:graph|flowchart)\b", re.IGNORECASE)
_SUBGRAPH = re.compile(r"^\s*subgraph\s+(?P<id>[\w.-]+)?(?:\s*\[?\"?(?P<title>[^\"\]]*))?", re.I)
_IGNORED = re.compile(
    r"^\s*(?:%%|classDef|class\s|style\s|linkStyle|click\s|direction\s|graph|flowchart)"
)
_WORD = re.compile(r"[^\W\d_]{3,}")


def flowchart(fence: Fence, ids: Ids, tasks: Sequence[Task]) -> Iterator[Statement]:
    """The links of a mermaid flowchart between tasks; a subgraph stands for what is inside."""
    content = [line for line in fence.content if line.strip()]
    if not content or not any(_FLOW.match(line) for line in content[:3]):
        return
    labels, inside = _nodes(fence.content)
    names = _named(labels, inside, ids)
    trusted = _is_about(labels, names, tasks)
    for offset, line in enumerate(fence.content, 1):
        if _IGNORED.match(line) or _SUBGRAPH.match(line):
            continue
        for before, after in _links(line):
            first, last = _group(before, names), _group(after, names)
            if first and last:
                yield Statement(
                    Ref(first), Ref(last), "mermaid", fence.line + offset, line.strip(), not trusted
                )


def _links(line: str) -> Iterator[tuple[list[str], list[str]]]:
    """`A & B --> C --> D` as neighbours; a dotted link only relates its ends."""
    previous: list[str] = []
    start = 0
    blocked = True
    for match in (*_LINK.finditer(line), None):
        end = match.start() if match else len(line)
        nodes = [node["id"] for part in line[start:end].split("&") if (node := _NODE.match(part))]
        if previous and nodes and not blocked:
            yield previous, nodes
        previous = nodes
        if match:
            start, blocked = match.end(), match["dotted"] is not None


def _nodes(lines: Iterable[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The labels of all nodes, and the nodes inside each subgraph."""
    labels: dict[str, str] = {}
    inside = defaultdict[str, list[str]](list)
    open_graphs: list[str] = []
    for line in lines:
        started = _SUBGRAPH.match(line)
        if started:
            open_graphs.append(started["id"] or started["title"] or "")
        elif line.strip() == "end" and open_graphs:
            open_graphs.pop()
        elif not _IGNORED.match(line):
            for part in _LINK.split(line):
                for piece in (part or "").split("&"):
                    node = _NODE.match(piece)
                    if node:
                        labels.setdefault(node["id"], "")
                        labels[node["id"]] = node["label"] or labels[node["id"]]
                        for graph in open_graphs:
                            inside[graph].append(node["id"])
    return labels, inside


def _named(
    labels: Mapping[str, str], inside: Mapping[str, list[str]], ids: Ids
) -> dict[str, tuple[str, ...]]:
    """The tasks that each node stands for: by the id in its label, else by its own name."""
    names: dict[str, tuple[str, ...]] = {}
    for node, label in labels.items():
        in_label = ids.mark(label.strip())
        if in_label.ids and in_label.text.lstrip().startswith("\x01"):
            names[node] = in_label.ids[0]
        elif node in ids:
            names[node] = (ids.name(node),)
    for graph, nodes in inside.items():
        members = (name for node in nodes for name in names.get(node, ()))
        names.setdefault(graph, tuple(dict.fromkeys(members)))
    return names


def _group(nodes: Iterable[str], names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for node in nodes for name in names.get(node, ())))


def _is_about(
    labels: Mapping[str, str], names: Mapping[str, tuple[str, ...]], tasks: Sequence[Task]
) -> bool:
    """Do the labels use the words of the tasks? A graph may number its nodes for itself."""
    titles = {task.id: set(_WORD.findall(task.title.lower())) for task in tasks}
    seen = shared = 0
    for node, label in labels.items():
        words = set(_WORD.findall(label.lower()))
        if len(names.get(node, ())) == 1 and words:
            seen += 1
            shared += bool(words & titles.get(names[node][0], set()))
    return seen < 4 or shared * 5 >= seen * 2


def waves(fence: Fence, ids: Ids) -> Iterator[Statement]:
    """`{"waves": [{"id": 0, "tasks": ["1.1"]}, …]}`: each wave waits for the one before it."""
    if '"waves"' not in "".join(fence.content[:12]):
        return
    try:
        found = nested.read_json("\n".join(fence.content))
    except (ValueError, RecursionError):
        return
    entries = found.get("waves") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        return
    groups = [_wave(entry, ids) for entry in entries]
    lines = [_line_of(fence, group) for group in groups]
    for number, group in enumerate(groups):
        for earlier in _earlier(entries, number):
            if groups[earlier] and group:
                yield Statement(
                    Ref(groups[earlier]), Ref(group), "wave", lines[number], f"wave {number + 1}"
                )
        if number == 0 and group:
            yield Statement(Ref(), Ref(group), "none", lines[number], "wave 1")


def _wave(entry: object, ids: Ids) -> tuple[str, ...]:
    listed = entry.get("tasks") if isinstance(entry, dict) else entry
    if not isinstance(listed, list):
        return ()
    return tuple(ids.name(str(name)) for name in listed if isinstance(name, str | int | float))


def _earlier(entries: Sequence[object], number: int) -> tuple[int, ...]:
    """The places of the waves that this one names, else of the one before it."""
    entry = entries[number]
    listed = entry.get("depends_on") if isinstance(entry, dict) else None
    if isinstance(listed, list):
        names = [e.get("id", e.get("wave")) if isinstance(e, dict) else None for e in entries]
        return tuple(names.index(name) for name in listed if name in names)
    return (number - 1,) if number else ()


def _line_of(fence: Fence, group: Sequence[str]) -> int:
    for offset, line in enumerate(fence.content, 1):
        if group and f'"{group[0]}"' in line:
            return fence.line + offset
    return fence.line
