"""What the JavaScript reporters in `probes/` write, as values. All four write the same lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from typing import Any

from sddtasks.system import nested

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_NAMED = re.compile(r"(\w*Error)\b")
_IN_HOOK = re.compile(r"\b(?:callSuiteHook|_callCircusHook)\b")


@dataclass(frozen=True, slots=True)
class Thrown:
    """An error that a test threw, or that stopped a file from loading."""

    name: str
    message: str
    stack: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line. `kind`: start, begin, test, file (it could not be loaded), stderr, unhandled,
    finish."""

    kind: str
    file: str = ""
    path: tuple[str, ...] = ()
    line: int = 0
    state: str = ""
    group: bool = False
    follows: bool = False
    hook: bool = False
    timeout: bool = False
    errors: tuple[Thrown, ...] = ()
    text: str = ""


def events(report: str) -> tuple[Event, ...]:
    found = []
    for line in report.split("\n"):  # JSON leaves the other ends of lines as they are
        try:
            found.append(_event(nested.read_json(line)))
        except (ValueError, KeyError, TypeError):
            continue
    return tuple(found)


def _event(data: Mapping[str, Any]) -> Event:
    errors = data.get("errors") or ([data["error"]] if data.get("error") else [])
    event = Event(
        kind=data["event"],
        file=data.get("file") or "",
        path=tuple(data.get("path", ())),
        line=data.get("line") or 0,
        state=data.get("state", ""),
        group=bool(data.get("group")),
        follows=bool(data.get("followsFromParts")),
        hook=bool(data.get("hook")),
        timeout=bool(data.get("timeout")),
        errors=tuple(_thrown(error) for error in errors),
        text=_ANSI.sub("", data.get("text", "")),
    )
    in_hook = any(_IN_HOOK.search(error.stack) for error in event.errors)
    return replace(event, hook=event.hook or in_hook)


def _thrown(data: Mapping[str, str]) -> Thrown:
    """Some runners leave the error's name to the first line of the stack."""
    message, stack = _ANSI.sub("", data["message"]), _ANSI.sub("", data["stack"])
    named = _NAMED.match(stack)
    name = data["name"] if data["name"] not in ("", "Error") or not named else named[1]
    return Thrown(name, message, stack, data["code"])
