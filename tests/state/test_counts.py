"""Completed counts completed."""

from __future__ import annotations

import pytest

from sddtasks.model.how import How
from sddtasks.state import counts
from sddtasks.state.records import Record

DONE = Record(How.EXECUTED, "now")
SKIPPED = Record(How.SKIPPED, "now", because="no time")
ACCEPTED = Record(How.ACCEPTED, "now", because="measured")
CLAIMED = Record(How.VERIFIED, "now", claimed=True)


@pytest.mark.parametrize(
    ("done", "short", "ending", "is_open"),
    [
        ([DONE] * 4, "4/4 tasks", "4/4 tasks completed", False),
        ([DONE] * 3, "3/4 tasks", "3/4 tasks completed", True),
        ([DONE] * 3 + [SKIPPED], "3/4 tasks, 1 skipped", "3/4 tasks completed, 1 skipped", False),
        ([SKIPPED] * 4, "0/4 tasks, 4 skipped", "0/4 tasks completed, 4 skipped", False),
        (
            [DONE, ACCEPTED, CLAIMED, SKIPPED],
            "3/4 tasks, 1 skipped",
            "3/4 tasks completed (1 accepted by a person's word, 1 ticked by hand), 1 skipped",
            False,
        ),
    ],
)
def test_what_is_told(done: list[Record], short: str, ending: str, *, is_open: bool) -> None:
    count = counts.of(4, done)

    assert (str(count), count.ending, count.is_open) == (short, ending, is_open)
