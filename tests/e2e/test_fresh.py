"""A feature from its first task to the completion report."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta

import pytest

from sddtasks.model.statefile import SCHEMA
from tests.helpers import greeting
from tests.helpers.project import Project


def test_each_task_has_one_commit_with_its_message(finished_once: Project) -> None:
    assert finished_once.subjects == [
        "Start",
        "feat: Complete T001 - Create the directories with `mkdir -p greet tests`",
        "feat: Complete T002 - Make greet/__init__.py and configure pytest in pyproject.toml",
        "feat: Complete T003 - Test of contracts/welcome.md in tests/test_welcome.py",
        "feat: Complete T004 - Contract test for the farewell in tests/test_farewell.py",
        "feat: Complete T005 - Welcome by name in greet/welcome.py",
        "feat: Complete T006 - Farewell by name in greet/farewell.py",
        "feat: Complete T007 - Describe the usage in docs/usage.md",
    ]


def test_the_trailers_say_what_was_done_and_why_it_counts(finished_once: Project) -> None:
    body = finished_once.git("log", "--format=%(trailers:unfold)", "--grep=T003 ").splitlines()
    record = finished_once.state.task_status["T003"]
    assert "Sdd-Task: T003" in body
    assert "Sdd-Feature: 001-greeting" in body
    assert [line for line in body if line.startswith("Sdd-Evidence: ")]
    assert record.commit == finished_once.git("log", "--format=%H", "--grep=T003 ").strip()


def test_a_commit_holds_the_work_of_its_task_and_its_tick(finished_once: Project) -> None:
    changed = finished_once.git("log", "--format=", "--name-only", "--grep=T005 ").split()
    assert changed == ["greet/welcome.py", "specs/001-greeting/tasks.md"]


def test_one_character_of_the_plan_changes_for_each_task(finished_once: Project) -> None:
    before, after = greeting.PLAN, finished_once.read(finished_once.plan)
    different = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert different == [(" ", "x")] * len(greeting.TASKS)
    assert finished_once.ticked() == list(greeting.TASKS)


def test_the_tree_is_left_clean(finished_once: Project) -> None:
    assert finished_once.dirty == []
    excluded = (finished_once.root / ".git/info/exclude").read_text()
    assert "specs/001-greeting/.implementation-state.json\n" in excluded


def test_every_completed_task_points_at_its_evidence(finished_once: Project) -> None:
    for task, state in finished_once.state.task_status.items():
        assert state.evidence == f".sdd/001-greeting/evidence/{task}.toml"
        evidence = finished_once.evidence(task)
        assert (evidence["task"], evidence["status"]) == (task, "completed")
        assert evidence["gate"]
        assert all(gate["passed"] for gate in evidence["gate"])


def test_tests_were_seen_failing_and_then_passing(finished_once: Project) -> None:
    red = finished_once.evidence("T003")["red"]
    assert sorted(red) == [
        "tests/test_welcome.py::test_knows_strangers",
        "tests/test_welcome.py::test_names_the_guest",
    ]
    assert all(reason.startswith("missing implementation") for reason in red.values())
    gates = {gate["name"]: gate["reason"] for gate in finished_once.evidence("T005")["gate"]}
    assert gates["green"] == "2 tests pass; 2 of them failed on the tree before"
    assert "2 fail" in gates["red"]


def test_the_state_is_what_the_specification_asks_for(finished_once: Project) -> None:
    state = finished_once.state
    raw = finished_once.state_json
    assert raw["schema"] == SCHEMA
    assert raw["feature_dir"] == str(finished_once.root / "specs/001-greeting")
    assert raw["phase_descriptions"]["3.2"] == "Tests First (TDD)"
    assert raw["last_completed_task"] == "T007"
    assert raw["parallel_groups"] == [
        {"tasks": ["T003", "T004"], "status": "completed"},
        {"tasks": ["T005", "T006"], "status": "completed"},
    ]
    assert raw["tdd_gates"] == {
        "tests_phase_complete": True,
        "failing_tests_validated": ["T003", "T004"],
    }
    assert state.failed_tasks == []
    assert state.skipped_tasks == []
    assert state.metrics.completed_tasks == state.metrics.total_tasks == 7
    assert {task.status for task in state.task_status.values()} == {"completed"}


def test_its_times_are_real_and_in_utc(finished_once: Project) -> None:
    state = finished_once.state
    stamps = [state.started_at, state.updated_at]
    stamps += [task.completed_at for task in state.task_status.values()]
    moments = [datetime.fromisoformat(stamp or "") for stamp in stamps]
    assert all(moment.utcoffset() == timedelta(0) for moment in moments)
    assert moments[0] <= min(moments[2:]) <= max(moments[2:]) <= moments[1]


def test_the_state_is_archived_and_a_report_is_written(finished_once: Project) -> None:
    assert finished_once.archive.exists()
    assert not finished_once.archive.with_name(".implementation-state.json").exists()
    report = finished_once.read("specs/001-greeting/implementation-report.md")
    assert "7 of 7 tasks completed" in report
    for task in greeting.TASKS:
        assert f"| {task} |" in report
        assert f"evidence/{task}.toml" in report


def test_the_agent_is_called_once_for_each_task_that_needs_one(finished_once: Project) -> None:
    assert finished_once.agent.calls == ["T002", "T003", "T004", "T005", "T006", "T007"]


def test_the_agent_is_told_its_task_its_tests_and_what_it_must_not_touch(
    finished_once: Project,
) -> None:
    prompt = finished_once.agent.prompt("T005")
    assert "Welcome by name in greet/welcome.py" in prompt
    assert "tests/test_welcome.py" in prompt
    assert "tests/test_farewell.py" in prompt
    assert "Do not commit" in prompt


def test_progress_is_told_in_the_words_of_the_specification(finished_once: Project) -> None:
    lines = (finished_once.home / "said").read_text(encoding="utf-8").splitlines()
    assert "Completed T003 (3/7 tasks) - Phase 3.2: Tests First (TDD)" in lines
    after = lines[lines.index("Passed gate:3.1 - Phase 3.1: Setup") + 1]
    assert after == "  Next: T003, T004 (can run in parallel)"
    assert lines[-1] == "specs/001-greeting is done: 7/7 tasks completed"


@pytest.mark.slow
def test_a_package_that_a_later_task_makes_is_not_a_broken_test(fresh: Project) -> None:
    """Without an `__init__.py` nothing but the plan says that `greet` is the product."""
    fresh.edit(fresh.plan, "Make greet/__init__.py and configure", "Configure")
    fresh.commit("A namespace package")
    fresh.agent.plays("T002", *greeting.WORK["T002"][1:])
    fresh.implement("--retries=0").ended(0)
    assert all(
        reason.startswith("missing implementation")
        for reason in fresh.evidence("T003")["red"].values()
    )
