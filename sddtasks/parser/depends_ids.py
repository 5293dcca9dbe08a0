"""Ids inside running text: lists and ranges in all notations become one marked reference each."""

from __future__ import annotations

import re
from bisect import bisect_left
from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sddtasks.model.ids import natural_key
from sddtasks.model.plan import Task

MARK = re.compile("\x01(\\d+)\x02")
_PREFIX = re.compile(r"^[A-Za-z]+-?(?:[A-Z](?=-?\d))?-?(?=\d)")
_SEPARATOR = (
    r"\s?(?:-|–|—|−|~|〜|～)\s?|\s*(?:\.{2,3}|…)\s*|\s+(?:through|thru|to|bis|до|至)\s+|至|到"
)
_ONWARDS = (
    r"\s?以降|\s?及(?:以后|之后|后续)|\s(?:onwards?|and (?:later|beyond|up|onwards?)|и далее)\b"
)
_COMMENT = r"(?:\s*[(（][^()（）\x01]{0,120}[)）])?"
_JOINT = re.compile(
    rf"{_COMMENT}\s*(?:\[[^\]\x01]{{0,12}}\]\s*)?"
    r"(?:(?:[,，、/+&|∥‖·]|\band\b|\bor\b|\bplus\b|和|及|与|與|と|및|\bи\b|\by\b|\be\b|\bet\b|\bund\b"
    r"|\bthen also\b)\s*){0,3}(?:\[[^\]\x01]{0,12}\]\s*|✅\s*)?$"
)
_CONTROL = re.compile("[\x01\x02]")


@dataclass(frozen=True, slots=True)
class Refs:
    """A text in which each reference is a mark; what each mark stands for, and how it was written.

    `\x011\x02` is the second mark: two control characters that no document needs.
    """

    text: str
    ids: tuple[tuple[str, ...], ...]
    written: tuple[str, ...]

    def of(self, part: str) -> tuple[str, ...]:
        """All ids that a part of the text refers to."""
        found = (self.ids[int(number)] for number in MARK.findall(part))
        return tuple(dict.fromkeys(name for ids in found for name in ids))

    def plain(self, part: str) -> str:
        """A part of the text as it was written."""
        return MARK.sub(lambda match: self.written[int(match[1])], part)


@dataclass(frozen=True)
class Ids:
    """The ids of a plan and how its text writes them. Not slotted: the patterns are cached."""

    known: tuple[str, ...]

    @cached_property
    def _by_key(self) -> dict[object, str]:
        found: dict[object, str] = {}
        for name in self.known:
            found.setdefault(natural_key(name), name)
        return found

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.known, key=natural_key)

    @cached_property
    def _item(self) -> re.Pattern[str] | None:
        return _pattern(self.known, numeric=False)

    @cached_property
    def _number(self) -> re.Pattern[str] | None:
        return _pattern(self.known, numeric=True)

    def mark(self, text: str, *, numbers: bool = False) -> Refs:
        """Replace each list of ids by a mark. `numbers`: ids without letters count as well."""
        text = _CONTROL.sub(" ", text)
        pattern = self._number if numbers else self._item
        if pattern is None:
            return Refs(text, (), ())
        pieces: list[str] = []
        groups: list[list[str]] = []
        spans: list[tuple[int, int]] = []
        end = 0
        for match in pattern.finditer(text):
            between = text[end : match.start()]
            ids = self._expand(match)
            if ids[0][0].isdigit() and not numbers and ids[0] not in self:
                continue
            if groups and _JOINT.match(between):
                groups[-1] += ids
                spans[-1] = spans[-1][0], match.end()
            else:
                pieces += (between, f"\x01{len(groups)}\x02")
                groups.append(ids)
                spans.append(match.span())
            end = match.end()
        pieces.append(text[end:])
        return Refs(
            text="".join(pieces),
            ids=tuple(tuple(dict.fromkeys(group)) for group in groups),
            written=tuple(text[first:last] for first, last in spans),
        )

    def occur_twice(self, text: str) -> bool:
        """Are at least two ids with letters mentioned?"""
        found = self._item.finditer(text) if self._item else iter(())
        return next(found, None) is not None and next(found, None) is not None

    def name(self, written: str) -> str:
        """The plan's spelling of an id (`T17` for T017), or the text's if there is none."""
        return self._by_key.get(natural_key(written), written)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and natural_key(name) in self._by_key

    def _expand(self, match: re.Match[str]) -> list[str]:
        first, last, more = match["first"], match["last"], match["more"]
        if match["open"]:
            first = self.name(first)
            return self.between(first, None) or [first]
        if more:
            return [self.name(first), *_abbreviated(first, more, self)]
        if not last:
            return [self.name(first)]
        full = self.name(_completed(first, last))
        first = self.name(first)
        return self.between(first, full) or [first, full]

    def between(self, first: str, last: str | None) -> list[str]:
        """The known ids of the same kind from `first` to `last`, or to the end."""
        start = bisect_left(self._sorted, natural_key(first), key=natural_key)
        stop = len(self._sorted)
        if last is not None:
            stop = bisect_right(self._sorted, natural_key(last), key=natural_key)
        prefix = _prefix(first)
        return [name for name in self._sorted[start:stop] if _prefix(name) == prefix]


