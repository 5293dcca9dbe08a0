"""The sub-heading above a task within its phase: a heading, or a bold line used as one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.parser.headings import is_container
from sddtasks.parser.outline import Heading
from sddtasks.parser.outline import Outline
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import LineKind

_BOLD_LINE = re.compile(
    r"\s{0,3}(?:\*\*|__)(?P<text>[^*_]{2,70}?)[:：]?(?:\*\*|__)\s*(?:\([^()]*\))?[:：]?\s*"
)
_NO_SECTION = re.compile(
    r"\W*(?:critical|note|warning|important|purpose|goal|checkpoint|independent test|mvp|caution"
    r"|关键|重要|注意|警告|检查点|チェックポイント|важно|внимание|wichtig|importante)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sections:
    """Bold lines that stand for headings, as line numbers and texts in order."""

    outline: Outline
    lines: tuple[int, ...]
    texts: tuple[str, ...]

    def of(self, line: int, phase: Heading | None) -> str:
        """The nearest sub-heading above `line` that is not the phase itself."""
        stack = self.outline.around(line)
        index = bisect_right(self.lines, line) - 1
        if index >= 0 and self.lines[index] > (stack[-1].line if stack else 0):
            return self.texts[index]
        inner = stack[-1] if stack and stack[-1].level > 1 else None
        if inner and not is_container(inner) and (phase is None or inner.level > phase.level):
            return inner.plain
        return ""


def sections(document: Document, outline: Outline, tasks: Sequence[tuple[int, int]]) -> Sections:
    """The bold lines outside of `tasks` (first and last line of each): inside they are fields."""
    starts = [first for first, _ in tasks]
    found = []
    for line in document.lines:
        if line.kind is not LineKind.PROSE or not line.text.lstrip().startswith(("**", "__")):
            continue
        before = bisect_right(starts, line.number) - 1
        match = _BOLD_LINE.fullmatch(line.text)
        inside = before >= 0 and line.number <= tasks[before][1]
        if match and not inside and not _NO_SECTION.match(match["text"]):
            found.append((line.number, match["text"].strip()))
    return Sections(outline, tuple(n for n, _ in found), tuple(text for _, text in found))
