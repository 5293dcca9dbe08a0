"""Ticking a task changes one byte and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sddtasks.parser import parse
from sddtasks.parser.tick import mark_done


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("- [ ] T001 a\n", "- [x] T001 a\n"),
        ("  * [-] **T001** a", "  * [x] **T001** a"),
        ("- [~] [T001] a", "- [x] [T001] a"),
        ("- [ ]* T001 a", "- [x]* T001 a"),
        ("> - [ ] T001 a", "> - [x] T001 a"),
        ("1. [ ] T001 a", "1. [x] T001 a"),
        ("#### [ ] T001: a", "#### [x] T001: a"),
        ("### T001 [ ] [P] a", "### T001 [x] [P] a"),
        ("| S | ID | Task |\n|--|--|--|\n| [ ] | T001 | a |", None),
        ("- [x] T001 a [ ]", "- [x] T001 a [ ]"),
        ("### T001: the [ ] syntax", "### T001: the [ ] syntax"),
        ("**T001** - a", "**T001** - a"),
        ("- [P] T001 a", "- [P] T001 a"),
    ],
)
def test_tick(text: str, ticked: str | None) -> None:
    expected = text.replace("| [ ] |", "| [x] |") if ticked is None else ticked
    assert mark_done(text.encode(), "T001").decode() == expected


def test_byte_order_mark_line_ends_and_bad_bytes_stay() -> None:
    text = b"\xef\xbb\xbf- [ ] T001 \xc3\xa4\r\n- [ ] T002 \xff\r\n- [ ] T003 c"
    assert mark_done(text, "T002", 2) == text.replace(b"[ ] T002", b"[x] T002")
    assert mark_done(text, "T001", 1) == text.replace(b"[ ] T001", b"[x] T001")
    assert mark_done(text, "T003", 3) == text.replace(b"[ ] T003", b"[x] T003")


def test_a_wrong_hint_is_noticed() -> None:
    text = b"# Plan\n- [ ] T002 b\n- [ ] T001 a\n"
    ticked = b"# Plan\n- [ ] T002 b\n- [x] T001 a\n"
    for hint in (None, 1, 2, 3, 99):
        assert mark_done(text, "T001", hint) == ticked


def test_of_two_lines_with_one_id_the_hinted_one_is_ticked() -> None:
    text = b"- [ ] T001 a\n- [ ] T001 b\n"
    assert mark_done(text, "T001", 2) == b"- [ ] T001 a\n- [x] T001 b\n"


def test_tasks_without_ids_are_ticked_by_their_number() -> None:
    assert mark_done(b"- [ ] a\n  - [ ] b\n- [ ] c\n", "2", 3) == b"- [ ] a\n  - [ ] b\n- [x] c\n"


def test_an_unknown_task_changes_nothing() -> None:
    assert mark_done(b"- [ ] T001 a\n", "T999", 1) == b"- [ ] T001 a\n"
    assert mark_done(b"", "T001", 1) == b""


LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        st.builds(
            "{}[{}] T{:03} {}".format,
            st.sampled_from(["- ", "  - ", "* ", "### "]),
            st.sampled_from(list(" xX-~>P")),
            st.integers(1, 5),
            st.text("ab [](){}`*\u00e4\u4e2d", max_size=12),
        ),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(
    LINES, st.sampled_from(["\n", "\r\n"]), st.sampled_from([b"", b"\xef\xbb\xbf"]), st.booleans()
)
def test_at_most_one_byte_differs_and_the_task_is_done(
    lines: list[str], end: str, start: bytes, hinted: bool
) -> None:
    text = start + end.join(lines).encode()
    for task in parse(text).tasks:
        ticked = mark_done(text, task.id, task.line if hinted else None)
        different = [i for i, (a, b) in enumerate(zip(text, ticked, strict=True)) if a != b]
        assert len(different) <= 1
        if different:
            assert ticked[different[0]] == ord("x")
            assert any(again.id == task.id and again.done for again in parse(ticked).tasks)
