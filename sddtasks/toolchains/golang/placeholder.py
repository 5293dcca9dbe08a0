"""Does a failing line of a Go test fail whatever the product does? Judged by its own source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sddtasks.toolchains.braces import enclosing
from sddtasks.toolchains.braces import masked
from sddtasks.toolchains.braces import names
from sddtasks.toolchains.braces import offset
from sddtasks.toolchains.braces import statement

_ALWAYS = re.compile(
    r"\b(?:\w+\.(?:Fatal|Fatalf|Error|Errorf|Fail|Failf|FailNow|FailNowf)|panic)\s*\("
)
_CHECK = re.compile(r"\b(?:assert|require|is|must|check)\.\w+\s*\((.*)\)\s*$", re.DOTALL)
_FUNCTION = re.compile(r"\bfunc\b")
_GUARD = re.compile(r"(?:\}\s*else\s+)?(?:if|for|switch|select)\b(.*)", re.DOTALL)
_INERT = frozenset(
    "nil true false iota len cap if for range var const return string int int64 float64 bool byte "
    "rune error any t tt b errors fmt testing New Sprintf".split()
)


def is_placeholder(text: str, line: int) -> bool:
    code = masked(text)
    position = offset(code, line, _ALWAYS)
    blocks = enclosing(code, position)
    start = next(
        (index for index in reversed(range(len(blocks))) if _FUNCTION.search(blocks[index][0])),
        None,
    )
    if start is None:
        return False
    body = code[blocks[start][1] : position]
    reached_always = not re.search(r"\breturn\b", body) and all(
        _is_inert_guard(header, code) for header, _ in blocks[start + 1 :]
    )
    return reached_always and _fails_always(statement(code, line), code)


def is_inert(expression: str, code: str, seen: frozenset[str] = frozenset()) -> bool:
    """Can no name in the expression depend on the product?"""
    return all(_is_inert_name(name, code, seen) for name in names(expression))


def _fails_always(failing: str, code: str) -> bool:
    if _ALWAYS.search(failing):
        return True
    check = _CHECK.search(failing.strip())
    return check is not None and is_inert(check[1], code)


def _is_inert_guard(header: str, code: str) -> bool:
    match = _GUARD.match(header)
    return match is not None and "else" not in header and is_inert(match[1], code)


def _is_inert_name(name: str, code: str, seen: frozenset[str]) -> bool:
    if name in _INERT or name in seen:
        return True
    values = list(_values(name, code))
    handed_on = re.search(rf"&{name}\b|[(,]\s*{name}\s*[,)]", code)
    return (
        bool(values)
        and not handed_on
        and all(is_inert(value, code, seen | {name}) for value in values)
    )


def _values(name: str, code: str) -> Iterator[str]:
    """Everything that is assigned to the name; a declaration without a value is nil or zero."""
    for match in re.finditer(rf"\b(?:var|const)\s+{name}\b[^=\n]*(?:=([^\n]*))?$", code, re.M):
        yield match[1] or ""
    pattern = rf"^[^\n=(]*(?<![.\w]){name}\b(?:\s*,\s*\w+)*\s*(?::=|[-+*/]?=(?!=))([^\n]*)$"
    for match in re.finditer(pattern, code, re.M):
        yield match[1]
