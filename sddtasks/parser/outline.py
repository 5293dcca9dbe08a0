"""The headings around each line: which sections enclose a task."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from sddtasks.system.markdown import Document
from sddtasks.system.markdown import LineKind

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
        """Every heading once, in order."""
        return tuple(
            stack[-1]
            for line, stack in zip(self.lines, self.stacks, strict=True)
            if stack and stack[-1].line == line
        )


def outline(document: Document, tasks: Collection[int] = ()) -> Outline:
    """The outline; headings on the lines `tasks` end sections, but enclose nothing themselves."""
    stack: tuple[Heading, ...] = ()
    lines, stacks = [], []
    for line in document.lines:
        if line.kind is not LineKind.HEADING:
            continue
        stack = tuple(other for other in stack if other.level < line.level)
        if line.number not in tasks:
            text = line.heading
            plain = _MARKUP.sub("", text).strip()
            stack = (*stack, Heading(line.number, line.level, text, plain))
        lines.append(line.number)
        stacks.append(stack)
    return Outline(tuple(lines), tuple(stacks))
