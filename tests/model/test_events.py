"""Events go through JSON and come back; what a later version writes does no harm."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from sddtasks.model import events
from sddtasks.model.events import KINDS
from sddtasks.model.events import Event
from sddtasks.model.events import from_row
from sddtasks.model.events import to_row

VALUES = {
    "str": "words, “quotes” and a \n line end",
    "int": 3,
    "bool": True,
    "float": 2.5,
    "tuple[str, ...]": ("a.py", "b.py"),
    "Mapping[str, str]": {"path": "a.py"},
    "Mapping[str, float]": {"cost_usd": 0.25},
}


def example(kind: type[Event]) -> Event:
    values = {field.name: VALUES[str(field.type)] for field in fields(kind)}
    return kind(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS.values())
def test_round_trip(kind: type[Event]) -> None:
    event = example(kind)
    assert from_row(json.loads(json.dumps(to_row(event)))) == event


def test_every_kind_is_registered() -> None:
    defined = {
        value
        for value in vars(events).values()
        if isinstance(value, type) and issubclass(value, Event) and value is not Event
    }
    assert set(KINDS.values()) == defined


@pytest.mark.parametrize(
    "row",
    [
        {"event": "TaskTeleported", "at": "now"},
        {"event": "TaskCompleted", "at": "now"},
        {"at": "now"},
        {"event": None},
    ],
)
def test_what_is_unknown_or_incomplete_is_none(row: dict[str, object]) -> None:
    assert from_row(row) is None


def test_a_field_of_a_later_version_is_passed_over() -> None:
    row = {"event": "TaskSkipped", "at": "now", "task": "T001", "because": "x", "mood": "good"}
    assert from_row(row) == events.TaskSkipped("now", "T001", "x")
