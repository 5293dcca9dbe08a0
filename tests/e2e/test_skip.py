"""`doit sdd skip`: on without a task, on the record."""

from __future__ import annotations

import pytest

from tests.helpers import greeting
from tests.helpers.project import Project

BECAUSE = "--because=the visitors never leave"


def test_what_waits_for_a_skipped_task_goes_on(half: Project) -> None:
    ran = half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
    ran.says("Skipped T006", "doit implement specs/001-greeting")
    assert half.status("T006") == "skipped"
    assert half.status("T007") == "pending"
    half.implement().ended(0).says("Completed T007").never_says("Completed T006")
    assert half.agent.calls.count("T006") == 1
    assert half.dirty == []


def test_the_reason_stands_in_state_report_and_git(half: Project) -> None:
    half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
    assert half.state_json["skipped_tasks"] == [
        {"task": "T006", "because": "the visitors never leave"}
    ]
    assert half.state.failed_tasks == []
    assert half.subjects[-1] == "chore: Skip T006 - Farewell by name in greet/farewell.py"
    body = half.git("log", "-1", "--format=%b")
    assert "Sdd-Task: T006" in body
    assert "Sdd-Because: the visitors never leave" in body
    half.implement().ended(0)
    report = half.read("specs/001-greeting/implementation-report.md")
    assert "6 of 7 tasks completed" in report
    assert "the visitors never leave" in report


def test_a_skipped_task_is_not_ticked(half: Project) -> None:
    half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
    assert "T006" not in half.ticked()


@pytest.mark.slow
def test_a_clone_knows_of_the_skip(half: Project) -> None:
    half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
    there = half.clone(half.home / "elsewhere")
    there.implement().ended(0).never_says("Completed T006")
    assert there.status("T006") == "skipped"
    assert there.state.skipped_tasks[0].because == "the visitors never leave"


@pytest.mark.slow
def test_a_skipped_task_can_be_taken_up_again(half: Project) -> None:
    half.write({"dodo.py": "from sddtasks.dodo import DOIT_CONFIG, task_feature\n"})
    half.commit("dodo.py")
    half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
    half.doit("forget", "T006").ended(0)
    half.implement().ended(0).says("Completed T006")
    assert half.ticked() == list(greeting.TASKS)


def test_a_reason_with_an_equals_sign_and_quotes(half: Project) -> None:
    half.doit("sdd", "skip", "T006", '--because=x=1 is "enough" for us: ä').ended(0)
    assert half.state.skipped_tasks[0].because == 'x=1 is "enough" for us: ä'


def test_an_unknown_task_is_refused_with_its_near_matches(half: Project) -> None:
    half.doit("sdd", "skip", "T06", BECAUSE).ended(3).says("T06", "did you mean", "T006")
    half.doit("sdd", "skip", "nonsense", BECAUSE).ended(3).says("nonsense", "doit list")


def test_a_reason_is_needed(half: Project) -> None:
    half.doit("sdd", "skip", "T006").ended(3).says("--because")
    half.doit("sdd", "skip", "T006", "--because=").ended(3).says("--because")
    half.doit("sdd", "skip", "T006", "--because=  ").ended(3).says("needs a reason")
    assert half.status("T006") == "failed"


def test_what_is_done_cannot_be_skipped(half: Project) -> None:
    half.doit("sdd", "skip", "T005", BECAUSE).ended(3).says("T005")
    assert half.status("T005") == "completed"


def test_the_final_validation_cannot_be_skipped(half: Project) -> None:
    half.doit("sdd", "skip", "final", BECAUSE).ended(3).says("final")
    assert not half.archive.exists()


def test_a_skipped_gate_is_shown_like_a_skipped_task(half: Project) -> None:
    half.doit("sdd", "skip", "gate:3.3", BECAUSE).ended(0)
    assert "gate:3.3" in [skipped.task for skipped in half.state.skipped_tasks]


def test_without_a_task_it_says_how_it_is_used(half: Project) -> None:
    half.doit("sdd", "skip").ended(3).says("usage: doit sdd skip")
