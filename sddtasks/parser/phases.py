"""Which heading acts as a task's phase, and which number or name the phase has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from sddtasks.model.plan import Phase
from sddtasks.parser.outline import Heading
from sddtasks.parser.outline import Outline

_NUMBER = r"(?P<number>\d+(?:\.\d+)*(?:\.?[a-zA-Z](?!\w))?|[A-Z]\d?(?![\w'])|[IVX]{1,4}(?!\w))"
_SIGNS = r"[^\w(]*"
_PHASE = re.compile(
    rf"{_SIGNS}(?:phase|阶段|階段|フェーズ|フェイズ|단계|페이즈|фаза|этап|fase|étape|etapa)"
    rf"\s*[#:]?\s*{_NUMBER}",
    re.IGNORECASE,
)
_ORDINAL_PHASE = re.compile(
    rf"{_SIGNS}(?:第\s*(?P<number>\d+|[一二三四五六七八九十]+)\s*(?:个)?(?:阶段|階段|フェーズ|段階)"
    r"|(?P<korean>\d+)\s*단계)"
)
_WORK_PACKAGE = re.compile(rf"{_SIGNS}(?:work package\s+)?(?P<number>WP-?\d+)\b", re.IGNORECASE)
_STORY = re.compile(
    rf"{_SIGNS}(?:(?P<tag>US-?\d+[a-z]?)\b"
    r"|(?:user story|story|用户故事|ユーザーストーリー|사용자 스토리|пользовательская история|история"
    r"|historia de usuario|história de usuário|récit utilisateur)\s*#?-?(?P<number>\d+[a-z]?))",
    re.IGNORECASE,
)
_ANY_STORY = re.compile(
    r"\bUS-?\d|user stor(?:y|ies)|用户故事|ユーザーストーリー|사용자 스토리|пользовательск\w+ истори|historia de usuario"
    r"|história de usuário|récit utilisateur",
    re.IGNORECASE,
)
_STAGE = re.compile(
    rf"{_SIGNS}(?:step|stage|layer|wave|milestone|sprint|lane|group|iteration|part|track|batch|level"
    r"|slice|epic|module|schritt|stufe|paso|passo|шаг|步骤|里程碑|ステップ|组|第)"
    rf"\s*[#:]?\s*{_NUMBER}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"{_SIGNS}(?P<number>\d+(?:\.\d+)*(?:\.?[a-z](?!\w))?)(?:[.):、]\s|\s+)\S")
_CONTAINER = re.compile(
    r"\W*(?:(?:all |implementation |development |detailed |the )?tasks?"
    r"(?: (?:list|breakdown|checklist|overview|by \w+.*))?"
    r"|implementation plan|任务(?:列表|清单|分解)?|开发任务|タスク(?:一覧|リスト)?|작업(?: 목록)?|задачи"
    r"|tareas|tarefas|tâches|aufgaben)\W*",
    re.IGNORECASE,
)
# What the templates shout behind a title: "⚠️ MUST COMPLETE BEFORE 3.3", "(ONLY after …)", "🎯 MVP".
_REMARKS = re.compile(
    r"(?<=\S)\s*(?:[\u2600-\u27bf\U0001f300-\U0001faff].*|\((?:[A-Z]{4,}(?=\s)|Priority:).*)$"
)
_AFTER_NUMBER = re.compile(r"^[\s:：.)\-–—|、]+")
_NOT_IN_SLUG = re.compile(r"[^\w.]+")
IMPLICIT = Phase("tasks", "Tasks", "", 1)


class _Rank(IntEnum):
    """How surely a heading is a phase; the best rank in the document decides."""

    PHASE = 0
    STORY = 1
    STAGE = 2
    NUMBERED = 3
    TITLE = 4
    OTHER = 5


@dataclass(frozen=True, slots=True)
class Placement:
    """The phases in document order, and for each task line its phase and its section."""

    phases: tuple[Phase, ...]
    phase_of: Mapping[int, Phase]
    heading_of: Mapping[int, Heading | None]


def placement(outline: Outline, task_lines: Sequence[int]) -> Placement:
    """The phase of every line on which a task stands."""
    stacks = {line: outline.around(line) for line in task_lines}
    ranked = {heading: _rank(heading) for stack in stacks.values() for heading in stack}
    best = min(ranked.values(), default=_Rank.OTHER)
    common = _common_length(list(stacks.values()))
    heading_of = {
        line: _choose(stack, ranked, best, common if best is _Rank.OTHER else 0)
        for line, stack in stacks.items()
    }
    used = [heading for heading in heading_of.values() if heading]
    headings = sorted({*used, *_empty(outline, used, ranked)}, key=lambda heading: heading.line)
    named = dict(zip(headings, _named(headings), strict=True))
    phases = tuple(named.values())
    if None in heading_of.values() or not phases:
        phases = (_implicit(task_lines), *phases)
    return Placement(
        phases=phases,
        phase_of={line: named[h] if h else phases[0] for line, h in heading_of.items()},
        heading_of=heading_of,
    )


def _implicit(task_lines: Sequence[int]) -> Phase:
    return Phase(IMPLICIT.id, IMPLICIT.title, "", min(task_lines, default=1))


def _rank(heading: Heading) -> _Rank:
    text = heading.plain
    if _PHASE.match(text) or _ORDINAL_PHASE.match(text) or _WORK_PACKAGE.match(text):
        return _Rank.TITLE if heading.level == 1 else _Rank.PHASE
    if heading.level == 1:
        return _Rank.OTHER
    if _STORY.match(text):
        return _Rank.STORY
    if _STAGE.match(text):
        return _Rank.STAGE
    return _Rank.NUMBERED if _NUMBERED.match(text) else _Rank.OTHER


def _choose(
    stack: Sequence[Heading], ranked: Mapping[Heading, _Rank], best: _Rank, common: int
) -> Heading | None:
    """The heading of the best rank; a heading on the same level as phases is one as well."""
    inside = [heading for heading in stack if ranked[heading] is best]
    if inside and best is not _Rank.OTHER:
        return inside[0] if best is _Rank.NUMBERED else inside[-1]
    rest = [heading for heading in stack[common:] if heading.level > 1]
    for heading in rest:
        if not is_container(heading):
            return heading
    return None


def is_container(heading: Heading) -> bool:
    """A heading that only says "tasks" divides nothing."""
    return bool(_CONTAINER.fullmatch(heading.plain))


def _common_length(stacks: Sequence[Sequence[Heading]]) -> int:
    """How many headings all tasks have in common: they divide nothing."""
    if not stacks:
        return 0
    shortest = min(stacks, key=len)
    for length, heading in enumerate(shortest):
        if any(stack[length] != heading for stack in stacks):
            return length
    return len(shortest)


def _empty(
    outline: Outline, used: Sequence[Heading], ranked: Mapping[Heading, _Rank]
) -> Iterable[Heading]:
    """Phase headings without a task, on a level of the others and with a number of their own."""
    levels = {heading.level for heading in used if ranked[heading] is _Rank.PHASE}
    numbers = {phase_number(heading.plain) for heading in used}
    ancestors = {h for heading in used for h in outline.around(heading.line)}
    for heading in outline.headings:
        if heading.level in levels and heading not in ancestors and _rank(heading) is _Rank.PHASE:
            number = phase_number(heading.plain)
            if number not in numbers and not _RANGE_OF_PHASES.match(heading.plain):
                numbers.add(number)
                yield heading


_RANGE_OF_PHASES = re.compile(r"\W*\w+\s*[\d.]+\s*(?:[-–—+&,→~]|and|to)\s*(?:\w+\s*)?\d")


def phase_number(text: str) -> str:
    """The number of a phase as written: `3.1`, `N`, `WP01`, `US2`; empty if it has none."""
    match = _number_match(text)
    if match is None:
        return ""
    groups = match.groupdict()
    tag = groups.get("tag") or groups.get("number") or groups.get("korean") or ""
    return f"US{tag}" if match.re is _STORY and not groups.get("tag") else tag


def is_story(text: str) -> bool:
    """Whether a heading speaks of a user story, with or without a phase number before it."""
    return bool(_ANY_STORY.search(text))


def story_of(stack: Iterable[Heading]) -> str | None:
    """The story that a heading of its own gives to the tasks below (`## US-8: …`)."""
    for heading in stack:
        text = heading.plain
        if _STORY.match(text) and not _PHASE.match(text):
            return phase_number(text)
    return None


def _number_match(text: str) -> re.Match[str] | None:
    for pattern in (_PHASE, _ORDINAL_PHASE, _WORK_PACKAGE, _STORY, _STAGE, _NUMBERED):
        match = pattern.match(text)
        if match:
            return match
    return None


def _named(headings: Iterable[Heading]) -> Iterable[Phase]:
    seen: dict[str, int] = {}
    for heading in headings:
        identifier = phase_number(heading.plain) or _slug(heading.plain)
        seen[identifier] = seen.get(identifier, 0) + 1
        if seen[identifier] > 1:
            identifier = f"{identifier}-{seen[identifier]}"
        yield Phase(identifier, _title(heading.plain), heading.text, heading.line)


def _slug(text: str) -> str:
    return _NOT_IN_SLUG.sub("-", text).strip("-.").lower()[:40].rstrip("-.") or "phase"


def _title(text: str) -> str:
    match = _number_match(text)
    if match is None:
        return _REMARKS.sub("", text)
    end = (
        match.end("number") if "number" in match.re.groupindex and match["number"] else match.end()
    )
    title = _AFTER_NUMBER.sub("", text[end:]) or text
    return _REMARKS.sub("", title) or title
