"""The labels around a task's title: `[P]`, `[US1]`, `(P)`, `[Setup]`, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache

from sddtasks.parser.titles import CODE
from sddtasks.parser.titles import plain

_CLOSERS = re.compile(r"[\])*_`~]+")
_GAP = re.compile(r"(?:[\s:：、|\\]|\.(?=\s|$)|\*+(?=[\s\[(]|$)|[-–—]+(?=\s))+")
_LABEL = re.compile(r"\[(?P<square>[^\[\]`]{0,48})\](?![(/\w])|【(?P<wide>[^】]{1,24})】")
_ROUND = re.compile(r"[(（](?P<round>P|parallel|sequential|optional|可选|オプション)[)）]", re.I)
_BARE_LABEL = re.compile(r"(?P<bare>US-?\d+[a-z]?|P[0-4])(?=[\s:：\]])")
_COMMENT = re.compile(r"<!--.*?-->")
_PARALLEL = re.compile(
    r"p|∥|\|\||parallel(?:izable)?(?:[\s:-].*)?|p(?:\s+with\b|:|\s*[∥|]).*"
    r"|可?并行.*|並列.*|병렬.*|параллельно|paralel[oa]|parallèle",
    re.IGNORECASE,
)
_PARALLEL_SIGN = re.compile(r"🔵|[(（\[]\s*parallel\s*[)）\]]", re.IGNORECASE)
_STORY_WORD = r"(?:US|user\s*story|story)"
_STORY = re.compile(rf"{_STORY_WORD}\s*[-#]?\s*\d+[a-z]?", re.IGNORECASE)
_STORIES = re.compile(
    rf"{_STORY_WORD}\s*[-#]?\s*\d+[a-z]?(?:\s*[+,&/、-]\s*{_STORY_WORD}?\s*-?\d+[a-z]?)*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+[a-z]?")
_OPTIONAL = re.compile(r"optional|可选|オプション|опционально|opcional|optionnel", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?<![\w-])(?<!no )(?<!not )(?:\[(?P<square>P|US-?\d+[a-z]?)\]|(?<=\s)[(（](?P<round>P)[)）])"
    r"\*{0,2}(?=[\s.。]*(?:(?:\([^()]*\)|\[[^\[\]]*\]|[✅✓⚠️🔥🎯])[\s.。]*)*$)"
)
_TAIL = 300
_MOST_LABELS = 20
_FIELD = re.compile(
    r"\s*(?:[-*+]\s+)?[*_]{0,2}"
    r"(?:parallel(?:izable)?|markers?|labels?|标记|標記|并行|可并行|並列|병렬|параллельно)"
    r"[*_]{0,2}\s*[:：][*_]{0,2}(?P<value>.*)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"[\s*`]*(?:\[P\]|✅|✓|是|可|はい|○|예|(?:yes|y|true|да|s[ií]|sim|oui|ja)\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A title without its labels, and what the labels said."""

    title: str
    rest: str
    """The raw text behind the labels, with its backticks and links."""
    parallel: bool = False
    story: str | None = None
    labels: tuple[str, ...] = ()
    optional: bool = False

    def continued(self, lines: Iterable[str]) -> Labelled:
        """The same with the lines that continue its sentence."""
        rest = " ".join([self.rest, *(line.strip() for line in lines)])
        return self if rest == self.rest else replace(self, title=plain(rest), rest=rest)


def labelled(text: str) -> Labelled:
    """Split what follows a task's id into labels and title."""
    leading, rest = _leading(text)
    trailing, rest = _trailing(rest)
    meanings = [_meaning(label) for label in (*leading, *trailing)]
    parallel = any(meaning.parallel for meaning in meanings)
    stories = dict.fromkeys(story for meaning in meanings for story in meaning.stories)
    return Labelled(
        title=plain(rest),
        rest=rest,
        parallel=parallel or _has_parallel_sign(rest),
        story="+".join(stories) or None,
        labels=tuple(name for meaning in meanings for name in meaning.others),
        optional=any(meaning.optional for meaning in meanings),
    )


def parallel_field(line: str) -> bool:
    """Whether a line of a task's body says that it may run in parallel (`标记: [P]`)."""
    match = _FIELD.match(line)
    return match is not None and _YES.match(match["value"]) is not None


def _has_parallel_sign(text: str) -> bool:
    if "🔵" not in text and "arallel" not in text:
        return False
    return _PARALLEL_SIGN.search(CODE.sub("", text)) is not None


def _leading(text: str) -> tuple[list[str], str]:
    found: list[str] = []
    rest = _without(_CLOSERS, _without_comments(text))
    for _ in range(_MOST_LABELS):
        rest = _without(_GAP, rest)
        match = _LABEL.match(rest) or _ROUND.match(rest) or _BARE_LABEL.match(rest)
        if not match:
            break
        found.append(next(group for group in match.groups() if group is not None).strip())
        rest = _without(_CLOSERS, rest[match.end() :])
    return found, rest.rstrip()


def _without_comments(text: str) -> str:
    """Behind the last `-->` nothing can end."""
    if "<!--" not in text:
        return text
    before, end, after = text.rpartition("-->")
    return _COMMENT.sub("", before + end) + after


def _without(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return text[match.end() :] if match else text


def _trailing(text: str) -> tuple[list[str], str]:
    """`… in src/a.py [P]` → the labels at the end, and the text without them."""
    start = max(0, len(text) - _TAIL)
    tail = text[start:]
    if not tail.endswith(("]", ")", "）", "*", ".", "。", "✅")):
        return [], text
    hidden = CODE.sub(lambda code: "`" * len(code[0]), tail)
    found: list[str] = []
    for match in reversed(list(_TRAILING.finditer(hidden))):
        found.append(match["square"] or match["round"])
        tail = tail[: match.start()] + tail[match.end() :]
    return found, (text[:start] + tail).strip()


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What one pair of brackets says."""

    parallel: bool
    stories: tuple[str, ...]
    others: tuple[str, ...]
    optional: bool


@lru_cache(maxsize=1024)
def _meaning(label: str) -> _Meaning:
    names = [label] if _STORIES.fullmatch(label) else [name.strip() for name in label.split(",")]
    stories = [name for name in names if _STORIES.fullmatch(name)]
    parallel = [name for name in names if _PARALLEL.fullmatch(name)]
    others = (name for name in names if name.strip("- ") and name not in (*stories, *parallel))
    return _Meaning(
        parallel=bool(parallel),
        stories=tuple(story for name in stories for story in _stories(name)),
        others=tuple(others),
        optional=any(_OPTIONAL.match(name) for name in names),
    )


def _stories(name: str) -> list[str]:
    """`US1+US2` → both; the spelling of a single one stays."""
    if _STORY.fullmatch(name) and name.upper().startswith("US-"):
        return [name]
    return [f"US{number}" for number in _NUMBER.findall(name)]
