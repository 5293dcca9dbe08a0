"""Names that a red test lacks and that nobody will make: those of the plan, but for a slip."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import PurePosixPath

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun

_LACKING = (Reason.MISSING, Reason.AMBIGUOUS)
_CLOSE = 0.8
_SHORTEST = 5
_IMPORTED = re.compile(r"\.(?:py|[cm]?[jt]sx?)$")
_NO_MODULE = re.compile(
    r"No module named|Cannot find (?:module|package)|Failed to (?:resolve|load)"
)
_SUFFIX = re.compile(r"\.[cm]?[jt]sx?$")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ALIAS = re.compile(r"\bas\s+\w+|:\s*\w+")
_TAKEN = (
    r"^\s*from\s+(?:[\w.]+\.)?(?P<owner>\w+)\s+import\s+(?P<names>\([^)]*|[^(\n]*)",
    r"\{(?P<names>[^{}]*)\}\s*(?:from|=\s*(?:await\s+)?\w+\()\s*['\"](?:[^'\"\n]*/)?(?P<owner>[\w-]+)",
    r"^\s*use\s+(?:\w+::)*(?P<owner>\w+)::(?P<names>\{[^}]*|[^{;\n]*)",
)


def slips(
    run: TestRun, texts: Iterable[str], planned: Collection[str], files: Iterable[str], said: str
) -> list[str]:
    """One row per name. `texts`: of the tests that lack something; `said`: by the plan."""
    stems = {PurePosixPath(path).stem for path in planned if _IMPORTED.search(path)}
    known = stems | {PurePosixPath(path).stem for path in files}
    words = set(_words((said, *planned)))
    owners = {PurePosixPath(path).stem for path in planned}
    names = {*_lacking(run), *(name for text in texts for name in _taken(text, owners))}
    rows = dict((*_misspelt(names, words), *_modules(run, stems, known)))
    return [f"{name}  will never be made: the plan has {meant}" for name, meant in rows.items()]


def lacks(found: LoadFailure | TestCase) -> bool:
    return found.reason in _LACKING


def _modules(run: TestRun, stems: set[str], known: set[str]) -> Iterator[tuple[str, str]]:
    """Missing modules that are written almost as one that is planned."""
    for name in sorted(_lacking(run, _NO_MODULE)):
        last = _SUFFIX.sub("", name).rpartition("/" if "/" in name else ".")[2]
        near = difflib.get_close_matches(last, stems, 1, _CLOSE)
        if last not in known and near:
            yield name, near[0]


def _misspelt(names: Iterable[str], words: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(names):
        for word in set(_words([name])) - words:
            meant = next((other for other in words if _is_slip(word, other)), "")
            if meant:
                yield name, meant


def _taken(text: str, owners: set[str]) -> Iterator[str]:
    """What a test imports from planned modules: while those are not there, no runner names it."""
    for pattern in _TAKEN:
        for match in re.finditer(pattern, text, re.MULTILINE):
            if match["owner"] in owners:
                names = re.findall(r"[A-Za-z_]\w*", _ALIAS.sub("", match["names"]))
                yield from (f"{match['owner']}.{name}" for name in names)


def _lacking(run: TestRun, saying: re.Pattern[str] | None = None) -> set[str]:
    found: tuple[LoadFailure | TestCase, ...] = (*run.load_failures, *run.cases)
    heard = (one for one in found if lacks(one) and (not saying or saying.search(one.message)))
    return {name for one in heard for name in one.missing}


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (word.lower() for word in _WORD.findall(text) if len(word) >= _SHORTEST)


def _is_slip(name: str, word: str) -> bool:
    """The same letters in another order, both ends in their places; or one letter doubled."""
    if len(name) == len(word):
        return (name[0], name[-1]) == (word[0], word[-1]) and sorted(name) == sorted(word)
    return _single(name) == _single(word) and abs(len(name) - len(word)) == 1


def _single(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)
