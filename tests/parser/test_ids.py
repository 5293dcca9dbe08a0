"""Ids at the beginning of a task, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sddtasks.parser.ids import leading_id
from sddtasks.parser.ids import leading_range
from sddtasks.parser.ids import names_a_task


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("T001 Add", "T001"),
        ("**T001** Add", "T001"),
        ("**T001 [P]** Add", "T001"),
        ("[T001] Add", "T001"),
        ("**[TASK-001]** Add", "TASK-001"),
        ("`t-01` Add", "t-01"),
        ("T014a Add", "T014a"),
        ("T102A: Add", "T102A"),
        ("T001.1 Add", "T001.1"),
        ("T301-1 Add", "T301-1"),
        ("T001-test Add", "T001-test"),
        ("T-W01 Add", "T-W01"),
        ("T1: Add", "T1"),
        ("T001—Add", "T001"),
        ("T009 - T015: Add", "T009"),
        ("DOC-001: Add", "DOC-001"),
        ("~~T056a~~ old", "T056a"),
        ("1. Add", "1"),
        ("2) Add", "2"),
        ("1.1 Add", "1.1"),
        ("1.1.4.1 Add", "1.1.4.1"),
        ("7.9* (P) Add", "7.9"),
        ("Task 4.1: Add", "4.1"),
        ("Task T1: Add", "T1"),
        ("任务 3：Add", "3"),
        ("TXXX Add", "TXXX"),
    ],
)
def test_an_id_is_read(text: str, identifier: str) -> None:
    found = leading_id(text)
    assert found is not None
    assert found.text == identifier


@pytest.mark.parametrize(
    "text",
    [
        "T001, T002 done",
        "T001/T002 done",
        "T001-T005 done",
        "T001→T002",
        "3 tests pass",
        "2.0% less",
        "(T001) done",
        "Add T001",
        "AES-256-GCM works",
        "",
    ],
)
def test_no_id_is_read(text: str) -> None:
    assert leading_id(text) is None


def test_marks_around_an_id_are_told_apart() -> None:
    marks = {}
    for text in ("7.9* x", "*7.9* x", "~~T1~~ x"):
        found = leading_id(text)
        marks[text] = found and (found.optional, found.struck)
    assert list(marks.values()) == [(True, False), (False, False), (False, True)]


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("T009-T015: Add", "T009", "T015", 7),
        ("T009 – T011 Add", "T009", "T011", 3),
        ("T041-042 Add", "T041", "T042", 2),
        ("Tasks T1..T3", "T1", "T3", 3),
    ],
)
def test_a_range_is_expanded(text: str, first: str, last: str, count: int) -> None:
    identifiers, end = leading_range(text)
    assert (identifiers[0], identifiers[-1], len(identifiers)) == (first, last, count)
    assert text[end:].lstrip(": ") in ("Add", "")


@pytest.mark.parametrize("text", ["T001 - 5 files", "T301-1 Add", "T005-T001", "T1-T9999"])
def test_what_is_no_range(text: str) -> None:
    assert leading_range(text) == ((), 0)


@pytest.mark.parametrize("identifier", ["FR-001", "SC-2", "AC-1", "P1", "US1", "WP01", "CHK001"])
def test_requirements_name_no_task(identifier: str) -> None:
    assert not names_a_task(identifier)


@settings(deadline=None)
@given(st.integers(1, 9999), st.sampled_from(["T", "TASK-", "T-", "ABC-"]), st.text(max_size=20))
def test_every_usual_id_is_found(number: int, prefix: str, rest: str) -> None:
    found = leading_id(f"{prefix}{number:03} {rest}")
    assert found is not None
    assert found.text.startswith(f"{prefix}{number:03}")
