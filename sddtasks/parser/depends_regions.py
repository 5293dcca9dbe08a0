"""Where a document speaks about order: which lines, and how far they can be trusted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sddtasks.model.plan import Phase
from sddtasks.model.plan import Ref
from sddtasks.model.plan import Task
from sddtasks.parser.conditions import conditions
from sddtasks.parser.outline import Heading
from sddtasks.parser.outline import Outline
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import Line
from sddtasks.system.markdown import LineKind

_ORDER = re.compile(
    r"depend|\border(?:ing)?\b|critical path|\bblock|sequenc|parallel|execution|\bwaves?\b"
    r"|prerequisite|依赖|依賴|依存|顺序|順序|順番|并行|並列|並行|关键路径|阻塞|クリティカル|의존|순서|병렬"
    r"|завис|параллел|порядок|dépendanc|abhängig|reihenfolge|orden\b|ordem|ordre|secuencia"
    r"|sequência|paralel",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"generation rules|checklist|path conventions|^format|format[:：]|execution flow|strategy"
    r"|执行流程|策略|检查清单|格式|チェックリスト|стратег|правила|estrategia|estratégia|stratégie",
    re.IGNORECASE,
)
_NOT_ORDER = re.compile(
    r"validation|coverage|traceability|mapping|evidence|findings|discover|decision"
    r"|notes?\b.*(?:log|review)|summary|execution log|results?|changelog|history",
    re.IGNORECASE,
)
_WITHIN_STORIES = re.compile(r"within each|each (?:user )?story|内部|внутри кажд", re.IGNORECASE)
_SPOKEN = (LineKind.PROSE, LineKind.HEADING, LineKind.FENCE)
_BULLET = re.compile(r"^\s*(?:[-*+•·]\s+|\d+[.)]\s+|>|\||#|\*\*[^*]+\*\*\s*[:：])")
_ID_FIRST = re.compile(r"^\s*\**[A-Z]{1,6}-?\d")
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_DRAWN = frozenset({"mermaid", "json"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A list item or paragraph as one line of text, the number and the indent of its first line."""

    line: int
    indent: int
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """Consecutive lines outside all tasks. `trusted`: groups may be named in words.

    `subject` is what a field such as `Depends on:` is about: the tasks of the section around it.
    """

    lines: tuple[Line, ...]
    trusted: bool
    drawing: bool
    subject: Ref

    def paragraphs(self) -> Iterator[Paragraph]:
        """The items and paragraphs with their wrapped lines joined; each line of a drawing."""
        if self.drawing:
            yield from (_paragraph(line, [line.text]) for line in self.lines if line.text.strip())
            return
        first: Line | None = None
        parts: list[str] = []
        for line in self.lines:
            ends = not line.text.strip() or _RULE.match(line.text) is not None
            if ends or line.level or _BULLET.match(line.text) or _starts_anew(line, first):
                if first is not None:
                    yield _paragraph(first, parts)
                first, parts = (None, []) if ends else (line, [])
            first = line if first is None and not ends else first
            if not ends:
                parts.append(line.text.strip())
        if first is not None:
            yield _paragraph(first, parts)


def _starts_anew(line: Line, first: Line | None) -> bool:
    """In a plain paragraph each line that begins with an id or in bold stands for itself."""
    if first is None or (_BULLET.match(first.text) and not first.text.startswith("**")):
        return False
    return bool(_ID_FIRST.match(line.text)) or line.text.startswith("**")


def _paragraph(first: Line, parts: Sequence[str]) -> Paragraph:
    indent = len(first.text) - len(first.text.lstrip())
    return Paragraph(first.number, indent, " ".join(parts), first.level > 0)


def is_general(text: str) -> bool:
    """A rule about every story, not about one of this plan."""
    return bool(_WITHIN_STORIES.search(text))


def regions(
    document: Document, tasks: Sequence[Task], phases: Sequence[Phase], headings: Outline
) -> Iterator[Region]:
    """The document without its tasks and tables, cut at headings and fences."""
    inside = {n for task in tasks for n in range(task.line, task.end_line + 1)}
    sections = members(headings, tasks)
    by_line = {phase.line: phase for phase in phases}

    def key(line: Line) -> tuple[tuple[Heading, ...], str]:
        return headings.around(line.number), line.kind.value + line.info

    spoken = (line for line in document.lines if line.number not in inside and line.kind in _SPOKEN)
    for (around, _), lines in groupby(spoken, key):
        part = tuple(lines)
        drawing = part[0].kind is LineKind.FENCE
        trusted = _trusted(around, by_line)
        if drawing and (not trusted or part[0].info.split(" ")[0].lower() in _DRAWN):
            continue
        if trusted is not None:
            yield Region(
                lines=tuple(line for line in part if not (drawing and _FENCE.match(line.text))),
                trusted=trusted,
                drawing=drawing,
                subject=_subject(around, by_line, sections),
            )


def members(headings: Outline, tasks: Sequence[Task]) -> Mapping[int, Ref]:
    """For the line of each heading the tasks that it encloses, named as the heading is."""
    ids = defaultdict[int, dict[str, None]](dict)
    names: dict[int, str] = {}
    for task in tasks:
        for heading in headings.around(task.line):
            ids[heading.line][task.id] = None
            names[heading.line] = heading.plain
    return {line: Ref(tuple(found), names[line]) for line, found in ids.items()}


def _trusted(around: Sequence[Heading], phases: Mapping[int, Phase]) -> bool | None:
    """Is this a section about order? None: a section whose sentences are no dependencies."""
    for heading in reversed(around):
        if heading.line in phases:
            return False
        if _TEMPLATE.search(heading.plain):
            return None
        if _WITHIN_STORIES.search(heading.plain):
            return False
        if _ORDER.search(conditions(heading.plain).name) and heading.level > 1:
            return True
        if _NOT_ORDER.search(heading.plain):
            return None
    return False


def _subject(
    around: Sequence[Heading], phases: Mapping[int, Phase], sections: Mapping[int, Ref]
) -> Ref:
    """The tasks of the innermost section with tasks, inside a phase."""
    subject = Ref()
    for heading in reversed(around):
        if not subject.ids:
            subject = sections.get(heading.line, subject)
        if heading.line in phases:
            return subject
    return Ref()
