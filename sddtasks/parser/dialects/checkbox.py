"""Tasks as check boxes: `- [ ] T001 [P] …` (spec-kit), `- [ ]* 1.2 …` (Kiro), `1.1` (OpenSpec).

A nested box with an id is a task with a parent; a nested box without one is a step of its task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site
from sddtasks.parser.sites import site_of
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import Line
from sddtasks.system.markdown import LineKind

BOX = re.compile(
    r"(?P<indent>[ \t]*)(?:>\s?)*(?:[-*+]|\d{1,3}[.)])[ \t\u00a0]+\[(?P<mark>[^\]\[]{0,2})\]"
    r"(?P<star>\*(?!\*))?(?P<text>.*)"
)
_DOUBLED = re.compile(r"^\s*[-*+]\s+\[[^\]\[]?\]\s*")
_MARKS = frozenset(" xX-~>✓✔✅☑?!/")
_TAB = 4


def sites(document: Document) -> Iterator[Site]:
    """Every check box outside fences and comments that has an id."""
    for line in document.lines:
        box = read_box(line)
        if box and box.ids:
            yield box


def read_box(line: Line) -> Site | None:
    """The check box on this line, with or without an id."""
    if line.kind is not LineKind.PROSE or "[" not in line.text:
        return None
    match = BOX.match(line.text)
    if not match:
        return None
    if match["mark"] == "P":
        return _parallel_only(line, match)
    if not _is_mark(match):
        return None
    mark = match["mark"].strip()[:1] or " "
    indent = len(match["indent"].expandtabs(_TAB))
    text = _DOUBLED.sub("", match["text"], count=1)
    found = site_of(Form.BOX, line.number, text, indent, mark)
    if found is None:
        return Site(Form.BOX, line.number, text.strip(), indent=indent, mark=mark, boxed=True)
    return replace(found, optional=True) if match["star"] else found


def _parallel_only(line: Line, match: re.Match[str]) -> Site | None:
    """`- [P] T001 …`: a label where the box should be, or a line of a legend."""
    indent = len(match["indent"].expandtabs(_TAB))
    found = site_of(Form.BOX, line.number, match["text"], indent)
    return replace(found, text=f" [P] {found.text}") if found else None


def _is_mark(match: re.Match[str]) -> bool:
    """`[ x]` and `[]` are careless marks."""
    mark = match["mark"].strip()
    return len(mark) <= 1 and (mark or " ") in _MARKS
