"""`--restart-from`: back to before a task, and on from there."""

from __future__ import annotations

import tomllib

import pytest

from tests.helpers import greeting
from tests.helpers.agents import fail
from tests.helpers.project import Project


def test_it_takes_the_work_back_by_commits_and_does_it_again(finished: Project) -> None:
    head = finished.git("rev-parse", "HEAD").strip()
    finished.agent.plays("T005", fail())
    finished.implement("--restart-from", "T005", "--retries=0").ended(1).never_says("claimed")
    assert finished.subjects[8:] == [
        'Revert "feat: Complete T007 - Describe the usage in docs/usage.md"',
        'Revert "feat: Complete T006 - Farewell by name in greet/farewell.py"',
        'Revert "feat: Complete T005 - Welcome by name in greet/welcome.py"',
    ]
    assert finished.ticked() == ["T001", "T002", "T003", "T004"]
    assert not (finished.root / "greet/welcome.py").exists()
    refs = finished.git("for-each-ref", "--format=%(objectname) %(refname)", "refs/sdd")
    assert f"{head} refs/sdd/001-greeting/before-restart-" in refs
    finished.agent.plays("T005", *greeting.WORK["T005"])
    calls = len(finished.agent.calls)
    finished.implement().ended(0)
    assert finished.agent.calls[calls:] == ["T005", "T006", "T007"]
    assert finished.ticked() == list(greeting.TASKS)
    assert finished.dirty == []


@pytest.mark.slow
def test_what_was_taken_back_is_not_believed_in_a_clone(finished: Project) -> None:
    finished.agent.plays("T005", fail())
    finished.implement("--restart-from=T005", "--retries=0").ended(1)
    elsewhere = finished.clone(finished.home / "elsewhere")
    elsewhere.implement("--retries=0").ended(1).says("Resuming from T005")


@pytest.mark.slow
def test_keep_code_leaves_the_code_and_verifies_it(finished: Project) -> None:
    calls = len(finished.agent.calls)
    finished.implement("--restart-from", "T005", "--keep-code").ended(0)
    assert not [subject for subject in finished.subjects if subject.startswith("Revert")]
    assert finished.read("greet/welcome.py") == greeting.WELCOME
    assert finished.ticked() == list(greeting.TASKS)
    assert finished.agent.calls[calls:] == []
    assert finished.state.task_status["T005"].how == "verified"


def test_the_option_may_stand_before_the_argument(finished: Project) -> None:
    finished.agent.plays("T007", fail())
    ran = finished.doit("implement", "--restart-from", "T007", "--retries=0", finished.feature)
    ran.ended(1)
    assert finished.ticked() == list(greeting.TASKS[:-1])


def test_a_task_that_does_not_exist_stops_before_anything_is_changed(finished: Project) -> None:
    head = finished.git("rev-parse", "HEAD")
    ran = finished.implement("--restart-from", "T05").ended(3)
    ran.says("T05", "did you mean", "T005")
    assert finished.git("rev-parse", "HEAD") == head
    assert finished.archive.exists()


def test_uncommitted_work_stops_it(finished: Project) -> None:
    head = finished.git("rev-parse", "HEAD")
    finished.write({"notes.txt": "mine\n"})
    finished.implement("--restart-from", "T005").ended(3).says("notes.txt")
    assert finished.git("rev-parse", "HEAD") == head
    assert finished.ticked() == list(greeting.TASKS)


def test_a_conflict_leaves_everything_as_it_was(finished: Project) -> None:
    finished.write({"greet/welcome.py": "def welcome(name):\n    return 'mine'\n"})
    finished.commit("Written by hand")
    head = finished.git("rev-parse", "HEAD")
    finished.implement("--restart-from", "T005").ended(3).says("--keep-code")
    assert finished.git("rev-parse", "HEAD") == head
    assert finished.dirty == []
    assert finished.ticked() == list(greeting.TASKS)


@pytest.mark.slow
def test_the_red_of_a_restarted_test_is_seen_without_the_code_that_stays(
    finished: Project,
) -> None:
    finished.implement("--restart-from", "T003", "--keep-code").ended(0)
    evidence = tomllib.loads((finished.own_dir / "evidence/T003.toml").read_text())
    (red,) = (gate for gate in evidence["gate"] if gate["name"] == "red")
    assert red["reason"].startswith("on the tree before the implementation")
    assert len(evidence["red"]) == 2
    assert finished.read("greet/welcome.py") == greeting.WELCOME
    assert finished.dirty == []


@pytest.mark.slow
def test_state_and_boxes_follow(finished: Project) -> None:
    finished.agent.plays("T003", fail())
    finished.implement("--restart-from", "T003", "--retries=0").ended(1)
    statuses = {name: task.status for name, task in finished.state.task_status.items()}
    assert [name for name in statuses if statuses[name] == "completed"] == ["T001", "T002"]
    assert finished.ticked() == ["T001", "T002"]
    assert not finished.archive.exists()


@pytest.mark.slow
def test_what_the_user_wrote_between_the_boxes_is_no_conflict(finished: Project) -> None:
    finished.edit(finished.plan, "T006 [P] Farewell", "T006 [P] A farewell")
    finished.commit("Wording")
    finished.agent.plays("T005", fail())
    finished.implement("--restart-from", "T005", "--retries=0").ended(1)
    assert finished.ticked() == ["T001", "T002", "T003", "T004"]
    assert "T006 [P] A farewell" in finished.read(finished.plan)
