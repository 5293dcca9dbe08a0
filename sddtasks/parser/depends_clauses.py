"""Dependency sentences: a line of prose → Statements, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_ids import MARK
from sddtasks.parser.depends_ids import Ids
from sddtasks.parser.depends_ids import Refs
from sddtasks.parser.depends_words import ARROW
from sddtasks.parser.depends_words import NEGATED
from sddtasks.parser.depends_words import OPENING
from sddtasks.parser.depends_words import PARALLEL
from sddtasks.parser.depends_words import SEQUENTIAL
from sddtasks.parser.depends_words import SOFT
from sddtasks.parser.depends_words import UNTIL
from sddtasks.parser.depends_words import connectors
from sddtasks.parser.depends_words import group_name
from sddtasks.parser.depends_words import is_numbered
from sddtasks.parser.depends_words import translated

NOBODY = Ref()
_MARKUP = re.compile(r"\*\*|__|`|~~|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_BULLET = re.compile(r"^[\s>#|]*(?:[-*+•·]\s+|\d+[.)]\s+)?(?:\[[ xX]?\]\s*)?[^\w\x01(\[{（]*")
_CLAUSE = re.compile(
    r"[;；。](?!\s*(?:and )?then\b)|\.(?=\s|$)(?<!e\.g\.)(?<!i\.e\.)|\s(?:[—–]|--?)\s(?!>)"
    r"|,\s+(?=(?:does|do|is|are|has|no|not|but|however)\b)|\s(?:but|whereas)\s",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?P<label>[^:：→]{1,110}?)(?:\s*[:：]\s+|[:：]$)(?P<rest>.*)$", re.DOTALL)
_LEFT_BREAK = re.compile(
    r".*(?:\bwhile\b|\bso\b|\bthat\b|\bwhich\b|\bbecause\b"
    r"|\b(?:parallel|run|concurrently|together|first|immediately|complete|start)\b[^\x01]*,)",
    re.DOTALL | re.IGNORECASE,
)
_PARALLEL_WITH = re.compile(r"\b(?:in )?parallel (?:with|to)\b.*", re.DOTALL | re.IGNORECASE)
_AND_ANOTHER_VERB = re.compile(r"\band\s+(?!\x01|US|[Pp]hase)\w")
_UNCLOSED = re.compile(r"^.*[(（](?=[^()（）]*$)", re.DOTALL)
_UNOPENED = re.compile(r"^(?P<inside>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]", re.DOTALL)
_RIGHT_STOP = re.compile(
    r"\b(?:because|since|so|as|while|but|which|whose|where|that|if|unless|can|could|may|must|should"
    r"|will|is|are|be|being|in parallel|run|to|for|using|via|with|by|when|and partially|partially)\b"
    r"|[:：]|\s[—–-]\s|，(?!\s*\x01)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[(（][^()（）]*[)）]?")
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
_MENTION = re.compile(r"^[(（]\s*(?:see|like|cf|as in|e\.g|i\.e|not|same|was|formerly)\b", re.I)


@dataclass(frozen=True, slots=True)
class Reader:
    """How the sentences of one document are read: its ids and the words of its headings."""

    ids: Ids
    names: frozenset[str] = frozenset()
    numbers: bool = False

    def side(self, refs: Refs, text: str) -> Ref:
        """The group that one side of a connector names: its ids, else its words."""
        text = _ASIDE.sub(_kept_aside, text)
        outside = _ASIDE.sub(" ", text)
        ids = refs.of(outside) or refs.of(text)
        if ids:
            return Ref(ids, _words(refs.plain(text)))
        if is_numbered(text):
            return Ref((), group_name(text, self.names))
        return Ref((), group_name(outside, self.names) or group_name(text, self.names))


def _kept_aside(match: re.Match[str]) -> str:
    """Parentheses, unless what they hold is a remark about other groups."""
    text = match[0]
    return "" if _MENTION.match(text) or PARALLEL.search(text) else text


def is_empty(ref: Ref) -> bool:
    return not (ref.ids or ref.words)


def plain(text: str) -> str:
    """A line without bullets, boxes and emphasis."""
    return _BULLET.sub("", _MARKUP.sub("", text), count=1).strip()


def sentences(
    text: str, line: int, reader: Reader, subject: Ref = NOBODY, *, words: bool = True
) -> Iterator[Statement]:
    """The statements of one line. `subject` is what a clause without a subject is about.

    `words`: groups may be named in words; otherwise both sides must be ids.
    """
    refs = _unjoined(reader.ids.mark(plain(text), numbers=reader.numbers), reader)
    label, rest = _label(refs, reader)
    if not is_empty(label):
        subject = label
    carried = subject
    for clause in _clauses(rest):
        found = tuple(_clause(clause, refs, line, reader, carried))
        for statement in found:
            if words or (statement.before.ids and statement.after.ids):
                yield statement
        own = refs.of(clause)
        if own and not found:
            carried = Ref(own)


def label_of(text: str, reader: Reader) -> Ref:
    """What the items below this one are about."""
    return _label(reader.ids.mark(plain(text), numbers=reader.numbers), reader)[0]


def _label(refs: Refs, reader: Reader) -> tuple[Ref, str]:
    """`Foundational (Phase 2): …` → the group before the colon and the text behind it."""
    match = _LABEL.match(refs.text)
    if not match or ARROW.search(match["label"]) or connectors(match["label"]):
        return NOBODY, refs.text
    found = reader.side(refs, match["label"])
    return found, match["rest"]


def _clauses(text: str) -> Iterator[str]:
    """The text split where a clause ends, but not inside parentheses that close again."""
    start = depth = position = 0
    for match in _CLAUSE.finditer(text):
        between = text[position : match.start()]
        depth += sum(between.count(mark) for mark in "(（") - sum(map(between.count, ")）"))
        position = match.start()
        if depth <= 0 or not _CLOSING.search(text, match.end()):
            yield text[start : match.start()]
            start, depth = match.end(), 0
    yield text[start:]


def _clause(
    clause: str, refs: Refs, line: int, reader: Reader, subject: Ref
) -> Iterator[Statement]:
    text, refs = _separated(translated(clause), refs, reader)
    said = _Said(refs, line, reader, bool(SOFT.search(text)), refs.plain(text).strip())
    until = UNTIL.search(text)
    if until:
        after = reader.side(refs, until["object"] or until["subject"] or "")
        yield from said.pair(said.right(until["first"]), after, "before")
    elif _has_arrow(text, said):
        yield from chain_statements(text, said)
    elif NEGATED.search(text):
        return
    else:
        yield from _connected(text, said, subject)


def _unjoined(refs: Refs, reader: Reader) -> Refs:
    """`T3 depends on T1 and T2, T4 depends on T2`: the last of a list begins the next clause."""
    pieces: list[str] = []
    end = 0
    for match in MARK.finditer(refs.text):
        written = refs.written[int(match[1])]
        begun = _CLAUSE.split(refs.text[: match.start()])[-1]
        listed, comma, last = written.rpartition(",")
        if comma and _VERB_NEXT.match(refs.text, match.end()) and connectors(begun):
            written = f"{listed}; {last}"
        elif ARROW.match(refs.text, match.end()) and ARROW.search(begun):
            written = _NEXT_CHAIN.sub("; ", written)
        pieces += (refs.text[end : match.start()], written)
        end = match.end()
    text = "".join((*pieces, refs.text[end:]))
    return reader.ids.mark(text, numbers=reader.numbers) if ";" in text else refs


def _separated(text: str, refs: Refs, reader: Reader) -> tuple[str, Refs]:
    """`After T001, T002 and T003 …`: what looks like one list are two sides."""
    listed = _OPENED_LIST.match(text)
    if not listed or "," not in refs.written[int(listed[1])]:
        return text, refs
    refs = reader.ids.mark(refs.plain(text).replace(",", " :", 1), numbers=reader.numbers)
    return refs.text, refs


def _has_arrow(text: str, said: _Said) -> bool:
    match = ARROW.search(text)
    return match is not None and sum(
        not is_empty(said.reader.side(said.refs, part.text)) for part in segments(text)
    ) > 1


@dataclass(frozen=True, slots=True)
class _Said:
    """What all statements of one clause have in common."""

    refs: Refs
    line: int
    reader: Reader
    soft: bool
    text: str

    def pair(self, before: Ref, after: Ref, rule: str, *, soft: bool = False) -> Iterator[Statement]:
        if not is_empty(before) and not is_empty(after):
            yield Statement(before, after, rule, self.line, self.text, soft or self.soft)

    def left(self, text: str) -> Ref:
        """The subject in front of a connector; inside the same parentheses if it is in some."""
        if not MARK.search(text):
            text = _PARALLEL_WITH.sub("", text)
        inner = self.reader.side(self.refs, _UNCLOSED.sub("", text))
        if is_empty(inner) or not _UNCLOSED.match(text):
            return self.reader.side(self.refs, _LEFT_BREAK.sub("", text))
        return inner

    def right(self, text: str) -> Ref:
        closed = _UNOPENED.match(text)
        text = closed["inside"] if closed else text
        stop = _RIGHT_STOP.search(text, 1) if text else None
        return self.reader.side(self.refs, text[: stop.start()] if stop else text)


def _connected(text: str, said: _Said, subject: Ref) -> Iterator[Statement]:
    opening = OPENING.match(text)
    if opening:
        yield from _opened(opening, said)
        return
    found = connectors(text)
    own = NOBODY
    previous = NOBODY
    for number, connector in enumerate(found):
        start = found[number - 1].end if number else 0
        end = found[number + 1].start if number + 1 < len(found) else len(text)
        left = said.left(text[start : connector.start])
        right = said.right(text[connector.end : end])
        if number == 0:
            own = subject if is_empty(left) else left
        again = number == 0 or connector.is_verb or _AND_ANOTHER_VERB.search(text, start)
        side = own if again or is_empty(previous) else previous
        pair = (side, right) if connector.forward else (right, side)
        yield from said.pair(*pair, connector.rule)
        previous = right
    if SEQUENTIAL.search(text) and not PARALLEL.search(text):
        yield from _sequence(text, said, subject)


def _opened(opening: re.Match[str], said: _Said) -> Iterator[Statement]:
    """`After T001, T002 and T003 can run in parallel`."""
    before, rest = said.reader.side(said.refs, opening["first"]), opening["rest"]
    after = said.reader.side(said.refs, rest)
    yield from said.pair(before, after, "after")


def _sequence(text: str, said: _Said, subject: Ref) -> Iterator[Statement]:
    """`T009-T014 are sequential`: a chain, one after the other."""
    ids = said.refs.of(text) or subject.ids
    for before, after in zip(ids, ids[1:], strict=False):
        yield from said.pair(Ref((before,)), Ref((after,)), "sequential")


@dataclass(frozen=True, slots=True)
class Segment:
    """One link of a chain of arrows; `back`: the arrow in front of it points to the left."""

    text: str
    back: bool = False


def segments(text: str) -> Sequence[Segment]:
    """The parts of a text between its arrows."""
    parts: list[Segment] = []
    start, back = 0, False
    for match in ARROW.finditer(text):
        parts.append(Segment(text[start : match.start()], back))
        start, back = match.end(), match["back"] is not None
    return (*parts, Segment(text[start:], back))


def chain_statements(text: str, said: _Said) -> Iterator[Statement]:
    """`T001 → T002/T003 → T004`: neighbours only, whole groups at a time."""
    previous = NOBODY
    elided = False
    for segment in segments(text):
        if segment.text.strip(" .…") == "" and ("..." in segment.text or "…" in segment.text):
            elided = True
            continue
        verbs = connectors(segment.text)
        named = segment.text[: verbs[0].start] if verbs else segment.text
        if verbs:
            yield from _connected(segment.text, said, previous)
        group = said.reader.side(said.refs, named)
        if is_empty(group) or PARALLEL.search(MARK.split(named, maxsplit=1)[0]):
            continue
        for before, after in _links(previous, group, elided, said.reader.ids):
            if segment.back:
                before, after = after, before
            yield from said.pair(before, after, "arrow")
        previous, elided = group, False


def _links(before: Ref, after: Ref, elided: bool, ids: Ids) -> Iterator[tuple[Ref, Ref]]:
    """One link, or all that `T002 → … → T018` leaves out."""
    if elided and before.ids and after.ids:
        names = ids.between(before.ids[-1], after.ids[0])
        for first, second in zip(names, names[1:], strict=False):
            yield Ref((first,)), Ref((second,))
    else:
        yield before, after


def _words(text: str) -> str:
    return " ".join(MARK.sub("", text).split())[:80]
