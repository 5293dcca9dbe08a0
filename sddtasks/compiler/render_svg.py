"""The graph as a picture: a column for each wave, a colour for each status, no other program."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from html import escape

from sddtasks.compiler.render_graph import COLOURS
from sddtasks.compiler.render_graph import Drawing
from sddtasks.compiler.waves import Waves

_BOX = (196, 34)
_GAP = (56, 14)
_MARGIN = 24
_LETTERS = 30


def svg(drawn: Drawing, found: Waves) -> str:
    """One SVG document. Phases are told apart by the small print under each title."""
    places = dict(_places(found))
    height = max((len(wave) for wave in found.waves), default=1) * (_BOX[1] + _GAP[1])
    width = max(1, len(found.waves)) * (_BOX[0] + _GAP[0])
    size = (width + 2 * _MARGIN, height + 2 * _MARGIN)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}"'
        f' width="{size[0]}" height="{size[1]}" font-family="sans-serif" font-size="11">'
    )
    parts = [
        opening,
        '<rect width="100%" height="100%" fill="white"/>',
        *_edges(drawn, places),
        *_boxes(drawn, places),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _places(found: Waves) -> Iterator[tuple[str, tuple[int, int]]]:
    for column, wave in enumerate(found.waves):
        for row, name in enumerate(wave):
            yield (
                name,
                (_MARGIN + column * (_BOX[0] + _GAP[0]), _MARGIN + row * (_BOX[1] + _GAP[1])),
            )


def _edges(drawn: Drawing, places: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """Lines between tasks; a gate is where lines would cross, so its lines are drawn faintly."""
    through: dict[str, list[str]] = {}
    for before, after in drawn.links:
        if after not in places:
            through.setdefault(after, []).append(before)
    for before, after in drawn.links:
        if after not in places:
            continue
        if before in places:
            yield _line(places[before], places[after], (before, after) in drawn.critical)
        else:
            last = [name for name in through.get(before, ()) if name in places]
            for name in sorted(last, key=lambda one: -places[one][0])[:1]:
                critical = (name, before) in drawn.critical and (before, after) in drawn.critical
                yield _line(places[name], places[after], critical)


def _line(start: tuple[int, int], end: tuple[int, int], critical: bool) -> str:
    x1, y1 = start[0] + _BOX[0], start[1] + _BOX[1] // 2
    x2, y2 = end[0], end[1] + _BOX[1] // 2
    bend = _GAP[0] // 2
    look = 'stroke="#d62728" stroke-width="2.5"' if critical else 'stroke="#bbb"'
    path = f"M{x1},{y1} C{x1 + bend},{y1} {x2 - bend},{y2} {x2},{y2}"
    return f'<path d="{path}" fill="none" {look}/>'


def _boxes(drawn: Drawing, places: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    for heading, tasks in drawn.clusters:
        for task in tasks:
            if task.id not in places:
                continue
            x, y = places[task.id]
            colour = COLOURS.get(drawn.status.get(task.id, ""), "#f7f7f7")
            yield (
                f"<g><title>{escape(f'{task.id} {task.title}')}</title>"
                f'<rect x="{x}" y="{y}" width="{_BOX[0]}" height="{_BOX[1]}" rx="4"'
                f' fill="{colour}" stroke="#888"/>'
                f'<text x="{x + 8}" y="{y + 14}">{escape(_cut(f"{task.id} {task.title}"))}</text>'
                f'<text x="{x + 8}" y="{y + 27}" fill="#777" font-size="9">{escape(_cut(heading))}'
                "</text></g>"
            )


def _cut(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
