"""The journal's events: what happened to which task and when. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `at` is UTC, ISO 8601, to the second."""

    at: str


@dataclass(frozen=True, slots=True)
class RunStarted(Event):
    run: str
    pid: int
    total: int


@dataclass(frozen=True, slots=True)
class RunEnded(Event):
    run: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class TaskStarted(Event):
    """`base`: the commit the work starts from; `kept_out`: the user's own uncommitted files."""

    task: str
    base: str = ""
    kept_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedOver(Event):
    """A call of the agent has ended: `work` is the digest of all that was changed by then."""

    task: str
    work: str


@dataclass(frozen=True, slots=True)
class TaskCompleted(Event):
    """`because`: the reason of the person who accepted it."""

    task: str
    how: str
    evidence: str = ""
    commit: str = ""
    attempts: int = 0
    seconds: float = 0.0
    usage: Mapping[str, float] = field(default_factory=dict)
    because: str = ""


@dataclass(frozen=True, slots=True)
class TaskFailed(Event):
    """`changed`: what the attempt left in the tree. `about`: as in the Verdict that refused it."""

    task: str
    failure: str
    message: str
    evidence: str = ""
    log: str = ""
    attempts: int = 0
    seconds: float = 0.0
    changed: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    usage: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskWaiting(Event):
    """A person has to do something; the task is neither failed nor completed."""

    task: str
    message: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskSkipped(Event):
    """`untested`: it is a test, and its code may be done without it."""

    task: str
    because: str
    untested: bool = False


@dataclass(frozen=True, slots=True)
class TaskReset(Event):
    """Its record was removed: forgotten, or restarted from an earlier task."""

    task: str
    because: str


@dataclass(frozen=True, slots=True)
class RetryAsked(Event):
    """A person wants a task tried again: with a hint for the agent, or by another agent."""

    task: str
    hint: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Waived(Event):
    """A person lets a task change a path that is frozen, or beyond its scope."""

    task: str
    path: str
    because: str


@dataclass(frozen=True, slots=True)
class Interrupted(Event):
    tasks: tuple[str, ...] = ()


KINDS: Mapping[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        RunStarted,
        RunEnded,
        TaskStarted,
        HandedOver,
        TaskCompleted,
        TaskFailed,
        TaskWaiting,
        TaskSkipped,
        TaskReset,
        RetryAsked,
        Waived,
        Interrupted,
    )
}


def to_row(event: Event) -> dict[str, object]:
    """The event as one JSON object; `event` names its class."""
    return {"event": type(event).__name__, **asdict(event)}


def from_row(row: Mapping[str, object]) -> Event | None:
    """The event of a row, or None for a kind that this version does not know."""
    kind = KINDS.get(str(row.get("event")))
    if kind is None:
        return None
    known = {item.name for item in fields(kind)}
    values = {name: _frozen(value) for name, value in row.items() if name in known}
    try:
        return kind(**values)  # type: ignore[arg-type]  # the row was written by to_row
    except TypeError:
        return None


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
