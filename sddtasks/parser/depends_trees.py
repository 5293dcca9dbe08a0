"""Dependencies drawn in text: chains over several lines, trees, brackets, arrows downwards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_clauses import segments
from sddtasks.parser.depends_reader import NOBODY
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import is_empty
from sddtasks.parser.depends_reader import plain
from sddtasks.parser.depends_sentences import sentences
from sddtasks.parser.depends_words import connectors
from sddtasks.system.markdown import Line

_BRANCH = re.compile(r"^(?P<before>[\s│|┃]*)(?:[├└┗┣╰╠╚]|\+--|`--|\\--)[─━═\-–—►>→\s]*")
_TRUNK = re.compile(r"^[\s│|┃├└─┬┴┼▼v]*$")
_DOWN = re.compile(r"^[\s│|┃]*[↓▼⬇⇓][\s│|┃↓▼⬇⇓]*$")
_LEADING_ARROW = re.compile(r"^\s*(?:[─━–-]*[→►▶⟶➜⇒]|[─–-]+>|=+>)")
_BRACKET = re.compile(r"[─━-]\s?(?P<corner>[┐┤┼┘╮╯])(?P<arrow>[─━-]*[>►▶→])?")
_QUOTED = re.compile(r"^\W*(?:Task|task)\b[^(]*:\s|^\s*Task\(|[\"“”][^\"“”]*\s[^\"“”]*[\"“”]")
_MAPPED = re.compile(r"^\W*(?P<key>\x01\d+\x02)\W*:\s*\[(?P<needs>[^\]]*)\]")
_NEEDS = re.compile(r"\((?:needs|depends on|after)\b", re.IGNORECASE)
_REMARK = re.compile(r"\[[^\]]*\]?")
_WIDEST = 300


@dataclass(frozen=True, slots=True)
class _Node:
    """The last line at some column of a drawing, and the group at its end."""

    column: int
    text: str
    last: Ref


def drawings(lines: Iterable[Line], reader: Reader) -> Iterator[Statement]:
    """The statements of a fence with text in it."""
    lines = tuple(line for line in lines if len(line.text) <= _WIDEST)
    yield from _brackets(lines, reader)
    stack: list[_Node] = []
    pointed = False
    for line, text in _chains(lines):
        indent = len(text) - len(text.lstrip())
        branch = _BRANCH.match(text)
        if _DOWN.match(text):
            pointed = True
        elif not _TRUNK.match(text) and (branch or not _is_example(text)):
            column = branch.end() if branch else indent
            content = text[column:]
            yield from _mapped(content, line.number, reader)
            yield from sentences(content, line.number, reader)
            groups = _groups(content, reader)
            if groups:
                parent = NOBODY
                if branch or pointed:
                    parent = _above(stack, branch.end("before") if branch else indent, reader)
                if not is_empty(parent) and not _holds(parent, groups):
                    rule = "tree" if branch else "arrow"
                    yield Statement(parent, groups[0], rule, line.number, plain(content))
                stack = [node for node in stack if node.column < column]
                stack.append(_Node(column, line.text, groups[-1]))
                pointed = pointed and branch is not None


def _mapped(text: str, line: int, reader: Reader) -> Iterator[Statement]:
    """`T003: [T001, T002]`, as in YAML and JSON: a task and what it needs."""
    refs = reader.mark(text)
    match = _MAPPED.match(refs.text)
    if match:
        needs = refs.of(match["needs"])
        rule = "field" if needs else "none"
        yield Statement(Ref(needs), Ref(refs.of(match["key"])), rule, line, text.strip())


def _holds(parent: Ref, groups: Sequence[Ref]) -> bool:
    """The line only tells more about what its parent names already."""
    return any(name in parent.ids for group in groups for name in group.ids)


def _is_example(text: str) -> bool:
    """A task quoted for an agent, unless it says what it needs."""
    return bool(_QUOTED.search(text)) and not _NEEDS.search(text)


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


def _above(stack: Sequence[_Node], column: int, reader: Reader) -> Ref:
    """What the nearest line above that does not begin further to the right names.

    Of a chain that forks (`T001 ─┬─► T003`) this is the part in front of the fork.
    """
    for node in reversed(stack):
        if node.column <= column:
            if node.text[column : column + 1] in ("┬", "┼", "├"):
                groups = _groups(node.text[:column], reader)
                return groups[-1] if groups else node.last
            return node.last
    return stack[-1].last if stack else NOBODY


def _groups(content: str, reader: Reader) -> list[Ref]:
    """The groups of a line in the order of their arrows."""
    refs = reader.mark(content)
    found = (reader.side(refs, _named(part.text)) for part in segments(refs.text) if not part.back)
    return [group for group in found if not is_empty(group)]


def _named(text: str) -> str:
    """What a node is called, without remarks in brackets and sentences about it."""
    text = _REMARK.sub(" ", text)
    said = connectors(text)
    return text[: said[0].start] if said else text


def _brackets(lines: Sequence[Line], reader: Reader) -> Iterator[Statement]:
    """`T001 ─┐`, `T002 ─┼─► T004`, `T003 ─┘`: all that a bracket holds, then what it points to."""
    open_at: dict[int, list[tuple[Line, re.Match[str]]]] = {}
    for line in lines:
        corners = {match.start("corner"): match for match in _BRACKET.finditer(line.text)}
        for column, rows in list(open_at.items()):
            if line.text[column : column + 1] not in ("│", "|", "┃", "├") and column not in corners:
                yield from _held(rows, reader)
                del open_at[column]
        for column, match in corners.items():
            open_at.setdefault(column, []).append((line, match))
    for rows in open_at.values():
        yield from _held(rows, reader)


def _held(rows: Sequence[tuple[Line, re.Match[str]]], reader: Reader) -> Iterator[Statement]:
    members = [group for line, match in rows if (group := _held_by(line, match, reader)).ids]
    before = Ref(tuple(dict.fromkeys(name for group in members for name in group.ids)))
    for line, match in rows:
        if match["arrow"] and len(members) > 1:
            groups = _groups(line.text[match.end() :], reader)
            if groups and not set(groups[0].ids) & set(before.ids):
                yield Statement(before, groups[0], "arrow", line.number, line.text.strip())


def _held_by(line: Line, match: re.Match[str], reader: Reader) -> Ref:
    groups = _groups(line.text[: match.start()], reader)
    return groups[-1] if groups else NOBODY
