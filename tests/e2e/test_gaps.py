"""A feature with skipped tasks: what it is said to be, and what a skipped test keeps waiting."""

from __future__ import annotations

import json

import pytest

from tests.helpers import greeting
from tests.helpers.agents import fail
from tests.helpers.project import Project

BECAUSE = "--because=nobody leaves"
ORDER = "ERROR: Tests not completed before implementation"


class TestAtTheEnd:
    def test_a_gap_is_no_completion(self, half: Project) -> None:
        half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
        ran = half.implement().ended(0)
        ran.says("Completed T007 (6/7 tasks, 1 skipped)")
        ran.says(
            "specs/001-greeting is done but for what was skipped: 6/7 tasks completed, 1 skipped",
            "  skipped   T006",
            "archive_with_skips = true",
            "doit sdd undo T006 && doit implement specs/001-greeting",
        )
        ran.never_says("7/7")
        assert not half.archive.exists()
        state = half.state
        assert (state.metrics.completed_tasks, state.metrics.skipped_tasks) == (6, 1)
        assert not state.complete
        assert [group.status for group in state.parallel_groups] == ["completed", "skipped"]
        report = half.read("specs/001-greeting/implementation-report.md")
        assert "6 of 7 tasks completed, 1 skipped" in report
        assert "**Not complete**: T006 was skipped." in report

        half.implement().ended(0).says("is up to date but for what was skipped: 6/7 tasks")
        half.doit("sdd", "status").ended(0).says("6/7 tasks, 1 skipped, finished with gaps")
        found = json.loads(half.doit("sdd", "status", "--json").ended(0).out)
        assert (found["done"], found["total"], found["complete"]) == (6, 7, False)
        assert [line["task"] for line in found["skipped"]] == ["T006"]

        half.write({"sddtasks.toml": f"archive_with_skips = true\n{half.agent.configuration}"})
        half.commit("We can live with it")
        half.implement().ended(0)
        assert half.archive.exists()
        assert not half.state.complete
        assert [row.task for row in half.state.skipped_tasks] == ["T006"]

    @pytest.mark.slow
    def test_what_is_done_after_all_completes_it(self, half: Project) -> None:
        half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
        half.implement().ended(0)
        half.doit("sdd", "undo", "T006").ended(0)
        half.implement().ended(0).says("is done: 7/7 tasks completed").never_says("skipped")
        assert half.archive.exists()
        assert half.state.complete

    @pytest.mark.slow
    def test_a_skipped_gate_is_a_gap(self, half: Project) -> None:
        half.write({"dodo.py": "from sddtasks.dodo import DOIT_CONFIG, task_feature\n"})
        half.commit("dodo.py")
        half.implement().ended(0)
        assert half.archive.exists()
        ran = half.doit("sdd", "skip", "gate:3.3", BECAUSE).ended(3)
        ran.says("gate:3.3 is done already", "--restart-from=gate:3.3 --keep-code")
        half.doit("forget", "gate:3.3").ended(0)
        half.doit("sdd", "skip", "gate:3.3", BECAUSE).ended(0)
        half.implement().ended(0).says("done but for what was skipped: 7/7", "gate:3.3")
        assert not half.archive.exists()
        half.implement("--restart-from=gate:3.3", "--keep-code", "--yes").ended(0)
        assert half.archive.exists()

    @pytest.mark.slow
    def test_a_clone_has_the_same_gaps(self, half: Project) -> None:
        half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
        half.implement().ended(0)
        there = half.clone(half.home / "elsewhere")
        there.implement().ended(0).says("6/7 tasks completed, 1 skipped")
        assert not there.archive.exists()


@pytest.fixture
def at_tests(fresh: Project) -> Project:
    """Set up; the first test has failed."""
    fresh.agent.plays("T003", fail())
    fresh.implement("--retries=0").ended(1)
    fresh.agent.plays("T003", *greeting.WORK["T003"])
    return fresh


