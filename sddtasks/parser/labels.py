"""The labels around a task's title: `[P]`, `[US1]`, `(P)`, `[Setup]`; and the title itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace

_CLOSERS = re.compile(r"^[\])*_`~]+")
_GAP = re.compile(r"^(?:[\s:：、|]|\.(?=\s|$)|\*+(?=[\s\[(*]|$)|[-–—]+(?=\s)|\\)+")
_LABEL = re.compile(r"^(?:\[(?P<square>[^\[\]`]{0,48})\](?![(/\w])|【(?P<wide>[^】]{1,24})】)")
_ROUND = re.compile(r"^[(（](?P<round>P|parallel|sequential|optional|可选|オプション)[)）]", re.I)
_BARE_LABEL = re.compile(r"^(?P<bare>US-?\d+[a-z]?|P[0-4])(?=[\s:：\]])")
_CODE = re.compile(r"`+[^`]*`+")
_COMMENT = re.compile(r"<!--.*?-->")
_STRONG = re.compile(r"(?<![\w/*.])(\*\*|__)(?=\S)((?:(?!\1).)+?)(?<=\S)\1(?![\w/])")
_LONE_STRONG = re.compile(r"(?<![\w/*.])\*\*(?![\w/*.])|(?<=\s)\*\*|\*\*(?=\s|$)")
_PARALLEL = re.compile(
    r"p|∥|\|\||parallel(?:izable)?(?:[\s:-].*)?|p(?:\s+with\b|:|\s*[∥|]).*|可?并行.*|並列.*|병렬.*"
    r"|параллельно|paralel[oa]|parallèle",
    re.IGNORECASE,
)
_PARALLEL_SIGN = re.compile(r"🔵|[(（\[]\s*parallel\s*[)）\]]", re.IGNORECASE)
_STORY = re.compile(r"(?:US|user\s*story|story)\s*[-#]?\s*\d+[a-z]?", re.IGNORECASE)
_STORIES = re.compile(
    r"(?:US|user\s*story|story)\s*[-#]?\s*\d+[a-z]?"
    r"(?:\s*[+,&/、-]\s*(?:US|user\s*story|story)?\s*-?\d+[a-z]?)*",
    re.IGNORECASE,
)
_STORY_NUMBER = re.compile(r"\d+[a-z]?")
_OPTIONAL = re.compile(r"optional|可选|オプション|опционально|opcional|optionnel", re.IGNORECASE)
_TRAILING_LABEL = re.compile(
    r"(?<![\w-])(?<!no )(?<!not )\[(?P<label>P|US-?\d+[a-z]?)\]\*{0,2}"
    r"(?=[\s.。]*(?:(?:\([^()]*\)|\[[^\[\]]*\]|[✅✓⚠️🔥🎯])[\s.。]*)*$)"
)
_ROUND_TRAILING = re.compile(r"\s[(（]P[)）]\s*$")
_TRAILING_NOISE = re.compile(r"[\s✅✓✔☑]+$")
_FIELD_PARALLEL = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__|_)?(?:parallel(?:izable)?|markers?|labels?|标记|標記|并行|可并行|並列"
    r"|병렬|параллельно)(?:\*\*|__|_)?\s*[:：](?:\*\*|__|_)?\s*(?P<value>.*)",
    re.IGNORECASE,
)
_YES = re.compile(r"\s*(?:\*\*)?`?(?:\[P\]|yes\b|true\b|✅|✓|是|可|はい|○|예|да\b|s[ií]\b|sim\b|oui\b|ja\b|y\b)",
                  re.IGNORECASE)


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
    found = []
    rest = _CLOSERS.sub("", _COMMENT.sub("", text))
    while True:
        rest = _GAP.sub("", rest)
        match = _LABEL.match(rest) or _ROUND.match(rest) or _BARE_LABEL.match(rest)
        if not match:
            break
        found.append(next(group for group in match.groups() if group is not None).strip())
        rest = _CLOSERS.sub("", rest[match.end() :])
    rest, trailing = _without_trailing(rest.strip())
    names = [name for label in (*found, *trailing) for name in _names(label)]
    parallel = any(_PARALLEL.fullmatch(name) for name in names)
    return Labelled(
        title=plain(rest),
        rest=rest,
        parallel=parallel or bool(_PARALLEL_SIGN.search(_CODE.sub("", rest))),
        story=_story(names),
        labels=tuple(name for name in names if _is_other(name)),
        optional=any(_OPTIONAL.match(name) for name in names),
    )


def plain(text: str) -> str:
    """A title as plain text: no bold, no strike-through, no done sign at its end."""
    pieces, end = [], 0
    for code in _CODE.finditer(text):
        pieces += [_unmarked(text[end : code.start()]), code[0]]
        end = code.end()
    pieces.append(_unmarked(text[end:]))
    return _TRAILING_NOISE.sub("", " ".join("".join(pieces).split()))


def _unmarked(text: str) -> str:
    return _LONE_STRONG.sub("", _STRONG.sub(r"\2", text).replace("~~", ""))


def parallel_field(line: str) -> bool:
    """Whether a line of a task's body says that it may run in parallel (`标记: [P]`)."""
    match = _FIELD_PARALLEL.match(line)
    return bool(match and _YES.match(match["value"]))


def _names(label: str) -> Iterator[str]:
    if _STORIES.fullmatch(label):
        yield label
        return
    yield from filter(None, (name.strip() for name in label.split(",")))


def _without_trailing(text: str) -> tuple[str, list[str]]:
    """`… in src/a.py [P]` → the text without labels at its end."""
    hidden = _CODE.sub(lambda code: "`" * len(code[0]), text)
    found = []
    for match in reversed(list(_TRAILING_LABEL.finditer(hidden))):
        found.append(match["label"])
        text = text[: match.start()] + text[match.end() :]
    if _ROUND_TRAILING.search(text):
        found.append("P")
        text = _ROUND_TRAILING.sub("", text)
    return text.strip(), found


def _story(names: list[str]) -> str | None:
    """`US1`, or `US1+US2` for several; the spelling of a single one stays."""
    stories: list[str] = []
    for name in names:
        if not _STORIES.fullmatch(name):
            continue
        if _STORY.fullmatch(name):
            stories.append(name if name.upper().startswith("US") else f"US{_number(name)}")
        else:
            stories.extend(f"US{number}" for number in _STORY_NUMBER.findall(name))
    return "+".join(dict.fromkeys(stories)) or None


def _number(name: str) -> str:
    match = _STORY_NUMBER.search(name)
    return match[0] if match else ""


def _is_other(name: str) -> bool:
    return bool(name.strip("- ")) and not _PARALLEL.fullmatch(name) and not _STORIES.fullmatch(name)
