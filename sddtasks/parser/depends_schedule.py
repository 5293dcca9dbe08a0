"""Schedules in words: `Wave 2 (after T025): T026-T032`, or with its members listed below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import plain
from sddtasks.parser.depends_regions import Paragraph
from sddtasks.parser.depends_words import connectors

_HEAD = re.compile(
    r"^\W*(?:execution )?(?:wave|window|batch|波次|批次|ウェーブ|волна|oleada|onda|vague|welle)"
    r"\s*#?(?:\d+|[A-Z])\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"^\W*(?:task\b\W*)?\x01", re.IGNORECASE)
_ASIDE = re.compile(r"[(（][^()（）]*[)）]?")


@dataclass(frozen=True, slots=True)
class _Wave:
    line: int
    text: str
    first: tuple[str, ...]
    members: tuple[str, ...]


def is_wave(text: str) -> bool:
    return bool(_HEAD.match(plain(text)))


def schedule(paragraphs: Iterable[Paragraph], reader: Reader) -> Iterator[Statement]:
    """Each wave waits for the one before it in the same section, and for what its head names."""
    previous: _Wave | None = None
    for wave in _waves(paragraphs, reader):
        own = Ref(wave.members)
        first = tuple(name for name in wave.first if name not in wave.members)
        if first and own.ids:
            yield Statement(Ref(first), own, "schedule", wave.line, wave.text)
        if previous is not None and own.ids:
            ids = tuple(name for name in previous.members if name not in wave.members)
            if ids:
                yield Statement(Ref(ids), own, "schedule", wave.line, wave.text)
        previous = wave if own.ids else previous


def _waves(paragraphs: Iterable[Paragraph], reader: Reader) -> Iterator[_Wave]:
    current: _Wave | None = None
    for item in paragraphs:
        refs = reader.mark(item.text)
        if _HEAD.match(refs.text):
            if current is not None:
                yield current
            members = refs.of(_ASIDE.sub(" ", refs.text))
            aside = " ".join(_ASIDE.findall(refs.text))
            first = refs.of(aside) if any(not word.forward for word in connectors(aside)) else ()
            current = _Wave(item.line, plain(item.text)[:160], first, members)
        elif current is not None and _MEMBER.match(refs.text):
            members = (*current.members, *refs.ids[0])
            current = _Wave(current.line, current.text, current.first, members)
        elif current is not None and current.members:
            yield current
            current = None
    if current is not None:
        yield current
