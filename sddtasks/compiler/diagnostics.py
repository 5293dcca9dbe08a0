"""Problems as text for people, and in the formats that editors and code hosts read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from sddtasks.compiler.catalogue import RULES
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Severity
from sddtasks.system import escape

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_NAMED = re.compile(r"`[^`]+`|'[^']+'|\[[^\]]+\]|[\w./#~:\\-]*[./\d][\w./#~\\-]*|\bX{3,}\b|\bTX+\b")
_LINE_END = re.compile("\r\n|\r|\n")
_BEFORE, _WIDTH = 60, 160
"""A long line is shown from so many characters before what is meant, and so many of it."""
_SEARCHED = 8_000


def rendered(problems: Sequence[Problem], path: str, source: str, form: str = "text") -> str:
    """The problems of the document `source` at `path` in one of FORMATS."""
    lines = _LINE_END.split(source)
    return FORMATS[form]([_located(problem, lines) for problem in problems], path, lines)


def summary(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`; `no problems`."""
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    parts = [
        f"{count} {severity.value}{'s' if count > 1 else ''}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(parts) or "no problems"


def _located(problem: Problem, lines: Sequence[str]) -> Problem:
    """With the column of the name in its text that stands first in its line."""
    if problem.column or not 0 < problem.line <= len(lines):
        return problem
    line = lines[problem.line - 1][:_SEARCHED]
    places = [
        (match.start(), -len(name))
        for name in _names(problem.text)
        if (match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line))
    ]
    if not places:
        return problem
    column, width = min(places)
    return replace(problem, column=column + 1, width=-width)


def _names(text: str) -> Iterator[str]:
    """Ids, paths and quoted words of a message; bare numbers are counts."""
    for match in _NAMED.finditer(text):
        name = match[0].strip("`'").rstrip(".,:;")
        if len(name) > 1 and not name.isdigit():
            yield name


def _text(problems: Sequence[Problem], path: str, lines: Sequence[str]) -> str:
    return "\n".join("\n".join(_block(problem, path, lines)) for problem in problems)


def _block(problem: Problem, path: str, lines: Sequence[str]) -> Iterator[str]:
    """One problem the way compilers print it."""
    place = f"{path}:{problem.line}" + (f":{problem.column}" if problem.column else "")
    gutter = " " * len(str(problem.line))
    yield f"{problem.severity.value}[{problem.code}]: {escape.line(problem.text)}"
    yield f"{gutter}--> {escape.line(place)}"
    if 0 < problem.line <= len(lines):
        yield f"{gutter} |"
        shown, marks = _pointed_at(problem, lines[problem.line - 1])
        yield f"{problem.line} | {shown}".rstrip()
        if problem.column:
            yield f"{gutter} | {marks}"
    if problem.hint:
        yield f"{gutter} = hint: {escape.line(problem.hint)}"
    yield ""


def _pointed_at(problem: Problem, line: str) -> tuple[str, str]:
    """What is shown of a line, and the carets below what the problem is about."""
    start = max(problem.column - 1, 0)
    begin = max(0, start - _BEFORE) if len(line) > _WIDTH else 0
    before = escape.line(line[begin:start])
    meant = escape.line(line[start : min(start + problem.width, begin + _WIDTH)])
    after = escape.line(line[start + problem.width : begin + _WIDTH])
    cut = "…" * bool(begin)
    end = "…" * (len(line) > begin + _WIDTH)
    carets = "^" * max(_cells(meant), 1)
    return f"{cut}{before}{meant}{after}{end}", f"{' ' * _cells(cut + before)}{carets}"


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese and emoji take two each."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _json(problems: Sequence[Problem], path: str, lines: Sequence[str]) -> str:
    found = [
        {
            "path": path,
            "line": problem.line,
            "column": problem.column,
            "width": problem.width,
            "code": problem.code,
            "severity": problem.severity.value,
            "text": problem.text,
            "hint": problem.hint,
            "source": lines[problem.line - 1][:_SEARCHED] if 0 < problem.line <= len(lines) else "",
        }
        for problem in problems
    ]
    return escape.as_json({"schema": 1, "problems": found}, indent=2)


def _sarif(problems: Sequence[Problem], path: str, lines: Sequence[str]) -> str:
    used = sorted({problem.code for problem in problems} & RULES.keys())
    driver = {
        "name": "sddtasks",
        "rules": [
            {
                "id": code,
                "name": RULES[code].name,
                "shortDescription": {"text": RULES[code].meaning},
            }
            for code in used
        ],
    }
    results = [_sarif_result(problem, path, len(lines)) for problem in problems]
    log = {"$schema": _SARIF, "version": "2.1.0"}
    document = {**log, "runs": [{"tool": {"driver": driver}, "results": results}]}
    return escape.as_json(document, indent=2)


def _sarif_result(problem: Problem, path: str, last: int) -> dict[str, object]:
    region: dict[str, int] = {"startLine": min(max(problem.line, 1), max(last, 1))}
    if problem.column:
        region |= {
            "startColumn": problem.column,
            "endColumn": problem.column + max(problem.width, 1),
        }
    text = problem.text + (f". {problem.hint}" if problem.hint else "")
    location = {"artifactLocation": {"uri": quote(path)}, "region": region}
    return {
        "ruleId": problem.code,
        "level": _LEVELS[problem.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }


def _github(problems: Sequence[Problem], path: str, lines: Sequence[str]) -> str:
    """Workflow commands, which GitHub shows beside the changed lines."""
    del lines
    found = []
    for problem in problems:
        text = problem.text + (f" ({problem.hint})" if problem.hint else "")
        place = f"file={_property(path)},line={problem.line}"
        place += f",col={problem.column}" if problem.column else ""
        title = f"title={problem.code}"
        found.append(f"::{_GITHUB[problem.severity]} {place},{title}::{_message(text)}")
    return "\n".join(found)


def _message(text: str) -> str:
    """`##[` would begin a command of the older kind, wherever it stands."""
    shown = escape.line(text).replace("##[", "## [")
    return shown.replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Problem], str, Sequence[str]], str]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
