"""How long the rest takes, from how long tasks of the same kind took."""

from __future__ import annotations

import pytest

from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task
from sddtasks.state.estimate import in_words
from sddtasks.state.estimate import remaining_seconds


def task(name: str, kind: Kind) -> Task:
    return Task(name, "title", 1, 1, "1", kind)


TASKS = (
    task("T1", Kind.SETUP),
    task("T2", Kind.TEST),
    task("T3", Kind.TEST),
    task("T4", Kind.CODE),
)


@pytest.mark.parametrize(
    ("done", "waiting", "expected"),
    [
        ({}, {"T1"}, None),
        ({}, set(), 0.0),
        ({"T1": 10.0}, set(), 0.0),
        ({"T2": 10.0}, {"T3"}, 10.0),
        ({"T1": 4.0, "T2": 10.0}, {"T3"}, 10.0),
        ({"T1": 4.0, "T2": 10.0}, {"T3", "T4"}, 17.0),
        ({"T1": 0.0}, {"T2"}, None),
    ],
)
def test_by_kind_or_else_by_all(
    done: dict[str, float], waiting: set[str], expected: float | None
) -> None:
    assert remaining_seconds(TASKS, done, frozenset(waiting)) == expected


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "unknown"),
        (0.0, "0 seconds"),
        (40.4, "40 seconds"),
        (90.0, "2 minutes"),
        (180.0, "3 minutes"),
        (5399.0, "90 minutes"),
        (9000.0, "2.5 hours"),
    ],
)
def test_in_words(seconds: float | None, words: str) -> None:
    assert in_words(seconds) == words
