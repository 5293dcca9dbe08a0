"""The graph as a picture: a lane for each phase, a column for each wave, no other program."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape as html
from statistics import mean

from sddtasks.compiler.render_graph import COLOURS
from sddtasks.compiler.render_graph import Drawing
from sddtasks.compiler.waves import Waves
from sddtasks.model.plan import Task
from sddtasks.system import escape

_BOX = (196, 34)
_GAP = (56, 14)
_GATE = 7
_HEADING = 24
_MARGIN = 24
_LETTERS = 32
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lane:
    """One phase: its heading, where it begins and how high it is."""

    heading: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is drawn: boxes by their upper left corner, gates by their middle."""

    lanes: tuple[Lane, ...]
    boxes: Mapping[str, Place]
    gates: Mapping[str, Place]
    width: int


def svg(drawn: Drawing, found: Waves) -> str:
    """One SVG document. Edges carry their ends as `data-from` and `data-to`."""
    layout = _layout(drawn, found)
    height = layout.lanes[-1].top + layout.lanes[-1].height if layout.lanes else 0
    size = (layout.width + 2 * _MARGIN, height + _MARGIN)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}"'
        f' width="{size[0]}" height="{size[1]}" font-family="sans-serif" font-size="11">'
    )
    parts = [
        opening,
        '<rect width="100%" height="100%" fill="white"/>',
        *(_lane(lane, layout.width) for lane in layout.lanes),
        *_edges(drawn, layout),
        *(_gate(name, place) for name, place in layout.gates.items()),
        *(
            _box(task, layout.boxes[task.id], drawn.status.get(task.id, ""))
            for _, tasks in drawn.clusters
            for task in tasks
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _layout(drawn: Drawing, found: Waves) -> Layout:
    column = {name: number for number, wave in enumerate(found.waves) for name in wave}
    lanes: list[Lane] = []
    boxes: dict[str, Place] = {}
    top = _MARGIN
    for heading, tasks in drawn.clusters:
        rows = Counter[int]()
        for task in tasks:
            wave = column.get(task.id, 0)
            x = _MARGIN + wave * (_BOX[0] + _GAP[0]) + _GAP[0] // 2
            boxes[task.id] = (x, top + _HEADING + rows[wave] * (_BOX[1] + _GAP[1]))
            rows[wave] += 1
        height = _HEADING + max(rows.values(), default=0) * (_BOX[1] + _GAP[1])
        lanes.append(Lane(heading, top, height))
        top += height + _GAP[1]
    width = max(1, len(found.waves)) * (_BOX[0] + _GAP[0])
    return Layout(tuple(lanes), boxes, dict(_gates(drawn, boxes)), width)


def _gates(drawn: Drawing, boxes: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    """Each gate stands behind the last of the tasks that it waits for."""
    for gate in drawn.gates:
        before = [boxes[name] for name, after in drawn.links if after == gate and name in boxes]
        if before:
            x = max(place[0] for place in before) + _BOX[0] + _GAP[0] // 2
            yield gate, (x, round(mean(place[1] for place in before)) + _BOX[1] // 2)


def _edges(drawn: Drawing, layout: Layout) -> Iterator[str]:
    for before, after in drawn.links:
        start, end = _end_of(before, layout), _start_of(after, layout)
        if start and end:
            yield _line(before, after, (start, end), critical=(before, after) in drawn.critical)


def _end_of(name: str, layout: Layout) -> Place | None:
    if name in layout.gates:
        return layout.gates[name]
    box = layout.boxes.get(name)
    return (box[0] + _BOX[0], box[1] + _BOX[1] // 2) if box else None


def _start_of(name: str, layout: Layout) -> Place | None:
    if name in layout.gates:
        return layout.gates[name]
    box = layout.boxes.get(name)
    return (box[0], box[1] + _BOX[1] // 2) if box else None


def _line(before: str, after: str, ends: tuple[Place, Place], *, critical: bool) -> str:
    (x1, y1), (x2, y2) = ends
    bend = _GAP[0] // 2
    look = 'class="critical" stroke="#d62728" stroke-width="2.5"' if critical else 'stroke="#bbb"'
    path = f"M{x1},{y1} C{x1 + bend},{y1} {x2 - bend},{y2} {x2},{y2}"
    names = f'data-from="{_xml(before)}" data-to="{_xml(after)}"'
    return f'<path d="{path}" {names} fill="none" {look}/>'


def _lane(lane: Lane, width: int) -> str:
    return (
        f'<g class="phase"><rect x="{_MARGIN}" y="{lane.top}" width="{width}"'
        f' height="{lane.height}" rx="6" fill="#fafafa" stroke="#ddd"/>'
        f'<text x="{_MARGIN + 8}" y="{lane.top + 15}" fill="#555">{_xml(lane.heading)}</text></g>'
    )


def _gate(name: str, place: Place) -> str:
    x, y = place
    corners = f"{x - _GATE},{y} {x},{y - _GATE} {x + _GATE},{y} {x},{y + _GATE}"
    look = 'fill="white" stroke="#888"'
    return f'<polygon points="{corners}" {look}><title>{_xml(name)}</title></polygon>'


def _box(task: Task, place: Place, status: str) -> str:
    x, y = place
    title = f"{task.id} {task.title}"
    short = title if len(title) <= _LETTERS else f"{title[: _LETTERS - 1]}…"
    colour = COLOURS.get(status, "white")
    return (
        f'<g class="{_xml(f"task {status}".strip())}"><title>{_xml(title)}</title>'
        f'<rect x="{x}" y="{y}" width="{_BOX[0]}" height="{_BOX[1]}" rx="4"'
        f' fill="{colour}" stroke="#888"/>'
        f'<text x="{x + 8}" y="{y + 21}">{_xml(short)}</text></g>'
    )


def _xml(text: str) -> str:
    return html(_NOT_XML.sub(" ", escape.line(text)))
