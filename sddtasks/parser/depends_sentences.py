"""A line of prose → Statements: its label, its clauses, and what a clause leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_clauses import Clause
from sddtasks.parser.depends_clauses import statements_of
from sddtasks.parser.depends_groups import is_numbered
from sddtasks.parser.depends_ids import MARK
from sddtasks.parser.depends_ids import Refs
from sddtasks.parser.depends_reader import NOBODY
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import is_empty
from sddtasks.parser.depends_words import ARROW
from sddtasks.parser.depends_words import OPENING
from sddtasks.parser.depends_words import SOFT
from sddtasks.parser.depends_words import connectors
from sddtasks.parser.depends_words import speaks_of_order
from sddtasks.parser.depends_words import translated

_END = re.compile(
    r"[;；。](?!\s*(?:and )?then\b)|(?<!\.)\.(?=\s|$)(?<!e\.g\.)(?<!i\.e\.)|\s(?:[—–]|--?)\s(?!>)"
    r"|,\s+(?=(?:does|do|is|are|has|no|not|but|however)\b)|\s(?:but|whereas)\s",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?P<label>[^:：→]{1,110}?)(?:\s*[:：]\s+|[:：]$)(?P<rest>.*)$", re.DOTALL)
_OPENED_LIST = re.compile(
    r"^\W*(?:after|once|upon|following)\s+\x01(\d+)\x02(?!.*\x01)", re.IGNORECASE | re.DOTALL
)
_VERB_NEXT = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:must |can |should |may |only |also )*"
    r"(?:depends?|blocks?|needs?|requires?|waits?|follows?|before|after)\b",
    re.IGNORECASE,
)
_NEXT_CHAIN = re.compile(r"(?<=[)）])\s*[,，]\s*|\s+and\s+")
_CLOSING = re.compile(r"[)）]")
_LONGEST = 4000


def sentences(
    text: str, line: int, reader: Reader, subject: Ref = NOBODY, *, words: bool = True
) -> Iterator[Statement]:
    """The statements of one line. `subject` is what a clause without a subject is about.

    `words`: groups may be named in words; otherwise both sides must be ids.
    """
    if len(text) > _LONGEST or not speaks_of_order(text):
        return
    refs = _unjoined(reader.mark(text), reader)
    label, rest = _label(refs, reader)
    subject = subject if is_empty(label) else label
    carried = subject
    for part in _clauses(rest):
        said = translated(part)
        soft = bool(SOFT.search(said))
        clause = _separated(Clause(said, refs, line, reader, soft, carried))
        found = tuple(statements_of(clause, carried if is_empty(label) else label))
        for statement in found:
            if words or (statement.before.ids and statement.after.ids):
                yield statement
        carried = _carried(clause, found) or carried


def _carried(clause: Clause, found: Sequence[Statement]) -> Ref | None:
    """What the next clause is about if it does not say: what this one began with."""
    own = clause.refs.of(clause.text)
    if own and not found:
        return Ref(own)
    if not found and is_numbered(clause.text):
        named = clause.side(clause.text)
        return None if is_empty(named) else named
    if not own or OPENING.match(clause.text):
        return None
    first = (found[0].before, found[0].after)
    return next((side for side in first if own[0] in side.ids), None)


def label_of(text: str, reader: Reader) -> Ref:
    """What the items below this one are about."""
    if ":" not in text and "：" not in text:
        return NOBODY
    return _label(reader.mark(text[:_LONGEST]), reader)[0]


def _label(refs: Refs, reader: Reader) -> tuple[Ref, str]:
    """`Foundational (Phase 2): …` → the group before the colon and the text behind it."""
    match = _LABEL.match(refs.text)
    if not match or ARROW.search(match["label"]) or connectors(match["label"]):
        return NOBODY, refs.text
    return reader.side(refs, match["label"]), match["rest"]


def _clauses(text: str) -> Iterator[str]:
    """The text split where a clause ends, but not inside parentheses that close again."""
    start = depth = position = 0
    for match in _END.finditer(text):
        between = text[position : match.start()]
        depth += sum(between.count(mark) for mark in "(（") - sum(map(between.count, ")）"))
        position = match.start()
        if depth <= 0 or not _CLOSING.search(text, match.end()):
            if match.start() > start:
                yield text[start : match.start()]
            start, depth = match.end(), 0
    if text[start:].strip():
        yield text[start:]


def _unjoined(refs: Refs, reader: Reader) -> Refs:
    """What looks like one list and belongs to two clauses is separated.

    `T3 depends on T1 and T2, T4 depends on T2`; `T1→T2 (a.py), T3→T4 (b.py)`.
    """
    pieces: list[str] = []
    end = 0
    for match in MARK.finditer(refs.text):
        written = refs.written[int(match[1])]
        begun = (
            _END.split(refs.text[: match.start()])[-1] if "," in written or " " in written else ""
        )
        listed, comma, last = written.rpartition(",")
        if comma and _VERB_NEXT.match(refs.text, match.end()) and connectors(begun):
            written = f"{listed}; {last}"
        elif ARROW.match(refs.text, match.end()) and ARROW.search(begun):
            written = _NEXT_CHAIN.sub("; ", written)
        pieces += (refs.text[end : match.start()], written)
        end = match.end()
    text = "".join((*pieces, refs.text[end:]))
    return reader.ids.mark(text) if ";" in text else refs


def _separated(clause: Clause) -> Clause:
    """`After T001, T002 and T003 …`: what looks like one list are two sides."""
    listed = _OPENED_LIST.match(clause.text)
    if not listed or "," not in clause.refs.written[int(listed[1])]:
        return clause
    refs = clause.reader.ids.mark(clause.refs.plain(clause.text).replace(",", " :", 1))
    return replace(clause, text=refs.text, refs=refs)
