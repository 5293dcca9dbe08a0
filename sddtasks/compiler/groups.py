"""Groups that a dependency names in words: phases, stories, sections, "everything"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from sddtasks.compiler.words import Role
from sddtasks.compiler.words import roles
from sddtasks.compiler.words import telling
from sddtasks.compiler.words import tokens
from sddtasks.model.ids import natural_key
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Plan

_NUMBER = r"\d+(?:\.\d+)*[a-z]?"
_DASH = r"\s*(?:-|–|—|~|〜|to|through|\.\.)\s*"
_PHASE_WORD = r"(?:phases?|阶段|階段|フェーズ|fases?|фаз\w*|단계|etapas?)"
_STORY_WORD = r"(?:user stor(?:y|ies)|stor(?:y|ies)|US)"


def _numbered(word: str) -> re.Pattern[str]:
    """`Phase 3.2`, `Phases 1 and 3`, `Phases 3-5`, `Phase 3+`; also `2 단계`."""
    item = rf"{_NUMBER}(?:{_DASH}{word}?\s*-?\s*{_NUMBER}|\+)?"
    joint = rf"\s*(?:,|/|&|\+|and|or|、|，|和|и|y|e|et|und)\s*(?:{word}\s*-?\s*)?"
    return re.compile(rf"\b{word}\s*-?\s*({item}(?:{joint}{item})*)", re.IGNORECASE)


_LETTERED = re.compile(r"\b[A-Z]{1,4}-?\d{1,3}[a-z]?\b|(?<=[Pp]hase )[A-Z]\b")
_PHASES = _numbered(_PHASE_WORD)
_STORIES = _numbered(_STORY_WORD)
_ITEM = re.compile(
    rf"({_NUMBER})(?:(?P<open>\+(?!\s*\w))|{_DASH}(?:[A-Za-z ]*?-?)({_NUMBER}))?", re.IGNORECASE
)
_STORY_GROUP = re.compile(
    r"(?:user[\s-]*)?stor(?:y|ies)(?: phases?| work| tasks?)?\b|用户故事|ユーザーストーリー"
    r"|사용자 스토리|пользовательск\w+ истори\w+|historias? de usuario|histórias? de usuário",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"\b(?:(?:everything|anything)(?: else)?"
    r"|all(?: the)?(?: (?:other|remaining|subsequent|following|later|prior|previous|earlier"
    r"|preceding|above|desired|implementation|these))*(?: (?:tasks?|phases?|work|others?|steps?))?"
    r"|any (?:other )?tasks?|others|the rest|prior phases?|previous phases?"
    r"|alle?s?(?: anderen)?(?: aufgaben)?|tod[oa]s?(?: l[oa]s)?(?: demás)?|toutes?)\s*$"
    r"|所有(?:其他)?(?:任务|阶段)|其他所有|全部任务|すべて|全タスク|모든 작업|все(?:х|м)? остальн",
    re.IGNORECASE,
)


_BRACKET = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_JOINT = re.compile(
    r"\s*(?:[,/&+、，]|(?<=[\u3040-\u9fff])[和与及])\s*|\s+(?:and|plus|y|e|et|und|и)\s+",
    re.IGNORECASE,
)
_MANY_WORDS = 4
_STATE = re.compile(
    r"[\s,]+(?:(?:are|is|must|to|have|has|be|been|being|all|fully)\s+)*(?:complet(?:e|es|ed|ing|ion)|done"
    r"|finish(?:ed|es)?|fail(?:s|ing)?|land(?:ed|s)?|merged|ready|pass(?:es|ing|ed)?|exists?|begins?|written"
    r"|work begins)\b[^()]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks that words mean: one part for each phase or section that is called so.

    `everything`: relative to the other side of the statement. `missing`: what nothing is called.
    """

    parts: tuple[tuple[str, ...], ...] = ()
    everything: bool = False
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.everything or bool(self.parts)

    @property
    def ids(self) -> tuple[str, ...]:
        return _union(self.parts)


@dataclass(frozen=True, slots=True)
class _Title:
    """The telling words of a heading without all brackets, and with those that stay in its name."""

    short: frozenset[str]
    full: frozenset[str]
    role: Role | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """Everything in the plan that has a name of its own."""

    phases: Mapping[str, tuple[str, ...]]
    titles: tuple[_Title, ...]
    stories: Mapping[str, tuple[str, ...]]
    kinds: Mapping[tuple[str, Kind], tuple[str, ...]]
    phase_of: Mapping[str, str]
    tasks: Mapping[tuple[str, ...], tuple[str, ...]]
    folded: Mapping[str, tuple[str, ...]]
    """The phases by their ids in lower case."""