class TestASkippedTest:
    def test_keeps_the_code_waiting(self, at_tests: Project) -> None:
        for task in ("T003", "T004"):
            ran = at_tests.doit("sdd", "skip", task, BECAUSE).ended(0)
            ran.says("blocked   T005, T006", f"doit sdd skip {task} --without-test --because=…")
        ran = at_tests.implement().ended(1)
        ran.says(ORDER, "T003  was skipped: nobody leaves", "T004  was skipped")
        ran.says("doit sdd undo T003", "doit sdd skip T003 --without-test --because=…")
        assert at_tests.completed == ["T001", "T002", "T003", "T004"]
        assert "T005" not in at_tests.agent.calls
        gates = at_tests.state.tdd_gates
        assert (gates.tests_phase_complete, gates.failing_tests_validated) == (False, [])
        assert at_tests.state.metrics.completed_tasks == 2

    @pytest.mark.slow
    def test_of_seven_may_be_left_out_in_so_many_words(self, at_tests: Project) -> None:
        """Here of two: the other is as strict as ever, and everything tells of the one."""
        at_tests.doit("sdd", "skip", "T003", BECAUSE).ended(0)
        ran = at_tests.doit("sdd", "skip", "T003", "--without-test", BECAUSE).ended(0)
        ran.says("Skipped T003: nobody leaves; its code may be implemented without it")
        assert "Sdd-Untested: yes" in at_tests.git("log", "-1", "--format=%b")
        ran = at_tests.implement().ended(0)
        ran.says("Completed T005", "6/7 tasks completed, 1 skipped")
        state = at_tests.state
        assert not state.tdd_gates.tests_phase_complete
        assert state.tdd_gates.failing_tests_validated == ["T004"]
        assert at_tests.state_json["skipped_tasks"] == [
            {"task": "T003", "because": "nobody leaves", "without_test": True}
        ]
        report = at_tests.read("specs/001-greeting/implementation-report.md")
        assert "T005: implemented without its test T003, which was skipped" in report
        assert "T006: implemented without" not in report
        assert not at_tests.archive.exists()

    @pytest.mark.slow
    def test_a_clone_knows_what_may_be_left_out(self, at_tests: Project) -> None:
        at_tests.doit("sdd", "skip", "T003", "--without-test", BECAUSE).ended(0)
        there = at_tests.clone(at_tests.home / "elsewhere")
        there.implement().ended(0).says("6/7 tasks completed, 1 skipped").never_says(ORDER)

    @pytest.mark.slow
    def test_keeps_it_waiting_although_the_gate_was_skipped(self, at_tests: Project) -> None:
        at_tests.doit("sdd", "skip", "T003", BECAUSE).ended(0)
        at_tests.implement().ended(1).says(f"gate:3.2 refused: {ORDER}")
        at_tests.doit("sdd", "skip", "gate:3.2", BECAUSE).ended(0)
        at_tests.implement().ended(1).says(f"T005 refused: {ORDER}")

    @pytest.mark.slow
    @pytest.mark.parametrize("policy", ["when-tests-exist", "off"])
    def test_keeps_nothing_waiting_where_none_has_to_be_written(
        self, at_tests: Project, policy: str
    ) -> None:
        at_tests.doit("sdd", "skip", "T003", BECAUSE).ended(0)
        at_tests.implement(env={"SDD_TESTS": policy}).ended(0).never_says(ORDER)
        report = at_tests.read("specs/001-greeting/implementation-report.md")
        assert "T005: implemented without its test T003, which was skipped" in report

    @pytest.mark.slow
    def test_can_be_written_after_all(self, at_tests: Project) -> None:
        at_tests.doit("sdd", "skip", "T003", BECAUSE).ended(0)
        at_tests.implement().ended(1)
        at_tests.doit("sdd", "undo", "T003").ended(0)
        at_tests.implement().ended(0).says("is done: 7/7 tasks completed")
        assert at_tests.state.tdd_gates.tests_phase_complete

    @pytest.mark.slow
    def test_keeps_a_story_with_its_tests_inside_waiting(self, fresh: Project) -> None:
        """Tests and code in one phase: the gate stands between them."""
        fresh.edit(fresh.plan, "## Phase 3.3: Core Implementation\n\n", "")
        fresh.edit(fresh.plan, "Phase 3.2: Tests First (TDD)", "Phase 3.2: User Story 1 (TDD)")
        fresh.commit("One phase")
        fresh.agent.plays("T003", fail())
        fresh.implement("--retries=0").ended(1)
        fresh.doit("sdd", "skip", "T003", BECAUSE).ended(0).says("blocked   ")
        fresh.implement().ended(1).says(ORDER, "T003  was skipped")
        assert "T005" not in fresh.agent.calls

    def test_only_of_a_test_it_can_be_said(self, half: Project) -> None:
        ran = half.doit("sdd", "skip", "T006", "--without-test", BECAUSE).ended(3)
        ran.says("T006 writes no tests that come before their code")
