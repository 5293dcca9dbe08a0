"""The journal folded: what became of each task since it was last heard of."""

from __future__ import annotations

import pytest

from sddtasks.model import events
from sddtasks.model.events import Event
from sddtasks.state.progress import Story
from sddtasks.state.progress import fold

START = "2025-01-15T10:30:00Z"
LATER = "2025-01-15T10:40:00Z"
STARTED = events.TaskStarted(START, "T001", "c0ffee", ("mine.txt",))
FAILED = events.TaskFailed(
    LATER, "T001", "compilation", "no", "e.toml", "t.log", 3, 9.5, ("half.py",)
)


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ([], ""),
        ([STARTED], "in_progress"),
        ([STARTED, events.Interrupted(LATER, ("T001",))], "interrupted"),
        ([STARTED, events.Interrupted(LATER, ())], "in_progress"),
        ([STARTED, FAILED], "failed"),
        ([STARTED, events.TaskWaiting(LATER, "T001", "write it")], "waiting"),
        ([STARTED, events.TaskCompleted(LATER, "T001", "executed")], ""),
        ([STARTED, FAILED, STARTED], "in_progress"),
        ([STARTED, FAILED, events.TaskReset(LATER, "T001", "doit forget")], ""),
        ([STARTED, FAILED, events.TaskSkipped(LATER, "T001", "later")], ""),
        ([FAILED], "failed"),
    ],
)
def test_the_state_of_a_task(history: list[Event], state: str) -> None:
    assert fold(history).of("T001").state == state
    assert fold(history).of("T002") == Story()


def test_work_that_was_handed_over_is_that_until_other_work_is() -> None:
    """A run that is killed while it looks at the work has begun the task a second time."""
    history = [STARTED, events.HandedOver(LATER, "T001", "a digest"), STARTED]
    assert fold(history).of("T001").work == "a digest"
    assert fold([*history, events.HandedOver(LATER, "T001", "new")]).of("T001").work == "new"
    assert fold([*history, events.TaskReset(LATER, "T001", "doit forget")]).of("T001").work == ""


def test_a_failure_keeps_what_is_needed_to_go_on() -> None:
    assert fold([STARTED, FAILED]).of("T001") == Story(
        state="failed",
        started_at=START,
        failed_at=LATER,
        base="c0ffee",
        kept_out=("mine.txt",),
        changed=("half.py",),
        error="no",
        failure="compilation",
        evidence="e.toml",
        log="t.log",
        attempts=3,
        seconds=9.5,
    )


def test_runs_are_counted_from_the_first() -> None:
    runs = [events.RunStarted(at, "r", 1, 7) for at in (START, LATER)]
    folded = fold(runs)
    assert (folded.started_at, folded.runs) == (START, 2)


def test_waivers_are_for_one_task() -> None:
    folded = fold([events.Waived(START, "T001", "a.py", "moved"), FAILED])
    assert folded.waived("T001") == {"a.py"}
    assert folded.waived("T002") == frozenset()


def test_a_person_is_waited_for_from_the_first_time_on() -> None:
    """Until the task is done or done by somebody else; each run begins at another commit."""
    again = events.TaskStarted(LATER, "T001", "beef")
    waiting = events.TaskWaiting(LATER, "T001", "write it")
    assert fold([STARTED, waiting]).of("T001").since == "c0ffee"
    assert fold([STARTED, waiting, again, waiting]).of("T001").since == "c0ffee"
    assert fold([STARTED, FAILED, again, waiting]).of("T001").since == "beef"
    assert fold([STARTED, waiting, again, FAILED, again]).of("T001").since == ""
