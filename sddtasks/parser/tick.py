"""Ticks one task's box in the bytes of tasks.md: one character changes, everything else stays."""

from __future__ import annotations

import re

from sddtasks.parser.dialects.checkbox import BOX
from sddtasks.parser.dialects.checkbox import read_box
from sddtasks.parser.plan import parse
from sddtasks.parser.sites import Form
from sddtasks.parser.sites import site_of
from sddtasks.system.markdown import Line

_BOM = b"\xef\xbb\xbf"
_MARK = r"\[(?P<mark>[^\]\[])\]"
_HEADING_BOX = re.compile(rf"\s*#{{1,6}}[\s*_]*(?:[\w.-]+[\s*_`:：)]*)?{_MARK}")
_CELL_BOX = re.compile(rf"(?:^|.*?\|)\s*{_MARK}")
_OPEN = frozenset(" \t-~")
_TICKED = frozenset("xX✅✓")


def mark_done(text: bytes, task_id: str, line: int | None = None) -> bytes:
    """The text with the task's box ticked; unchanged if it has no box or is ticked already.

    `line`: see `_marked`.
    """
    return _marked(text, task_id, line, b"x", _OPEN)


def mark_open(text: bytes, task_id: str, line: int | None = None) -> bytes:
    """The text with the task's box open again; unchanged if it has no box or is open already."""
    return _marked(text, task_id, line, b" ", _TICKED)


def _marked(
    text: bytes, task_id: str, line: int | None, mark: bytes, replaced: frozenset[str]
) -> bytes:
    """The text with a new mark in the task's box, if it has one of the marks to be replaced.

    `line` is where the plan found the task. If the id does not stand there any more, the text is
    parsed again to find it.
    """
    span = _span(text, line) if line else None
    if span is None or not _defines(_decoded(text, span), task_id):
        found = next((task.line for task in parse(text).tasks if task.id == task_id), None)
        span = _span(text, found) if found else None
    if span is None:
        return text
    raw = _decoded(text, span)
    column = _box_with(raw, replaced)
    if column is None:
        return text
    place = span[0] + len(raw[:column].encode("utf-8", "surrogateescape"))
    end = place + len(raw[column].encode("utf-8", "surrogateescape"))
    return text[:place] + mark + text[end:]


def _span(text: bytes, number: int) -> tuple[int, int] | None:
    """Where the line with this number begins and ends, without byte order mark and line end."""
    start = len(_BOM) if text.startswith(_BOM) else 0
    lines = text[start:].splitlines(keepends=True)
    if number == len(lines) + 1:
        return len(text), len(text)
    if number > len(lines):
        return None
    start += sum(map(len, lines[: number - 1]))
    return start, start + len(lines[number - 1].rstrip(b"\r\n"))


def _decoded(text: bytes, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]].decode("utf-8", "surrogateescape")


def _defines(raw: str, task_id: str) -> bool:
    """Whether a line alone shows that it defines this task."""
    box = read_box(Line(1, raw))
    if box:
        return task_id in box.ids
    pieces = raw.split("|") if "|" in raw else [raw.lstrip("# \t")]
    sites = (site_of(Form.HEADING, 1, piece.strip()) for piece in pieces)
    return any(site is not None and task_id in site.ids for site in sites)


def _box_with(raw: str, marks: frozenset[str]) -> int | None:
    """The column of the mark of the line's box, if it is one of these."""
    for pattern in (BOX, _HEADING_BOX, _CELL_BOX):
        box = pattern.match(raw)
        if box and box["mark"]:
            return box.start("mark") if box["mark"][0] in marks else None
    return None
