"""The Test Anything Protocol, versions 12 to 14, from a runner's standard output."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sddtasks.model.evidence import Result
from sddtasks.toolchains.junit import Case

_PLAN = re.compile(r"^1\.\.(\d+)", re.MULTILINE)
_POINT = re.compile(r"^( *)(not ok|ok)\b(?: +(\d+))?(?: +-?)? *([^#\n]*)(?:# *(\w+).*)?$")


def is_tap(output: str) -> bool:
    return bool(_PLAN.search(output) or output.lstrip().startswith("TAP version"))


def cases(output: str) -> tuple[Case, ...]:
    """Every test point; a plan that promises more than came leaves failures under their number."""
    found = tuple(_points(output))
    planned = max((int(count) for count in _PLAN.findall(output)), default=0)
    lost = (
        Case(f"test {number}", "", "", 0, Result.FAILED, message="planned, but it did not run")
        for number in range(len(found) + 1, planned + 1)
    )
    return (*found, *lost)


def _points(output: str) -> Iterator[Case]:
    lines = output.splitlines()
    for index, line in enumerate(lines):
        point = _POINT.match(line)
        if point and not point[1]:
            directive = (point[5] or "").upper()
            result = Result.PASSED if point[2] == "ok" else Result.FAILED
            result = Result.SKIPPED if directive in ("SKIP", "TODO") else result
            name = point[4].strip() or f"test {point[3]}"
            yield Case(name, "", "", 0, result, text=_diagnosis(lines[index + 1 :]))


def _diagnosis(lines: list[str]) -> str:
    following = []
    for line in lines:
        if _POINT.match(line) and not line.startswith(" "):
            break
        following.append(line)
    return "\n".join(following)
