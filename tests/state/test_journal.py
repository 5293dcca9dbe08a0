"""The journal is only ever appended to, and a power cut costs one line at most."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sddtasks.model import events
from sddtasks.model.errors import StateError
from sddtasks.model.events import KINDS
from sddtasks.model.events import Event
from sddtasks.state import ending
from sddtasks.state.journal import Journal

NOW = "2025-01-15T10:30:00Z"
STARTED = events.TaskStarted(NOW, "T001", "c0ffee", ("my notes.txt",))
COMPLETED = events.TaskCompleted(NOW, "T001", "executed", "e.toml", "c0ffee", 1, 2.5)
ENDED = events.RunEnded(NOW, "r", 0)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "deep" / "journal.jsonl")


def test_what_is_appended_is_read_in_order(journal: Journal) -> None:
    assert journal.read() == []
    for event in (STARTED, COMPLETED, ENDED):
        journal.append(event)
    assert journal.read() == [STARTED, COMPLETED, ENDED]
    assert len(journal.path.read_bytes().splitlines()) == 3


@given(st.text(), st.text())
def test_any_text_stays_in_its_line(
    tmp_path_factory: pytest.TempPathFactory, one: str, two: str
) -> None:
    journal = Journal(tmp_path_factory.mktemp("any") / "journal.jsonl")
    skipped = events.TaskSkipped(NOW, one.encode("utf-8", "replace").decode(), two.strip())
    journal.append(skipped)
    journal.append(ENDED)
    assert journal.read() == [skipped, ENDED]


@pytest.mark.parametrize("kept", range(1, 40, 6))
def test_a_torn_last_line_is_passed_over_and_closed(journal: Journal, kept: int) -> None:
    journal.append(STARTED)
    whole = journal.path.read_bytes()
    journal.append(COMPLETED)
    journal.path.write_bytes(journal.path.read_bytes()[: len(whole) + kept])
    assert journal.read() == [STARTED]
    journal.append(ENDED)
    assert journal.read() == [STARTED, ENDED]


def test_what_no_version_of_ours_wrote_is_passed_over(journal: Journal) -> None:
    journal.append(STARTED)
    with journal.path.open("ab") as file:
        file.write(b'[1, 2]\n\n"text"\n{"event": "TaskTeleported", "at": "x"}\n\xff\xfe\n')
    journal.append(ENDED)
    assert journal.read() == [STARTED, ENDED]


def test_a_journal_that_cannot_be_written(journal: Journal) -> None:
    journal.path.mkdir(parents=True)
    with pytest.raises(StateError, match=f"{journal.path} is no ordinary file"):
        journal.append(STARTED)


# --- how the last run ended ----------------------------------------------------------------------


def test_without_a_journal_nothing_was_in_hand(tmp_path: Path) -> None:
    assert ending.is_clean(tmp_path / "none.jsonl")


def test_the_names_of_clean_endings_are_those_of_events() -> None:
    assert set(KINDS) >= ending.CLEAN


@pytest.mark.parametrize(
    ("history", "is_clean"),
    [
        ([STARTED], False),
        ([STARTED, COMPLETED], False),
        ([STARTED, COMPLETED, ENDED], True),
        ([ENDED, STARTED], False),
        ([ENDED, events.TaskReset(NOW, "T001", "doit forget")], True),
        ([ENDED, events.TaskSkipped(NOW, "T001", "later")], True),
        ([ENDED, events.RunStarted(NOW, "r", 1, 7)], False),
    ],
)
def test_endings(journal: Journal, history: list[Event], *, is_clean: bool) -> None:
    for event in history:
        journal.append(event)
    assert ending.is_clean(journal.path) is is_clean


def test_a_torn_line_is_no_clean_ending(journal: Journal) -> None:
    journal.append(STARTED)
    journal.append(ENDED)
    journal.path.write_bytes(journal.path.read_bytes()[:-9])
    assert not ending.is_clean(journal.path)


def test_only_the_end_of_a_long_journal_is_read(journal: Journal) -> None:
    for _ in range(3):
        journal.append(events.TaskSkipped(NOW, "T001", "x" * 40_000))
    journal.append(ENDED)
    assert ending.is_clean(journal.path)
    journal.append(events.TaskFailed(NOW, "T001", "agent", "y" * 100_000))
    assert not ending.is_clean(journal.path)
