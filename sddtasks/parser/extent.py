"""Which lines belong to a task: the paragraph it begins with, and what hangs below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import Line
from sddtasks.system.markdown import LineKind

_BULLET = re.compile(r"\s*(?:>\s?)*(?:[-*+]|\d{1,3}[.)])\s")
_NO_CONTINUATION = re.compile(r"\s*(?:\*\*|__|[#>|]|```|~~~|<|[-*_]{3,}\s*$|[-*+]\s|\d{1,3}[.)]\s)")
_NO_SENTENCE = re.compile(
    r"\s*(?:\*\*|\||> |_\w+:|[A-Z][\w ()-]{2,24}[:：]\s|\w{0,4}[\u3040-\u9fff]{1,6}[:：])"
)
_LABEL_AT_END = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\))\s*$")
_RULE = re.compile(r" {0,3}(?:-\s?){3,}$|(?:\*\s?){3,}$|(?:_\s?){3,}$")
_TAB = 4
_TAIL = 80


@dataclass(frozen=True, slots=True)
class Extent:
    """A task's lines: `paragraph` continues its first line, `body` is the rest."""

    paragraph: tuple[Line, ...]
    body: tuple[Line, ...]
    end_line: int


def extents(document: Document, sites: Sequence[Site]) -> tuple[Extent, ...]:
    """The extent of every site; the sites are in document order."""
    stops = [site.line for site in sites[1:]] + [len(document.lines) + 1]
    return tuple(_extent(document, site, stop) for site, stop in zip(sites, stops, strict=False))


def _extent(document: Document, site: Site, stop: int) -> Extent:
    """The lines below a site that belong to it; `stop` is the line of the next task."""
    if site.form is Form.ROW:
        return Extent((), (), site.line)
    below = document.lines[site.line : stop - 1]
    wide = site.form in (Form.HEADING, Form.BOLD)
    taken = list(_section(below, site) if wide else _item(below, site.indent))
    while taken and not taken[-1].text.strip():
        taken.pop()
    end_line = taken[-1].number if taken else site.line
    count = 0 if _ends_here(site) else _paragraph_length(taken)
    body = [line for line in taken[count:] if line.kind is not LineKind.COMMENT]
    return Extent(tuple(taken[:count]), tuple(body), end_line)


def _section(below: tuple[Line, ...], site: Site) -> Iterator[Line]:
    """Everything up to the next heading of the same level (any heading, for a paragraph)."""
    for line in below:
        if line.kind is LineKind.HEADING:
            if site.form is not Form.HEADING or line.level <= site.indent:
                return
        elif line.kind is LineKind.PROSE and _RULE.match(line.text):
            return
        yield line


def _item(below: tuple[Line, ...], indent: int) -> Iterator[Line]:
    """A list item: what is indented more than its bullet, and lines that lazily continue it."""
    lazy = True
    inside_fence = False
    for line in below:
        if line.kind is LineKind.FENCE and inside_fence:
            yield line
            continue
        inside_fence = False
        if not line.text.strip():
            lazy = False
            yield line
            continue
        if line.kind in (LineKind.HEADING, LineKind.FRONT_MATTER):
            return
        continues = lazy and line.kind is LineKind.PROSE and not _NO_CONTINUATION.match(line.text)
        if _columns(line.text) <= indent and not continues:
            return
        inside_fence = line.kind is LineKind.FENCE
        yield line


def _ends_here(site: Site) -> bool:
    """Headings, bold titles and hard line breaks: what follows is no part of the sentence."""
    if site.form is Form.HEADING or site.text.endswith(("  ", "\\")):
        return True
    tail = site.text[-_TAIL:].rstrip()
    if tail.endswith(("]", ")")):
        tail = _LABEL_AT_END.sub("", tail)
    return tail.endswith("**")


def _columns(text: str) -> int:
    expanded = text.expandtabs(_TAB)
    return len(expanded) - len(expanded.lstrip())


def _paragraph_length(lines: list[Line]) -> int:
    for count, line in enumerate(lines):
        text = line.text
        if line.kind is not LineKind.PROSE or not text.strip() or _BULLET.match(text):
            return count
        if _NO_SENTENCE.match(text):
            return count
    return len(lines)
