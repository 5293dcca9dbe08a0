"""Dependencies at the end of a task's own line: `(depends on T012)`, `[needs T003]`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_fields import NEEDS
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_words import NEGATED
from sddtasks.parser.depends_words import SOFT

_INLINE = re.compile(
    r"(?P<open>[(（\[{]\W{0,12}|<!--\s*|@|[;；]\s*|\s[—–-]{1,2}\s+|\.\s+|,\s+(?:and )?"
    r"|\s(?=[\w-]+(?: (?:on|by|for))?:))(?:[^\s\x01()（）\[\]]{1,40}\s{1,4}){0,2}?"
    rf"(?:(?P<needs>{NEEDS}|after|follows|once|sequential after)|(?P<blocks>blocks|unblocks|before"
    r"|prerequisite (?:for|of)|required (?:by|for)))\b\s{0,9}[:(]?\s{0,9}(?P<value>[^\n]{0,400})",
    re.IGNORECASE,
)
_AT_HOME = re.compile(r"[(（\[{@]|<!--")
_HOMELESS = frozenset({"after", "once", "before", "follows", "needs", "need", "requires"})
"""Words that are believed in brackets only: elsewhere they are words of the task's own text."""
_HEAD = re.compile(r"^[^\x01]{0,40}\x01\d+\x02(?:[^\x01()（）\[\].;；—]{0,24}\x01\d+\x02)*")
_STOP = re.compile(r"[;；)）\]}]|-->|\.(?:\s|$)|\s[—–]\s")
_MOST = 160


def inline(text: str, names: Sequence[str], line: int, reader: Reader) -> Iterator[Statement]:
    """`… in src/a.py (depends on T012, T013)`, `[needs T030/T031]`, `— depends on T003`.

    A line may define many tasks, `names`: it is read once and says the same of each of them.
    """
    for found in _unique(_found(text, reader)):
        for name in names:
            ids = tuple(other for other in found.ids if other != name)
            if ids:
                own, others = Ref((name,)), Ref(ids)
                pair = (own, others) if found.blocks else (others, own)
                yield Statement(*pair, "inline", line, found.said, found.soft)


@dataclass(frozen=True, slots=True)
class _Named:
    """The ids behind one connector, and how that was said."""

    ids: tuple[str, ...]
    blocks: bool
    said: str
    soft: bool


def _unique(found: Iterable[_Named]) -> Iterable[_Named]:
    return {(named.ids, named.blocks): named for named in found}.values()


def _found(text: str, reader: Reader) -> Iterator[_Named]:
    refs = reader.mark(text)
    position = 0
    while match := _INLINE.search(refs.text, position):
        position = match.end("open") + 1
        word = (match["needs"] or match["blocks"]).lower()
        if word in _HOMELESS and not _AT_HOME.search(match["open"]):
            continue
        value = _STOP.split(match["value"], maxsplit=1)[0]
        head = _HEAD.match(value)
        said = match[0][len(match["open"]) :]
        if head is None or NEGATED.search(said[: -len(match["value"])] + head[0]):
            continue
        shown = refs.plain(said).strip(" )]")[:_MOST]
        yield _Named(refs.of(head[0]), bool(match["blocks"]), shown, bool(SOFT.search(value)))
