"""What a heading says about order, in brackets or behind a dash, and its name without that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sddtasks.parser.depends_fields import is_field
from sddtasks.parser.depends_groups import is_numbered
from sddtasks.parser.depends_words import connectors
from sddtasks.parser.depends_words import translated
from sddtasks.parser.headings import number_in
from sddtasks.parser.headings import title_in

_OPEN, _CLOSE = "(（[［【{｛", ")）]］】}｝"
_BRACKET = re.compile(
    rf"\s*[{re.escape(_OPEN)}]"
    rf"(?P<inside>(?:[^{re.escape(_OPEN + _CLOSE)}]"
    rf"|[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]*[{re.escape(_CLOSE)}])*)"
    rf"(?:[{re.escape(_CLOSE)}]|$)"
)
_TAIL = re.compile(
    r"\s+[—–-]{1,2}\s+|\s*[—–;；:：|]\s*|[,，]\s*"
    r"|\s*[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s*"
)
_LEAD = re.compile(
    r"\W*(?:(?:only|strictly|must|can|may|should|shall|to|be|is|are|has|have|starts?|begins?|runs?"
    r"|completed?|finish(?:ed)?|this|it|all|also)\s+)*",
    re.IGNORECASE,
)
_NO_ORDER = re.compile(r"\bno\b.*\bdep|\bindependent\b|无依赖|依存なし|의존성? ?없", re.IGNORECASE)
_ADJECTIVE = re.compile(r"\W*blocking\s+\w+\W*$", re.IGNORECASE)
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Conditions:
    """A heading: its `name`, and each clause of it about order as it is written."""

    name: str
    clauses: tuple[str, ...]


@lru_cache(maxsize=1024)
def conditions(heading: str) -> Conditions:
    """`Services (depend on Models)` → `Services`, with the clause `depend on Models`.

    Other brackets stay in the name. A heading of nothing but a clause keeps it as its name.
    """
    if len(heading) > _LONGEST:
        return Conditions(heading, ())
    bracketed = [match for match in _BRACKET.finditer(heading) if _is_clause(match["inside"])]
    name, end = "", 0
    for match in bracketed:
        name, end = name + heading[end : match.start()], match.end()
    name += heading[end:]
    tail = _tail(name)
    clauses = [match["inside"].strip() for match in bracketed]
    if tail is not None:
        clauses.append(name[tail.end() :].strip())
        name = name[: tail.start()]
    name = name.strip()
    return Conditions(name, tuple(clauses)) if name else Conditions(heading, ())


def _is_clause(text: str) -> bool:
    said = translated(text)
    return bool(connectors(said) or is_field(text) or _NO_ORDER.search(text))


def _tail(text: str) -> re.Match[str] | None:
    """Where the clause behind the first dash, colon or comma begins that opens with its verb."""
    return next(
        (end for end in _TAIL.finditer(text) if _is_tail(text[: end.start()], text[end.end() :])),
        None,
    )


def _is_tail(head: str, rest: str) -> bool:
    """Behind a bare `Phase 4` stands its title, unless the rest names another phase or story."""
    lead = _LEAD.match(rest)
    found = connectors(translated(rest))
    opens = lead is not None and found and found[0].start <= lead.end()
    if not (opens or is_field(rest) or _NO_ORDER.match(rest)):
        return False
    has_title = bool(head.strip()) and (not number_in(head) or title_in(head) != head)
    return has_title or (bool(head.strip()) and is_numbered(rest))


def readable(clauses: tuple[str, ...]) -> Iterator[str]:
    """The clauses that may name other groups: `blocking prerequisites` says what this one is."""
    return (text for text in clauses if not _ADJECTIVE.match(text))
