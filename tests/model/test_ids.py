"""Task ids sort as people count, and ranges hold what the plan has between their ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sddtasks.model.ids import expand_range
from sddtasks.model.ids import natural_key

KNOWN = ("T001", "T002", "T003", "T003a", "T010", "T011")


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["T10", "T2"], ["T2", "T10"]),
        (["T010a", "T011", "T010"], ["T010", "T010a", "T011"]),
        (["1.10", "1.9", "1.9.1", "2"], ["1.9", "1.9.1", "1.10", "2"]),
        (["t002", "T001"], ["T001", "t002"]),
    ],
)
def test_order(ids: list[str], expected: list[str]) -> None:
    assert sorted(ids, key=natural_key) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("T001", "T003", ("T001", "T002", "T003")),
        ("T002", "T010", ("T002", "T003", "T003a", "T010")),
        ("T003", "T003a", ("T003", "T003a")),
        ("T004", "T009", ()),
        ("T010", "T001", ()),
        ("T011", "T999", ("T011",)),
    ],
)
def test_ranges(first: str, last: str, expected: tuple[str, ...]) -> None:
    assert expand_range(first, last, KNOWN) == expected


@given(st.sets(st.integers(1, 2000), min_size=1), st.integers(0, 5))
def test_a_range_over_everything_is_everything_in_order(numbers: set[int], width: int) -> None:
    known = [f"T{number:0{width}}" for number in numbers]
    ends = sorted(known, key=natural_key)
    found = expand_range(ends[0], ends[-1], known)
    assert sorted(found) == sorted(known)
    assert all(int(low[1:]) < int(high[1:]) for low, high in pairwise(found))
