"""A plan that grew, shrank or was renumbered between two runs."""

from __future__ import annotations

import pytest

from sddtasks.app.growth import growth
from sddtasks.state.records import Record


def done(title: str) -> Record:
    return Record(how="executed", completed_at="2026-01-01T00:00:00Z", title=title)


RECORDS = {"T001": done("Make a cup"), "T002": done("Fill the cup of T001"), "T003": done("Drink")}


@pytest.mark.parametrize(
    ("titles", "moved", "orphans"),
    [
        pytest.param(
            {"T001": "Make a cup", "T002": "Fill the cup of T001", "T003": "Drink", "T004": "Wash"},
            {},
            (),
            id="appended",
        ),
        pytest.param(
            {"T001": "Make a cup", "T003": "Drink"}, {}, ("T002",), id="removed: an orphan"
        ),
        pytest.param(
            {
                "T001": "Buy clay",
                "T002": "Make a cup",
                "T003": "Fill the cup of T002",
                "T004": "Drink",
            },
            {"T002": "T001", "T003": "T002", "T004": "T003"},
            (),
            id="inserted in front: all move by one",
        ),
        pytest.param(
            {"T001": "Make a mug", "T002": "Fill the cup of T001", "T003": "Drink"},
            {},
            (),
            id="edited: a new text is new work",
        ),
        pytest.param(
            {"T001": "Make a cup", "T002": "Make a cup", "T003": "Drink"},
            {},
            (),
            id="the same text twice: the first is not given away",
        ),
    ],
)
def test_what_changed_in_the_plan(
    titles: dict[str, str], moved: dict[str, str], orphans: tuple[str, ...]
) -> None:
    found = growth(titles, RECORDS)

    assert dict(found.moved) == moved
    assert found.orphans == orphans
