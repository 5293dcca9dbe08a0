"""Does a failing line of a JavaScript test fail whatever the product does?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sddtasks.toolchains.braces import enclosing
from sddtasks.toolchains.braces import masked
from sddtasks.toolchains.braces import names
from sddtasks.toolchains.braces import offset
from sddtasks.toolchains.braces import statement

_ALWAYS = re.compile(r"\b(?:(?:assert|expect|t|chai)\.fail|fail)\s*\(|\bthrow\b")
_CHECK = re.compile(r"\b(?:expect|assert|should|t\.\w+)\b")
_CHECK_CALL = re.compile(r"\b(?:expect|assert|should)[\w.]*\s*\(")
_FUNCTION = re.compile(r"=>\s*$|\bfunction\b[^{]*$|^\w+\s*\([^)]*\)\s*$")
_INERT = frozenset(
    "expect assert chai vi jest should test it t done async await new typeof void true false null "
    "undefined NaN Infinity Object Array String Number Boolean Error TypeError RangeError Symbol "
    "Promise Map Set Date JSON Math const let var return throw function if in of instanceof".split()
)


def is_placeholder(text: str, line: int) -> bool:
    code = masked(text)
    position = offset(code, line, _ALWAYS if _ALWAYS.search(_line(code, line)) else _CHECK)
    blocks = enclosing(code, position)
    inner = next(
        (index for index in reversed(range(len(blocks))) if _FUNCTION.search(blocks[index][0])), -1
    )
    body = code[blocks[inner][1] if blocks else 0 : position]
    guards = [header for header, _ in blocks[inner + 1 :]]
    if re.search(r"\breturn\b", body) or not all(_is_inert_guard(g, code) for g in guards):
        return False
    failing = statement(code, line)[position - offset(code, line, re.compile(r"\S")) :]
    return bool(_ALWAYS.match(failing)) or is_inert(failing, code)


def always_fails(text: str, line: int) -> bool:
    """Is it a `throw` or `fail(…)` of the test's own?"""
    return bool(_ALWAYS.search(_line(masked(text), line)))


def is_inert_line(text: str, line: int) -> bool:
    code = masked(text)
    return is_inert(statement(code, line), code)


def is_inert(expression: str, code: str, seen: frozenset[str] = frozenset()) -> bool:
    """Can no name in the expression depend on the product?"""
    without_keys = re.sub(r"\b\w+\s*:(?!:)", "", expression)
    return all(_is_inert_name(name, code, seen) for name in names(without_keys))


def _is_inert_guard(header: str, code: str) -> bool:
    match = re.match(r"(?:if|while)\s*\((.*)\)\s*$", header, re.DOTALL)
    return match is not None and is_inert(match[1], code)


def _is_inert_name(name: str, code: str, seen: frozenset[str]) -> bool:
    if name in _INERT or name in seen:
        return True
    values = list(_values(name, code))
    handed_on = re.search(rf"\([^()]*\b{name}\b[^()]*\)", _CHECK_CALL.sub("", code))
    return (
        bool(values)
        and not handed_on
        and all(is_inert(value, code, seen | {name}) for value in values)
    )


def _values(name: str, code: str) -> Iterator[str]:
    """Everything that is assigned to the name; a declaration without a value is undefined."""
    for match in re.finditer(rf"\b(?:let|var)\s+{re.escape(name)}()\s*(?:;|$)", code, re.M):
        yield match[1]
    pattern = rf"(?<![.\w$]){re.escape(name)}\s*(?::[^=\n]*)?=(?![=>])([^\n;]*)"
    for match in re.finditer(pattern, code):
        yield match[1]


def _line(code: str, line: int) -> str:
    lines = code.splitlines()
    return lines[line - 1] if line <= len(lines) else ""
