"""Dependencies drawn in text: chains over several lines, trees, arrows that point down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_clauses import NOBODY
from sddtasks.parser.depends_clauses import Reader
from sddtasks.parser.depends_clauses import is_empty
from sddtasks.parser.depends_clauses import plain
from sddtasks.parser.depends_clauses import segments
from sddtasks.parser.depends_clauses import sentences
from sddtasks.parser.depends_words import connectors
from sddtasks.parser.markdown import Line

_BRANCH = re.compile(r"^[\s│|┃]*(?:[├└┗┣╰╠╚]|\+--|`--|\\--)[─━═\-–—►>→\s]*")
_TRUNK = re.compile(r"^[\s│|┃├└─┬┴┼▼v]*$")
_DOWN = re.compile(r"^[\s│|┃]*[↓▼⬇⇓][\s│|┃↓▼⬇⇓]*$")
_LEADING_ARROW = re.compile(r"^\s*(?:[─━–-]*[→►▶⟶➜⇒]|[─–-]+>|=+>)")
_REMARK = re.compile(r"\[[^\]]*\]?")
_QUOTED = re.compile(r"^\W*(?:Task|task)\b[^(]*:\s|^\s*Task\(|[\"“”]")
_NEEDS = re.compile(r"\((?:needs|depends on|after)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Node:
    """What the last line at some column of a drawing names."""

    column: int
    group: Ref


def drawings(lines: Iterable[Line], reader: Reader) -> Iterator[Statement]:
    """The statements of a fence with text in it."""
    stack: list[_Node] = []
    pending = NOBODY
    for line, text in _chains(lines):
        if _DOWN.match(text):
            pending = _above(stack, len(text) - len(text.lstrip()))
            continue
        if _TRUNK.match(text):
            continue
        branch = _BRANCH.match(text)
        if branch is None and _QUOTED.search(text) and not _NEEDS.search(text):
            continue
        column = branch.end() if branch else len(text) - len(text.lstrip())
        content = text[branch.end() :] if branch else text
        yield from sentences(content, line.number, reader)
        first, last = _ends(content, reader)
        parent = _above(stack, column) if branch else pending
        if not is_empty(first):
            if not is_empty(parent):
                rule = "tree" if branch else "arrow"
                yield Statement(parent, first, rule, line.number, plain(content))
            stack = [node for node in stack if node.column < column]
            stack.append(_Node(column, last))
            pending = NOBODY if branch is None else pending


def _chains(lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """Each line of a drawing; one that begins with an arrow with what the arrow comes from."""
    last = ""
    for line in lines:
        text = line.text
        if last.strip() and _LEADING_ARROW.match(text):
            text = f"{segments(last)[-1].text} {text.strip()}"
        if text.strip():
            last = text
        yield line, text


def _above(stack: list[_Node], column: int) -> Ref:
    """The nearest line above that stands further to the left, or at the same place for a `↓`."""
    for node in reversed(stack):
        if node.column < column:
            return node.group
    return stack[-1].group if stack else NOBODY


def _ends(content: str, reader: Reader) -> tuple[Ref, Ref]:
    """The first and the last group of a line: what hangs on its parent, and what hangs on it."""
    refs = reader.ids.mark(plain(content), numbers=reader.numbers)
    groups = [
        found
        for part in segments(refs.text)
        if not part.back and not is_empty(found := reader.side(refs, _named(part.text)))
    ]
    return (groups[0], groups[-1]) if groups else (NOBODY, NOBODY)


def _named(text: str) -> str:
    """What a node is called, without remarks in brackets and sentences about it."""
    text = _REMARK.sub(" ", text)
    said = connectors(text)
    return text[: said[0].start] if said else text
