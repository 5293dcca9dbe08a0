"""What compilers, runners and libraries warn of, read from what they print.

A warning is known again by its words: lines, columns and counts move when other code changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

from sddtasks.model.process import Outcome
from sddtasks.system import nested

_ESCAPES = re.compile(r"\x1b\[[\d;]*m")
_PLACED = re.compile(r"^(?P<file>[^\s:(]\S*?)[:(][\d:,\s]+\)?:?\s*(?P<text>(?i:warning)\b.*)$")
_NAMED = re.compile(r"^(?P<file>[^\s:]\S*?):\d+: (?P<text>\w*Warning\b.*)$")
_NODE = re.compile(r"^\(node:\d+\) (?P<text>(?:\[\w+\] )?\w*Warning\b.*)$")
_BARE = re.compile(
    r"^(?P<text>(?:warning(?:\[[\w:]+\])?|ld: warning|CMake (?:Deprecation )?Warning)\b.*)$"
)
_MAVEN = re.compile(r"^\[WARNING\] (?P<text>.*\w.*)$")
_PHP = re.compile(r"^(?:PHP )?(?P<text>(?:Deprecated|Warning): .* in \S+ on line \d+)$")
_FORMS = (_NAMED, _PLACED, _NODE, _MAVEN, _PHP, _BARE)
_ARROW = re.compile(r"^\s*-->\s*(?P<file>[^\s:]+)")
_COUNT = re.compile(
    r"generated \d+ warnings?|^\d+ warnings?\b|^warning: build failed", re.IGNORECASE
)
_MOVING = re.compile(r"0x[0-9a-f]+|\d+|\s+", re.IGNORECASE)


def warnings(outcome: Outcome, root: Path) -> Mapping[str, str]:
    """Each warning once: what it is known by, and how it reads."""
    found = (_inside(text, root) for text in _warnings(_lines(outcome)))
    return {_MOVING.sub(" ", text): text for text in found}


def _warnings(lines: Iterator[str]) -> Iterator[str]:
    """A compiler that names the place on the line below is heard out."""
    waiting = ""
    for line in lines:
        arrow = _ARROW.match(line) if waiting else None
        if waiting:
            yield f"{arrow['file']}: {waiting}" if arrow else waiting
            waiting = ""
        match = next((match for form in _FORMS if (match := form.match(line.strip()))), None)
        if match is None or _COUNT.search(match["text"]):
            continue
        file = match.groupdict().get("file", "")
        if file:
            yield f"{file}: {match['text']}"
        else:
            waiting = match["text"]
    if waiting:
        yield waiting


def _lines(outcome: Outcome) -> Iterator[str]:
    for line in f"{outcome.output}\n{outcome.errors}".splitlines():
        text = _unwrapped(line) if line.startswith("{") else line
        yield from _ESCAPES.sub("", text).splitlines()


def _unwrapped(line: str) -> str:
    """go and cargo put what is meant for people into lines of JSON."""
    try:
        record = nested.read_json(line)
    except ValueError:
        return line
    message = record.get("message")
    said = message.get("rendered") if isinstance(message, dict) else record.get("Output")
    return said if isinstance(said, str) else ""


def _inside(text: str, root: Path) -> str:
    for place in (root.resolve(), root):
        text = text.replace(f"{place}/", "")
    return text
