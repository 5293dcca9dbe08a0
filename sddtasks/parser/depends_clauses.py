"""One clause of a dependency sentence: its connectors or arrows, and the groups around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import pairwise

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_ids import MARK
from sddtasks.parser.depends_ids import Ids
from sddtasks.parser.depends_ids import Refs
from sddtasks.parser.depends_reader import NOBODY
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import is_empty
from sddtasks.parser.depends_words import ARROW
from sddtasks.parser.depends_words import NEGATED
from sddtasks.parser.depends_words import OPENING
from sddtasks.parser.depends_words import PARALLEL
from sddtasks.parser.depends_words import SEQUENTIAL
from sddtasks.parser.depends_words import connectors
from sddtasks.parser.depends_words import until

_LEFT_BREAK = re.compile(
    r".*(?:\bwhile\b|\bso\b|\bthat\b|\bwhich\b|\bbecause\b"
    r"|\b(?:parallel|run|concurrently|together|first|immediately|complete|start)\b[^\x01]*,)",
    re.DOTALL | re.IGNORECASE,
)
_RIGHT_STOP = re.compile(
    r"\b(?:because|since|so|as|while|but|which|whose|where|that|if|unless|can|could|may|must|should"
    r"|will|is|are|be|being|in parallel|run|to|for|using|via|with|by|when|(?:and )?partially)\b"
    r"|\sab\s*$|[:：]|\s[—–-]\s|，(?!\s*\x01)",
    re.IGNORECASE,
)
_PARALLEL_WITH = re.compile(r"\b(?:in )?parallel (?:with|to)\b.*", re.DOTALL | re.IGNORECASE)
_AND_ANOTHER_VERB = re.compile(r"\band\s+(?!\x01|US|[Pp]hase)\w")
_UNCLOSED = re.compile(r"^.*[(（](?=[^()（）]*$)", re.DOTALL)
_UNOPENED = re.compile(
    r"^(?P<inside>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]", re.DOTALL
)
_PRONOUN = re.compile(r"^\W*(?:together )?(?:they|these|those|both|it)\b", re.IGNORECASE)
_INNER_CHAIN = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_ELISION = re.compile(r"^[\s.…]*(?:\.{3}|…)[\s.…]*$")
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its ids marked. `soft`: worded so that nothing can be enforced.

    `carried`: what the clause before it was about, for "they" and for what is said of them all.
    """

    text: str
    refs: Refs
    line: int
    reader: Reader
    soft: bool = False
    carried: Ref = NOBODY

    def pair(self, before: Ref, after: Ref, rule: str) -> Iterator[Statement]:
        if not is_empty(before) and not is_empty(after):
            said = self.refs.plain(self.text).strip()
            yield Statement(before, after, rule, self.line, said, self.soft)

    def side(self, text: str) -> Ref:
        return self.reader.side(self.refs, text)

    def left(self, text: str) -> Ref:
        """The subject in front of a connector; inside the same parentheses if it is in some."""
        if not MARK.search(text):
            text = _PARALLEL_WITH.sub("", text)
        inner = self.side(_UNCLOSED.sub("", text))
        if is_empty(inner) or not _UNCLOSED.match(text):
            return self.side(_LEFT_BREAK.sub("", text))
        return inner

    def right(self, text: str) -> Ref:
        """The object behind a connector, up to where something else is told about it."""
        closed = _UNOPENED.match(text)
        text = closed["inside"] if closed else text
        stop = _RIGHT_STOP.search(text, 1) if text else None
        return self.side(text[: stop.start()] if stop else text)


def statements_of(clause: Clause, subject: Ref) -> Iterator[Statement]:
    """What a clause states; `subject` is what it is about if it names nothing itself."""
    if len(clause.text) > _LONGEST:
        return
    if _PRONOUN.match(clause.text) and not is_empty(clause.carried):
        subject = clause.carried
    waiting = until(clause.text)
    if waiting is not None:
        later, first = waiting
        yield from clause.pair(clause.right(first), clause.side(later), "before")
    elif _has_chain(clause):
        yield from _chain(clause)
    elif not NEGATED.search(clause.text):
        yield from _connected(clause.text, clause, subject)


def _connected(text: str, clause: Clause, subject: Ref) -> Iterator[Statement]:
    """`A blocks B`, `A depends on B before C`, `After A, B`, `A to C are sequential`."""
    opening = OPENING.match(text)
    if opening:
        rest = clause.side(opening["rest"]) if opening["rest"].strip() else subject
        yield from clause.pair(clause.side(opening["first"]), rest, "after")
        return
    own = previous = NOBODY
    end = 0
    found = connectors(text)
    for connector, following in zip(found, (*found[1:], None), strict=False):
        left = clause.left(text[end : connector.start])
        right = clause.right(text[connector.end : following.start if following else len(text)])
        if is_empty(own):
            own = subject if is_empty(left) else left
        again = connector.is_verb or is_empty(previous) or _AND_ANOTHER_VERB.search(text, end)
        side = own if again else previous
        pair = (side, right) if connector.forward else (right, side)
        yield from clause.pair(*pair, connector.rule)
        previous, end = right, connector.end
    if SEQUENTIAL.search(text) and not PARALLEL.search(text):
        ids = clause.refs.of(text) or subject.ids or clause.carried.ids
        for before, after in pairwise(ids):
            yield from clause.pair(Ref((before,)), Ref((after,)), "sequential")


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


def _has_chain(clause: Clause) -> bool:
    """At least two groups with an arrow between them; other arrows map one thing to another."""
    parts = segments(clause.text)
    return len(parts) > 1 and sum(not is_empty(clause.side(part.text)) for part in parts) > 1


def _chain(clause: Clause) -> Iterator[Statement]:
    """`T001 → T002/T003 → T004`: neighbours only, whole groups at a time."""
    text = clause.text
    for inner in _INNER_CHAIN.finditer(clause.text):
        if _has_chain(replace(clause, text=inner[1])):
            yield from _chain(replace(clause, text=inner[1]))
            marks = " ".join(match[0] for match in MARK.finditer(inner[1]))
            text = text.replace(inner[0], f"({marks})")
    previous = NOBODY
    elided = False
    for segment in segments(text):
        if _ELISION.match(segment.text):
            elided = True
            continue
        verbs = connectors(segment.text)
        if verbs:
            yield from _connected(segment.text, clause, previous)
        named = segment.text[: verbs[0].start] if verbs else segment.text
        group = clause.side(named)
        if is_empty(group) or PARALLEL.search(MARK.split(named, maxsplit=1)[0]):
            continue
        for early, late in _links(previous, group, clause.reader.ids, elided=elided):
            pair = (late, early) if segment.back else (early, late)
            yield from clause.pair(*pair, "arrow")
        previous, elided = group, False


def _links(before: Ref, after: Ref, ids: Ids, *, elided: bool) -> Iterator[tuple[Ref, Ref]]:
    """One link, or all that `T002 → … → T018` leaves out."""
    if elided and before.ids and after.ids:
        for first, second in pairwise(ids.between(before.ids[-1], after.ids[0])):
            yield Ref((first,)), Ref((second,))
    else:
        yield before, after
