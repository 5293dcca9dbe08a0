"""What a heading says: is it a phase, a story, a stage; which number and which title it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from sddtasks.parser.outline import Heading

_NUMBER = r"(?P<number>\d+(?:\.\d+)*(?:\.?[a-zA-Z](?!\w))?|[A-Z]\d?(?![\w'])|[IVX]{1,4}(?!\w))"
_SIGNS = r"[^\w(]*"
_STORY_WORDS = (
    r"user stor(?:y|ies)|用户故事|ユーザーストーリー|사용자 스토리|пользовательск\w+ истори\w*"
    r"|historia de usuario|história de usuário|récit utilisateur"
)
_PHASE = re.compile(
    rf"{_SIGNS}(?:phase|阶段|階段|フェーズ|フェイズ|단계|페이즈|фаза|этап|fase|étape|etapa)"
    rf"\s*[#:]?\s*{_NUMBER}",
    re.IGNORECASE,
)
_ORDINAL_PHASE = re.compile(
    rf"{_SIGNS}(?:第\s*(?P<number>\d+|[一二三四五六七八九十]+)\s*个?(?:阶段|階段|フェーズ|段階)"
    r"|(?P<before>\d+)\s*단계)"
)
_WORK_PACKAGE = re.compile(rf"{_SIGNS}(?:work package\s+)?(?P<number>WP-?\d+)\b", re.IGNORECASE)
_STORY = re.compile(
    rf"{_SIGNS}(?:(?P<tag>US-?\d+[a-z]?)\b"
    rf"|(?:{_STORY_WORDS}|story|история)\s*#?-?(?P<number>\d+[a-z]?))",
    re.IGNORECASE,
)
_ANY_STORY = re.compile(rf"\bUS-?\d|{_STORY_WORDS}", re.IGNORECASE)
_STAGE = re.compile(
    rf"{_SIGNS}(?:step|stage|layer|wave|milestone|sprint|lane|group|iteration|part|track|batch"
    r"|level|slice|epic|module|schritt|stufe|paso|passo|шаг|步骤|里程碑|ステップ|组|第)"
    rf"\s*[#:]?\s*{_NUMBER}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"{_SIGNS}(?P<number>\d+(?:\.\d+)*(?:\.?[a-z](?!\w))?)(?:[.):、]\s|\s+)\S")
_SEVERAL_PHASES = re.compile(r"\W*\w+\s*[\d.]+\s*(?:[-–—+&,→~]|and|to)\s*(?:\w+\s*)?\d")
_CONTAINER = re.compile(
    r"\W*(?:(?:all |implementation |development |detailed |the )?tasks?"
    r"(?: (?:list|breakdown|checklist|overview|by \w+.*))?|implementation plan"
    r"|任务(?:列表|清单|分解)?|开发任务|タスク(?:一覧|リスト)?|작업(?: 목록)?"
    r"|задачи|tareas|tarefas|tâches|aufgaben)\W*",
    re.IGNORECASE,
)
# What the templates shout behind a title: "⚠️ MUST COMPLETE BEFORE 3.3", "(ONLY after …)", "🎯 MVP".
_REMARKS = re.compile(
    r"(?<=\S)\s*(?:[\u2600-\u27bf\U0001f300-\U0001faff].*|\((?:[A-Z]{4,}(?=\s)|Priority:).*)$"
)
_NUMERALS = {numeral: str(value) for value, numeral in enumerate("一二三四五六七八九十", 1)}
_AFTER_NUMBER = " \t:：.)-–—|、"


class Rank(IntEnum):
    """How surely a heading is a phase; the best rank in the document decides."""

    PHASE = 0
    STORY = 1
    STAGE = 2
    NUMBERED = 3
    TITLE = 4
    OTHER = 5


def rank_of(heading: Heading) -> Rank:
    """How surely the heading is a phase; the document's own title only if nothing else is one."""
    text = heading.plain
    if _PHASE.match(text) or _ORDINAL_PHASE.match(text) or _WORK_PACKAGE.match(text):
        return Rank.TITLE if heading.level == 1 else Rank.PHASE
    if heading.level == 1:
        return Rank.OTHER
    if _STORY.match(text):
        return Rank.STORY
    if _STAGE.match(text):
        return Rank.STAGE
    return Rank.NUMBERED if _NUMBERED.match(text) else Rank.OTHER


def number_in(text: str) -> str:
    """The number of a phase as written: `3.1`, `N`, `WP01`, `US2`; empty if it has none."""
    match = _number_match(text)
    if match is None:
        return ""
    groups = match.groupdict()
    number = groups.get("tag") or groups.get("number") or groups.get("before") or ""
    number = _NUMERALS.get(number, number)
    return f"US{number}" if match.re is _STORY and not groups.get("tag") else number


def title_in(text: str) -> str:
    """The text without number and without what the templates add behind it."""
    match = _number_match(text)
    if match is None:
        return _REMARKS.sub("", text)
    counted = match.re is not _ORDINAL_PHASE and match["number"] is not None
    end = match.end("number") if counted else match.end()
    title = text[end:].lstrip(_AFTER_NUMBER) or text
    return _REMARKS.sub("", title) or title


def is_container(heading: Heading) -> bool:
    """A heading that only says "tasks" divides nothing."""
    return _CONTAINER.fullmatch(heading.plain) is not None


def names_several_phases(heading: Heading) -> bool:
    """`Phase 1 + Phase 2` speaks about phases and is none."""
    return _SEVERAL_PHASES.match(heading.plain) is not None


@lru_cache(maxsize=1024)
def is_story(text: str) -> bool:
    """Whether a heading speaks of a user story, with or without a phase number before it."""
    return _ANY_STORY.search(text) is not None


def story_of(stack: Iterable[Heading]) -> str | None:
    """The story that a heading of its own gives to the tasks below (`## US-8: …`)."""
    for heading in stack:
        if _STORY.match(heading.plain) and not _PHASE.match(heading.plain):
            return number_in(heading.plain)
    return None


def _number_match(text: str) -> re.Match[str] | None:
    patterns = (_PHASE, _ORDINAL_PHASE, _WORK_PACKAGE, _STORY, _STAGE, _NUMBERED)
    return next(filter(None, (pattern.match(text) for pattern in patterns)), None)
