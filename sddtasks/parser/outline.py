"""The headings around each line: which sections enclose a task."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from sddtasks.parser.markdown import Document
from sddtasks.parser.markdown import LineKind

_MARKUP = re.compile(r"[*_`]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `text` as written without `#`, `plain` also without bold and backticks."""

    line: int
    level: int
    text: str
    plain: str


@dataclass(frozen=True, slots=True)
class Outline:
    """All headings in order, each with the stack that it makes."""

    lines: tuple[int, ...]
    stacks: tuple[tuple[Heading, ...], ...]

    def around(self, line: int) -> tuple[Heading, ...]:
        """The headings that enclose a line, outermost first; a heading encloses itself."""
        index = bisect_right(self.lines, line) - 1
        return self.stacks[index] if index >= 0 else ()

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(stack[-1] for stack in self.stacks)


def outline(document: Document, without: Collection[int] = ()) -> Outline:
    """The outline, with the headings on the lines `without` left out: they are tasks."""
    stack: tuple[Heading, ...] = ()
    lines, stacks = [], []
    for line in document.lines:
        if line.kind is LineKind.HEADING and line.number not in without:
            text = line.heading
            heading = Heading(line.number, line.level, text, _MARKUP.sub("", text).strip())
            stack = (*(other for other in stack if other.level < line.level), heading)
            lines.append(line.number)
            stacks.append(stack)
    return Outline(tuple(lines), tuple(stacks))
