"""Sentences that take order away: whole phases or stories that are independent of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_reader import plain

INDEPENDENT = "independent"
"""The rule of these statements: `after` does not wait for `before` because it stands behind it."""

_NUMBER = (
    r"\d+(?:\.\d+)*[a-z]?(?:\s*(?:-|–|—|~|to|through)\s*(?:US|phase|story)?-?\d+(?:\.\d+)*|\+)?"
)
_JOINT = r"\s*(?:,\s*(?:and|or)\b|[,/&、，和与]|\b(?:and|or|plus|и|y|e|et|und)\b)\s*"
_WORD = r"(?:phases?|user[ -]stor(?:y|ies)|stor(?:y|ies)|US|阶段|фаз\w*|fases?)\s*-?\s*#?"
_NUMBERED = rf"{_WORD}{_NUMBER}(?:{_JOINT}(?:{_WORD})?{_NUMBER})*"
_STORIES = (
    r"(?:(?:all|both|each|every|any|the|these|those|different|other|remaining|individual|desired|of)"
    r"\s+)*(?:user[ -])?stor(?:y|ies)(?: phases?)?|(?:所有)?用户故事|пользовательские истории"
    r"|(?:las |todas las )?historias de usuario|(?:as |todas as )?histórias de usuário"
)
_GROUP = re.compile(rf"(?:(?:both|all|the|of)\s+)*(?:{_NUMBERED}|{_STORIES})", re.IGNORECASE)
_SINGLE_STORY = re.compile(
    r"(?:the )?(?:user[ -]story|story|US)\s*-?\s*#?\d+(?:\.\d+)*[a-z]?", re.IGNORECASE
)
_SINGLE = re.compile(rf"(?:the )?{_WORD}\d+(?:\.\d+)*[a-z]?", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:each |one an)other\b"
    r"|(?:(?:all|any|the|of)\s+)*(?:others?(?: (?:user[ -])?stor(?:y|ies))?|rest)\b",
    re.IGNORECASE,
)
_BE_ABLE = (
    r"(?:can|could|may|might|should|will)\s+(?:(?:then|also|all|both|each|safely|now|still)\s+)*"
    r"(?!be (?:test|validat|verif|demo|deploy|deliver|ship|releas|review|merg))"
    r"(?:be\s+\w+(?:\s+(?:on|out|up))?|\w+)\s+(?:(?:fully|entirely|completely)\s+)?"
)
_MEANWHILE = (
    r"(?:in parallel(?: (?:with|to)\b)?|(?:concurrent|simultaneous)ly(?: with\b)?|in any order"
    r"|independently(?: of\b)?(?!\s+(?:and|test|verif|valid|deploy|complet|deliver)))"
)
_STATE = (
    r"(?:(?:is|are)\s+)?(?:(?:all|both|each|fully|entirely|completely|mutually|logically|truly)\s+)*"
    r"(?:independent(?: (?:of|from))?|(?:in )?parallel(?: (?:with|to))?|parallel[iy][sz]able)\b"
)
_NO_NEED = (
    r"(?:do|does)(?: not|n't|n’t) depend (?:up)?on\b"
    r"|ha(?:s|ve) no (?:\w+\s+)?dependenc(?:y|ies) (?:on|to|between)\b"
)
_ELSEWHERE = (
    r"(?:之间)?(?:都|均)?(?:可以?|能够?)?(?:并行|相互独立|互相独立|互不依赖)"
    r"|(?:могут|можно)\s+\w+\s+параллельно|(?:pueden?|podem?|peuvent)\s+\w+\s+e[nm] paral\w+"
)
_FREE = re.compile(
    rf"\b(?:{_BE_ABLE}{_MEANWHILE}|(?P<state>{_STATE})|{_NO_NEED})|{_ELSEWHERE}", re.IGNORECASE
)
_PARALLEL = re.compile(r"parallel|concurrent|simultaneous", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:with|to|of|from|on|between)$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bno (?:[\w-]+\s+)?dependenc(?:y|ies) (?:between|among)\s+(?P<group>.*)$", re.IGNORECASE
)
_STEMS = (
    "parallel independent concurrent simultaneous any order depend 并行 独立 依赖 параллел paral"
).split()
_OPENING = re.compile(r"^.*?\b(?:after|once|when|upon|with|if|following)\b[^,]*,\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_CLAUSE = re.compile(r"[;；。]|\.(?=\s|$)|\s[—–-]{1,2}\s|\s(?:but|while|whereas)\s", re.IGNORECASE)
_ENDED = re.compile(
    r"\s*(?:$|[.,;:!(（]|(?:and|but|after|once|because|since|as|if|when|so)\b)", re.IGNORECASE
)
_LONGEST = 600


def freedom(text: str, line: int) -> Iterator[Statement]:
    """`US1 and US2 can run in parallel`, `Phase 4 is independent of Phase 3`."""
    lower = text.lower()
    if len(text) > _LONGEST or not any(stem in lower for stem in _STEMS):
        return
    for clause in _CLAUSE.split(_ASIDE.sub("", plain(text))):
        said = clause.strip()
        for before, after in dict.fromkeys(_pairs(said)):
            yield Statement(Ref((), before), Ref((), after), INDEPENDENT, line, said)


def _pairs(clause: str) -> Iterator[tuple[str, str]]:
    """Which group is not waited for by which; what runs in parallel does not wait either way."""
    between = _BETWEEN.search(clause)
    said = _FREE.search(clause)
    if between:
        group = _leading_group(between["group"])
        if group:
            yield group, group
    elif said:
        subject = _whole_group(_OPENING.sub("", clause[: said.start()]))
        other = _other(subject, said, clause[said.end() :].lstrip()) if subject else ""
        if other:
            yield other, subject
            if _PARALLEL.search(said[0]):
                yield subject, other


def _other(subject: str, said: re.Match[str], rest: str) -> str:
    """What the subject does not wait for: what is named next, or the others of its kind."""
    relative = _RELATIVE.search(said[0])
    if relative and not _OTHERS.match(rest):
        return _leading_group(rest)
    if said["state"] and not (relative or _ENDED.match(rest)):
        return ""
    if _SINGLE_STORY.fullmatch(subject):
        return "user stories"
    return "" if _SINGLE.fullmatch(subject) else subject


def _whole_group(text: str) -> str:
    """The text, if it names whole phases or stories and nothing more."""
    text = text.strip(" \t,:：*_")
    return text if _GROUP.fullmatch(text) else ""


def _leading_group(text: str) -> str:
    """The group that a text begins with, unless it goes on about a part of it."""
    found = _GROUP.match(text)
    return found[0] if found and _ENDED.match(text, found.end()) else ""