def ids_of(tasks: Iterable[Task]) -> Ids:
    return Ids(tuple(dict.fromkeys(task.id for task in tasks)))


def _prefix(name: str) -> str:
    return _written_prefix(name).lower()


def _pattern(known: Sequence[str], *, numeric: bool) -> re.Pattern[str] | None:
    """One item: an id, a range, an open range, or an abbreviated list such as `T045/046`.

    Ids without letters count everywhere if they have a dot or the word "task" in front of them.
    """
    prefixes = sorted({_written_prefix(name) for name in known} - {""}, key=len)
    dashed = any(re.search(r"\d-\d", name) for name in known)
    number = rf"\d{{1,5}}(?:\.\d{{1,3}})*{'(?:-[0-9]{1,2})?' if dashed else ''}[A-Za-z]?"
    starts = "|".join(re.escape(prefix) for prefix in reversed(prefixes))
    numbered = any(name[0].isdigit() for name in known)
    if not prefixes and not numbered:
        return None
    if numeric and numbered:
        starts = f"{starts}|" if starts else ""
    elif numbered:
        plain = r"(?=\d+\.\d)|(?<=[Tt]ask )|(?<=[Tt]asks )|(?<=任务 )|(?<=任务)|(?<=タスク )"
        starts = f"{starts}|{plain}" if starts else plain
    end = "(?![A-Za-z0-9_])"
    atom = rf"(?:{starts}){number}(?![A-Za-z0-9_%])"
    return re.compile(
        rf"(?<![A-Za-z0-9_.#-])(?<![a-z_.-]{{2}}/)(?P<first>{atom})"
        rf"(?:(?:{_SEPARATOR})(?P<last>{atom}|(?<=\S)\d{{2,5}}[a-z]?{end}|(?<=[a-z]\S)[a-z]{end})"
        rf"|(?P<more>(?:/(?:\d{{2,5}}[a-z]?|[a-z])(?![A-Za-z0-9_/.]))+)"
        rf"|(?P<open>\+(?!\s*(?:{starts or '(?!)'})?\d)|{_ONWARDS}))?",
    )


def _completed(first: str, last: str) -> str:
    """`T013a`-`d` and `T004`-`022` with the missing beginning."""
    if last.isalpha():
        return first.rstrip("abcdefghijklmnopqrstuvwxyz") + last
    if last[0].isdigit() and not first[0].isdigit():
        return _written_prefix(first) + last
    return last


def _written_prefix(name: str) -> str:
    match = _PREFIX.match(name)
    return match[0] if match else ""


def _abbreviated(first: str, more: str, ids: Ids) -> Iterator[str]:
    for piece in more.strip("/").split("/"):
        yield ids.name(_completed(first, piece))
