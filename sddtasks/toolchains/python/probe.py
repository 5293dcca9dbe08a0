"""What the probe plugin wrote, as values."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sddtasks.system import nested


@dataclass(frozen=True, slots=True)
class Frame:
    """One step of a traceback. `file` is relative to the root when it is the project's own."""

    file: str
    line: int
    function: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """What lacked an attribute: a module, a class, an instance of a class, or None."""

    kind: str
    name: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """One exception of a chain. `own` holds the frames that are the project's own."""

    type: str
    classes: tuple[str, ...]
    message: str
    frames: tuple[Frame, ...]
    name: str = ""
    owner: Owner | None = None
    filename: str = ""

    @property
    def own(self) -> tuple[Frame, ...]:
        return tuple(frame for frame in self.frames if frame.inside)


Chain = tuple[Raised, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the report. Which fields are filled depends on `kind`."""

    kind: str
    id: str = ""
    when: str = ""
    outcome: str = ""
    text: str = ""
    xfail: bool = False
    chain: Chain = ()
    ids: tuple[str, ...] = ()
    rootdir: str = ""
    exit_code: int | None = None
    strays: Mapping[str, str] | None = None
    tampered: tuple[str, ...] = ()


def events(report: str) -> tuple[Event, ...]:
    """The events in order. A torn last line is left out: the interpreter died while writing."""
    found = []
    for line in report.splitlines():
        try:
            found.append(_event(nested.read_json(line)))
        except (ValueError, KeyError, TypeError):
            continue
    return tuple(found)


def _event(data: Mapping[str, Any]) -> Event:
    return Event(
        kind=data["event"],
        id=data.get("id", ""),
        when=data.get("when", ""),
        outcome=data.get("outcome", ""),
        text=data.get("text", ""),
        xfail=data.get("xfail", False),
        chain=_chain(data.get("chain", ())),
        ids=tuple(data.get("ids", ())),
        rootdir=data.get("rootdir", ""),
        exit_code=data.get("exit_code"),
        strays=data.get("strays"),
        tampered=tuple(data.get("tampered", ())),
    )


def _chain(items: Sequence[Mapping[str, Any]]) -> Chain:
    return tuple(_raised(item) for item in items)


def _raised(data: Mapping[str, Any]) -> Raised:
    owner = data.get("owner")
    return Raised(
        type=data["type"],
        classes=tuple(data["classes"]),
        message=data["message"],
        frames=tuple(Frame(**frame) for frame in data["frames"]),
        name=data.get("name") or "",
        owner=Owner(**owner) if owner else None,
        filename=data.get("filename", ""),
    )