def groups(plan: Plan) -> Groups:
    """An index of the plan's phases, sections, stories and kinds."""
    phases = defaultdict[str, list[str]](list)
    sections = defaultdict[tuple[str, str], list[str]](list)
    stories = defaultdict[str, list[str]](list)
    kinds = defaultdict[tuple[str, Kind], list[str]](list)
    for task in plan.tasks:
        phases[task.phase].append(task.id)
        kinds[task.phase, task.kind].append(task.id)
        if task.group:
            sections[task.phase, task.group].append(task.id)
        for number in _story_numbers(task.story or ""):
            stories[number].append(task.id)
    for phase in plan.phases:
        for number in _story_numbers(phase.name):
            if number not in stories:
                stories[number] = phases.get(phase.id, [])
    titles = [(phase.name or phase.title, phases.get(phase.id, [])) for phase in plan.phases]
    titles += [(group, ids) for (_, group), ids in sections.items()]
    return Groups(
        phases={name: tuple(ids) for name, ids in phases.items()},
        titles=tuple(_title(name, ids) for name, ids in titles if ids),
        stories={number: tuple(ids) for number, ids in stories.items()},
        kinds={key: tuple(ids) for key, ids in kinds.items()},
        phase_of={task.id: task.phase for task in plan.tasks},
        tasks={_key(task.title): (task.id,) for task in plan.tasks},
        folded={name.lower(): tuple(ids) for name, ids in phases.items()},
    )


def _title(name: str, ids: Iterable[str]) -> _Title:
    role = next(iter(roles(name)), None)
    return _Title(telling(_BRACKET.sub(" ", name)), telling(name), role, tuple(ids))


def _story_numbers(text: str) -> Iterator[str]:
    for match in _STORIES.finditer(text):
        for item in _ITEM.finditer(match.group(1)):
            yield item.group(1).lower()


def named(words: str, known: Groups, near: Sequence[str] = ()) -> Group:
    """The tasks that `words` mean; `near` are the tasks of the statement's other side."""
    words = _STATE.sub("", words)
    numbered = _numbers(words, _PHASES, known.folded) or _lettered(words, known)
    stories = _numbers(words, _STORIES, known.stories)
    if numbered or stories:
        return Group((numbered or stories,))
    if _STORY_GROUP.search(words) and known.stories:
        return Group((_union(known.stories.values()),))
    if _EVERYTHING.search(words.strip(" .:;*)")):
        return Group(everything=True)
    whole = _by_title(words, known) or _task(words, known)
    if whole:
        return Group(whole)
    pieces = [piece for piece in _JOINT.split(words) if piece.strip()]
    found = {piece: _piece(piece, known, near) for piece in pieces}
    if len(pieces) > 1 and any(found.values()):
        missing = tuple(piece.strip() for piece in pieces if not found[piece])
        return Group(tuple(chain.from_iterable(found.values())), missing=missing)
    parts = _piece(words, known, near)
    return Group(parts, missing=() if parts else (words,))


def _piece(words: str, known: Groups, near: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The parts that one name means: by title, else by role."""
    return _by_title(words, known) or _by_role(words, known, near)


def _task(words: str, known: Groups) -> tuple[tuple[str, ...], ...]:
    """The one task whose title these words are, or begin if they are many."""
    key = _key(words)
    if key in known.tasks:
        return (known.tasks[key],)
    size = len(key)
    begun = [ids for title, ids in known.tasks.items() if title[:size] == key]
    return (begun[0],) if size >= _MANY_WORDS and len(begun) == 1 else ()


def _numbers(
    words: str, pattern: re.Pattern[str], known: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The tasks of the phases or stories whose numbers stand in the words, all in lower case."""
    found: dict[str, None] = {}
    for match in pattern.finditer(words):
        for item in _ITEM.finditer(match.group(1)):
            first, last = item.group(1).lower(), (item.group(3) or "").lower()
            if item.group("open"):
                low = natural_key(first)
                names = [name for name in known if natural_key(name) >= low]
            elif last:
                low, high = natural_key(first), natural_key(last)
                names = [name for name in known if low <= natural_key(name) <= high]
            else:
                names = [first]
            found.update(dict.fromkeys(name for name in names if name in known))
    return _union(known[name] for name in found)


def _lettered(words: str, known: Groups) -> tuple[str, ...]:
    """Phases whose id is a word of its own: `WP01`, `Phase B`."""
    found = (match[0] for match in _LETTERED.finditer(words))
    return _union(known.phases[name] for name in found if name in known.phases)


def _by_title(words: str, known: Groups) -> tuple[tuple[str, ...], ...]:
    """Phases and sections whose heading contains all the telling words, in brackets if need be."""
    wanted = telling(words)
    if not wanted:
        return ()
    short = tuple(title.ids for title in known.titles if wanted <= title.short)
    return short or tuple(title.ids for title in known.titles if wanted <= title.full)


def _by_role(words: str, known: Groups, near: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """`implementation`: such tasks beside the other side's, and the phases with that role."""
    named_roles = roles(words)
    if not named_roles:
        return ()
    role = named_roles[0]
    kinds = {Role.TESTS: (Kind.TEST,), Role.CORE: (Kind.CODE, Kind.INTEGRATE)}.get(role, ())
    beside = {known.phase_of[identifier] for identifier in near if identifier in known.phase_of}
    return (
        *(ids for (phase, kind), ids in known.kinds.items() if kind in kinds and phase in beside),
        *(title.ids for title in known.titles if title.role is role),
    )


def _key(title: str) -> tuple[str, ...]:
    """A title is the same title whatever its punctuation."""
    return tokens(title)


def _union(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(identifier for part in parts for identifier in part))
