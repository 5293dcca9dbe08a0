"""Task ids as they stand at the beginning of a task: `T001`, `**T-W01**`, `[TASK-7]`, `1.2.3`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TASK_WORD = (
    r"(?:[Tt]ask|TASK|任务|任務|タスク|작업|태스크"
    r"|[Зз]адача|[Tt]area|[Tt]arefa|[Tt]âche|[Aa]ufgabe)"
)
_LETTERED = (
    r"(?:[Tt]|TASK|[Tt]ask|[A-Z]{1,12})(?:-[A-Z])?-?\d{1,5}"
    r"(?:\.\d{1,3})*(?:-\d{1,2}(?!\d))?[A-Za-z]?(?:-[a-z]{2,12})?"
)
_NUMBERED = r"\d{1,3}(?:\.\d{1,3})+[a-zA-Z]?|\d{1,3}"
_PLACEHOLDER = r"T[XN]{2,4}|T\d{0,2}[?#]{1,3}|TASK-[XN#]{1,3}"
_NOTHING_MORE = r"(?![\w/]|[.-]\w|[-–—~〜+,→]\s?[A-Za-z]{0,4}-?\d)"

_START = re.compile(
    rf"(?P<open>[\s*_`~]*)(?:(?P<task>{_TASK_WORD})\s*#?)?(?P<bracket>[\[(]?)"
    rf"(?:(?P<lettered>{_LETTERED})|(?P<numbered>{_NUMBERED})|(?P<placeholder>{_PLACEHOLDER}))"
    rf"{_NOTHING_MORE}(?P<close>[\])]?)(?P<star>\*(?!\*))?"
)
_RANGE = re.compile(
    rf"[\s*_`~]*(?:{_TASK_WORD}s?\s*)?\[?(?P<prefix>[A-Z]{{1,6}}-?)(?P<first>\d{{1,4}})"
    r"(?:\s?(?:-|–|—|~|〜|\.\.\.?|to|through)\s?(?P=prefix)(?P<last>\d{1,4})"
    r"|(?:-|–|—|~|〜|\.\.)(?P<short>\d{2,4}))(?![\w.]\w)"
)
_RANGE_SIGN = re.compile(r"\d[a-z]?\s?(?:[-–—~〜]|\.\.|to |through )")
_FAR = 30
_LETTERS = re.compile(r"[A-Za-z]*")
_MOST_AT_ONCE = 100
_NO_TASKS = frozenset(
    "AC ADR BR CHK CR CVE EC FR GH HTTP ISO KPI NFR OKR OQ P PR REQ RFC RQ SC SHA SLA STORY TC "
    "UAT UC US UTF V WP".split()
)


@dataclass(frozen=True, slots=True)
class TaskId:
    """An id at the beginning of a text: what it is and where the text goes on."""

    text: str
    end: int
    numbered: bool = False
    optional: bool = False
    struck: bool = False
    placeholder: bool = False
    named: bool = False
    """Introduced by a word for "task", so that a bare number is an id as well."""


def leading_id(text: str) -> TaskId | None:
    """The id with which `text` begins, or None."""
    match = _START.match(text)
    if not match:
        return None
    named = match["task"] is not None
    if match["bracket"] == "(" and not named:
        return None
    if match["numbered"] and not (named or _ends_like_a_number(text, match)):
        return None
    return TaskId(
        text=match["lettered"] or match["numbered"] or match["placeholder"],
        end=match.end(),
        numbered=match["numbered"] is not None,
        optional=match["star"] is not None and "*" not in match["open"],
        struck="~~" in match["open"],
        placeholder=match["placeholder"] is not None,
        named=named,
    )


def _ends_like_a_number(text: str, match: re.Match[str]) -> bool:
    """`1.2 Text`, `1. Text`, `1) Text`; not `3 tests`, `2.0%`."""
    after = text[match.end("numbered") :]
    if match["bracket"] or "." in match["numbered"]:
        return not after.startswith("%")
    return after.startswith((". ", ") ", ".*", ": ", "：", "、")) or after in (".", ")", ":")


def leading_range(text: str) -> tuple[tuple[str, ...], int]:
    """`T009-T015: …` → every id of the range and where the text goes on; no ids without one."""
    match = _RANGE.match(text) if _RANGE_SIGN.search(text, 0, _FAR) else None
    if not match:
        return (), 0
    first, last = int(match["first"]), int(match["last"] or match["short"])
    if not first < last < first + _MOST_AT_ONCE:
        return (), 0
    width = len(match["first"])
    ids = tuple(f"{match['prefix']}{number:0{width}}" for number in range(first, last + 1))
    return ids, match.end()


def prefix_of(identifier: str) -> str:
    """The letters before the number: `T` for T001, `TASK` for TASK-7, empty for 1.2."""
    match = _LETTERS.match(identifier)
    return match[0] if match else ""


def names_a_task(identifier: str) -> bool:
    """Whether an id may be a task's: requirements, criteria and priorities (`FR-4`, `P1`) not."""
    return prefix_of(identifier) not in _NO_TASKS


def is_usual(identifier: str) -> bool:
    """Ids with which tasks are numbered everywhere; others must be repeated to be believed."""
    return prefix_of(identifier).upper() in ("T", "TASK", "")
