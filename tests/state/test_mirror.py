"""Whatever happened so far, the state file is valid and says what is known."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sddtasks.model import events
from sddtasks.model.events import Event
from sddtasks.model.how import How
from sddtasks.model.statefile import ImplementationState
from sddtasks.state import mirror
from sddtasks.state.mirror import Mirror
from tests.state import feature
from tests.state.feature import NOW
from tests.state.feature import TASKS
from tests.state.feature import projected

SCHEMA = jsonschema.Draft202012Validator(ImplementationState.model_json_schema(by_alias=True))

task = st.sampled_from((*TASKS, "gate:3.1", "final", "T999"))
moment = st.integers(0, 59).map(lambda second: f"2025-01-15T10:30:{second:02}Z")
event: st.SearchStrategy[Event] = st.one_of(
    st.builds(events.RunStarted, moment, st.just("r"), st.just(1), st.just(7)),
    st.builds(events.RunEnded, moment, st.just("r"), st.sampled_from((0, 1, 2, 3, 130))),
    st.builds(events.TaskStarted, moment, task),
    st.builds(events.HandedOver, moment, task, st.just("a digest")),
    st.builds(
        events.TaskCompleted,
        moment,
        task,
        st.sampled_from((How.EXECUTED, How.VERIFIED, How.ACCEPTED, How.REBUILT)),
        attempts=st.integers(0, 3),
        seconds=st.floats(0, 9999),
    ),
    st.builds(events.TaskFailed, moment, task, st.just("compilation"), st.text(max_size=9)),
    st.builds(events.TaskWaiting, moment, task, st.just("write it")),
    st.builds(events.TaskSkipped, moment, task, st.just("too late")),
    st.builds(events.TaskReset, moment, task, st.just("doit forget")),
    st.builds(events.Interrupted, moment, st.lists(task, max_size=2).map(tuple)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(event, max_size=14))
def test_every_prefix_of_a_journal_is_a_valid_state(history: list[Event]) -> None:
    for length in range(len(history) + 1):
        state = projected(history[:length])
        text = state.model_dump_json(by_alias=True)
        assert ImplementationState.model_validate_json(text) == state
        assert SCHEMA.is_valid(json.loads(text))
        check(state)


def check(state: ImplementationState) -> None:
    """What has to hold between the parts of any state."""
    assert tuple(state.task_status) == TASKS
    by_status = {
        status: [name for name, task in state.task_status.items() if task.status == status]
        for status in ("completed", "failed", "skipped", "in_progress", "blocked")
    }
    assert state.failed_tasks == by_status["failed"]
    skipped = [row.task for row in state.skipped_tasks]
    assert [name for name in skipped if name in TASKS] == by_status["skipped"]
    assert state.metrics.completed_tasks == len(by_status["completed"])
    assert state.metrics.failed_tasks == len(by_status["failed"])
    assert state.metrics.skipped_tasks == len(by_status["skipped"])
    assert state.metrics.total_tasks == len(TASKS)
    assert state.metrics.accepted_tasks <= len(by_status["completed"])
    assert state.metrics.claimed_tasks <= len(by_status["completed"])
    assert not (state.complete and skipped)
    tests_first = ("T002", "T003")
    is_complete = all(name in by_status["completed"] for name in tests_first)
    assert state.tdd_gates.tests_phase_complete == is_complete
    assert bool(by_status["completed"]) == (state.last_completed_task is not None)
    for name in by_status["blocked"]:
        assert state.task_status[name].blocked_by
    for name in by_status["completed"]:
        assert state.task_status[name].completed_at
    assert state.current_phase in state.phase_descriptions


# --- what it says --------------------------------------------------------------------------------


def started(name: str) -> Event:
    return events.TaskStarted("2025-01-15T10:30:00Z", name)


def completed(name: str, at: str = "2025-01-15T10:31:00Z") -> Event:
    return events.TaskCompleted(at, name, How.EXECUTED, f"evidence/{name}", "c0ffee", 1, 60.0)


def failed(name: str) -> Event:
    return events.TaskFailed(NOW, name, "compilation", "does not compile", attempts=3)


def test_nothing_has_happened_yet() -> None:
    state = projected([])
    assert state.current_phase == "3.1"
    assert state.phase_descriptions == {
        "3.1": "Setup",
        "3.2": "Tests First (TDD)",
        "3.3": "Core Implementation",
        "3.4": "Polish",
    }
    assert state.last_completed_task is None
    assert {task.status for task in state.task_status.values()} == {"pending"}
    assert [(group.tasks, group.status) for group in state.parallel_groups] == [
        (["T002", "T003"], "pending"),
        (["T004", "T005"], "pending"),
    ]
    assert state.metrics.estimated_remaining_time == "unknown"
    assert state.started_at is None


def test_a_tick_without_evidence_is_a_claim() -> None:
    assert projected([]).task_status["T006"].claimed is True
    assert projected([completed("T006")]).task_status["T006"].claimed is None


def test_the_tests_are_validated_one_by_one() -> None:
    halfway = projected([completed("T001"), completed("T002")])
    assert not halfway.tdd_gates.tests_phase_complete
    assert halfway.tdd_gates.failing_tests_validated == ["T002"]
    assert halfway.task_status["T002"].expected_failures == {"T002::fails": "assertion"}
    done = projected([completed(name) for name in ("T001", "T002", "T003")])
    assert done.tdd_gates.tests_phase_complete
    assert (done.current_phase, done.parallel_groups[0].status) == ("3.3", "completed")


def test_what_is_at_work_shows_since_when() -> None:
    state = projected([events.RunStarted(NOW, "r", 1, 7), completed("T001"), started("T002")])
    assert state.task_status["T002"].status == "in_progress"
    assert state.task_status["T002"].started_at == "2025-01-15T10:30:00Z"
    assert state.parallel_groups[0].status == "in_progress"
    assert (state.started_at, state.updated_at) == (NOW, NOW)


def test_a_failure_blocks_what_waits_for_it_near_and_far() -> None:
    state = projected([completed("T001"), started("T002"), failed("T002")])
    assert state.failed_tasks == ["T002"]
    assert state.task_status["T002"].error == "does not compile"
    assert state.task_status["T002"].failure_class == "compilation"
    assert state.task_status["T002"].attempts == 3
    assert state.task_status["T003"].status == "pending"
    for name in ("T004", "T005", "T006", "T007"):
        assert state.task_status[name].status == "blocked"
        assert state.task_status[name].blocked_by == ["T002"]


def test_skipping_a_failure_opens_what_it_blocked() -> None:
    state = projected([failed("T002"), events.TaskSkipped(NOW, "T002", "covered elsewhere")])
    assert state.task_status["T002"].status == "skipped"
    assert [(row.task, row.because) for row in state.skipped_tasks] == [
        ("T002", "covered elsewhere")
    ]
    assert state.task_status["T004"].status == "pending"


def test_a_skipped_test_completes_neither_its_phase_nor_its_group() -> None:
    history = [completed("T001"), completed("T002"), events.TaskSkipped(NOW, "T003", "no time")]
    state = projected(history)
    assert not state.tdd_gates.tests_phase_complete
    assert state.tdd_gates.failing_tests_validated == ["T002"]
    assert state.parallel_groups[0].status == "skipped"
    assert (state.metrics.completed_tasks, state.metrics.skipped_tasks) == (2, 1)


def test_only_what_has_no_gap_is_complete() -> None:
    everything = [completed(name) for name in (*TASKS, "final")]
    assert projected(everything).complete
    assert not projected(everything[:-1]).complete
    for name in (TASKS[-1], "gate:3.3"):
        assert not projected([*everything, events.TaskSkipped(NOW, name, "no time")]).complete


def test_the_last_completed_task_is_the_latest_not_the_furthest() -> None:
    early, late = "2025-01-15T10:30:00Z", "2025-01-15T10:40:00Z"
    assert projected([completed("T001", late), completed("T002", early)]).last_completed_task == (
        "T001"
    )
    same = projected([completed("T002", late), completed("T001", late)])
    assert same.last_completed_task == "T002"


def test_the_rest_is_estimated_from_what_was_done() -> None:
    state = projected([completed(name) for name in TASKS[:4]])
    assert state.metrics.estimated_remaining_time == "3 minutes"
    everything = projected([completed(name) for name in TASKS])
    assert everything.metrics.estimated_remaining_time == "0 seconds"
    assert everything.current_phase == "3.4"


# --- the file ------------------------------------------------------------------------------------


class Document:
    """What would be written, and how often it was asked for."""

    def __init__(self, directory: Path, tasks: int) -> None:
        self.history: list[Event] = []
        self.is_finished = False
        self.asked = 0
        self.directory = directory
        self.mirror = Mirror(
            directory, tasks, self._document, lambda: self.is_finished, lambda: True
        )

    def _document(self) -> ImplementationState:
        self.asked += 1
        return projected(self.history)

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.directory.iterdir())

    def status(self, name: str, file: str = mirror.STATE_FILE) -> str:
        text = (self.directory / file).read_text(encoding="utf-8")
        return ImplementationState.model_validate_json(text).task_status[name].status


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return Document(tmp_path, len(TASKS))


def test_written_at_every_change(document: Document) -> None:
    assert not document.mirror.exists()
    document.mirror.refresh()
    assert (document.names, document.status("T001")) == ([mirror.STATE_FILE], "pending")
    document.history.append(started("T001"))
    document.mirror.refresh()
    assert document.status("T001") == "in_progress"
    assert document.mirror.exists()


def test_changes_that_follow_each_other_are_written_together(document: Document) -> None:
    document.history.append(completed("T001"))
    document.mirror.refresh(more_follows=True)
    assert not document.mirror.exists()
    document.history.append(started("T002"))
    document.mirror.refresh()
    assert (document.status("T001"), document.status("T002")) == ("completed", "in_progress")
    assert document.asked == 1
    document.history.append(completed("T002"))
    document.mirror.refresh(more_follows=True)
    document.mirror.flush()
    assert document.status("T002") == "completed"


def test_archived_by_renaming_and_reopened(document: Document) -> None:
    document.mirror.refresh()
    document.is_finished = True
    document.history.append(completed("T001"))
    document.mirror.refresh()
    assert document.names == [mirror.COMPLETED_FILE]
    assert document.status("T001", mirror.COMPLETED_FILE) == "completed"
    document.is_finished = False
    document.history.append(events.TaskReset(NOW, "T001", "doit forget"))
    document.mirror.refresh()
    assert document.names == [mirror.STATE_FILE]
    assert document.status("T001") == "pending"


def test_a_deleted_file_is_written_again(document: Document) -> None:
    document.mirror.refresh()
    (document.directory / mirror.STATE_FILE).unlink()
    document.mirror.refresh()
    assert document.names == [mirror.STATE_FILE]


def test_nothing_new_is_not_written(document: Document) -> None:
    document.mirror.refresh()
    document.mirror.flush()
    assert document.asked == 1


def test_a_big_plan_takes_a_tenth_of_the_time_and_catches_up(tmp_path: Path) -> None:
    document = Document(tmp_path, tasks=10_000)
    document.mirror.refresh(more_follows=True)
    assert document.asked == 0
    for _ in range(50):
        document.mirror.refresh()
    assert 1 <= document.asked < 25
    document.history.append(started("T001"))
    document.mirror.refresh(more_follows=True)
    document.mirror.flush()
    assert document.status("T001") == "in_progress"


def test_a_real_file_is_what_the_schema_says(document: Document) -> None:
    document.history += [events.RunStarted(NOW, "r", 1, 7), completed("T001"), failed("T002")]
    document.mirror.refresh()
    written = json.loads((document.directory / mirror.STATE_FILE).read_text(encoding="utf-8"))
    SCHEMA.validate(written)
    assert written["schema"] == "sddtasks/implementation-state/1"
    assert written["feature_dir"] == str(feature.feature().directory)
    spoiled = {**written, "task_status": {"T001": {"status": "perhaps"}}}
    assert not SCHEMA.is_valid(spoiled)
