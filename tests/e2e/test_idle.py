"""A task is completed by something that can be seen, or by a person's word, on the record."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import delete
from tests.helpers.agents import fail
from tests.helpers.agents import write
from tests.helpers.project import Project
from tests.helpers.project import Ran

BECAUSE = "--because=measured by hand: 40 ms"
PLAN = """\
# Tasks: Calculator

## Phase 1: Work

- [ ] T001 Add sub() to src/calc.py
- [ ] T002 Integrate logging into src/calc.py
- [ ] T003 Document sub in README.md
- [ ] T004 Security hardening
"""
CALC = "def add(a, b):\n    return a + b\n"
SUB = "\n\ndef sub(a, b):\n    return a - b\n"


def calculator(home: Path, plan: str = PLAN, settings: str = "") -> Project:
    """A project whose files exist; without settings a person is the agent."""
    project = Project(home)
    files = {project.plan: plan, "src/calc.py": CALC, "README.md": "# Calculator\n"}
    project.write({**files, "sddtasks.toml": settings})
    return project.begin()


def idle(home: Path, *lines: str) -> Project:
    """An agent that does nothing and ends well."""
    plan = "\n".join(["# Tasks: Idle", "", "## Phase 1: Work", "", *lines, ""])
    argv = json.dumps([sys.executable, "-c", ""])
    settings = f'agent = "command"\nretries = 0\n[agents.command]\nargv = {argv}\n'
    return calculator(home, plan, settings)


class TestAnIdlePerson:
    def test_completes_nothing(self, tmp_path: Path) -> None:
        project = calculator(tmp_path)
        for _ in range(2):
            ran = project.implement().ended(1)
            ran.says("T001 waits for you", "doit sdd accept T001 --because=…")
            ran.never_says("refused", "Completed")
        assert project.completed == []
        assert project.status("T001") == "pending"

    @pytest.mark.slow
    def test_completes_nothing_of_any_kind(self, tmp_path: Path) -> None:
        for name, line in enumerate(LINES):
            plan = f"# Tasks: One\n\n## Phase 1: Work\n\n- [ ] T001 {line}\n"
            project = calculator(tmp_path / str(name), plan)
            for _ in range(3):
                project.implement().ended(1).says("T001 waits for you")
            assert project.completed == [], line

    @pytest.mark.slow
    def test_what_is_committed_elsewhere_is_not_the_tasks(self, tmp_path: Path) -> None:
        project = calculator(tmp_path)
        project.implement().ended(1)
        project.write({"docs/other.md": "Something else.\n"})
        project.commit("Something else")
        project.implement().ended(1).says("T001 waits for you")
        assert project.completed == []


LINES = (
    "Security hardening",
    "Performance validation: <100ms for each request",
    "Run quickstart.md scenarios",
    "Code cleanup and refactoring",
    "Integrate logging into src/calc.py",
    "Document sub in README.md",
    "Set up the project structure",
    "Integration test for the calculator",
)


class TestAnIdleAgent:
    def test_is_refused(self, tmp_path: Path) -> None:
        project = idle(tmp_path, f"- [ ] T001 {LINES[0]}")
        ran = project.implement().ended(1)
        ran.says("T001 refused: nothing was done that could be seen")
        ran.says("doit sdd accept T001 --because=…", "doit sdd skip T001 --because=…")
        project.implement().ended(1).says("T001 refused")
        assert project.completed == []
        assert project.state.task_status["T001"].failure_class == "nothing to be seen"

    @pytest.mark.slow
    @pytest.mark.parametrize("line", LINES[1:])
    def test_is_refused_whatever_the_kind(self, tmp_path: Path, line: str) -> None:
        project = idle(tmp_path, f"- [ ] T001 {line}")
        project.implement().ended(1).says("T001 refused")
        assert project.completed == []

    @pytest.mark.slow
    def test_a_file_without_content_is_nothing(self, tmp_path: Path) -> None:
        project = greeting.planned(tmp_path, "- [ ] T001 Security hardening")
        project.agent.plays("T001", write("hardening.txt", ""))
        project.implement("--retries=0").ended(1).says("nothing was done that could be seen")

    @pytest.mark.slow
    def test_a_change_is_something(self, tmp_path: Path) -> None:
        project = greeting.planned(tmp_path, "- [ ] T001 Security hardening")
        project.agent.plays("T001", write("hardening.txt", "Ports are closed.\n"))
        project.implement("--retries=0").ended(0)

    @pytest.mark.slow
    def test_its_own_commit_still_counts_after_forget(self, tmp_path: Path) -> None:
        project = greeting.planned(tmp_path, "- [ ] T001 Security hardening")
        project.write({"pyproject.toml": '[tool.doit]\nloader = "sdd"\n'})
        project.commit("The loader")
        project.agent.plays("T001", write("hardening.txt", "Ports are closed.\n"))
        project.implement("--retries=0").ended(0)
        project.doit("forget", "T001").ended(0)
        project.agent.plays("T001")
        project.implement("--retries=0").ended(0)
        assert "by its earlier commit" in effect(project, "T001")

    @pytest.mark.slow
    def test_beside_another_one_is_refused_too(self, tmp_path: Path) -> None:
        lines = ("- [ ] T001 [P] Words in words/1.txt", "- [ ] T002 [P] Security hardening")
        project = greeting.planned(tmp_path, *lines)
        project.agent.plays("T001", write("words/1.txt", "1\n"))
        project.agent.plays("T002")
        ran = project.implement("--retries=0", "-n", "2", "--continue").ended(1)
        ran.says("T002 refused: nothing was done that could be seen", "Completed T001")


def effect(project: Project, task: str) -> str:
    """What the last gate has seen."""
    gates = {gate["name"]: gate["reason"] for gate in project.evidence(task)["gate"]}
    return str(gates["effect"])


class TestWhatCanBeSeen:
    """Nothing in the tree is changed, and yet something was done."""

    def test_a_command_of_the_document(self, tmp_path: Path) -> None:
        allowed = 'allowed_commands = ["python3 --version"]\n'
        lines = (
            "- [ ] T001 Check the interpreter with `python3 --version`",
            "- [ ] T002 Review the interpreter; verify: `python3 --version`",
        )
        project = greeting.planned(tmp_path, *lines, settings=allowed)
        project.agent.plays("T001")
        project.agent.plays("T002")
        project.implement("--retries=0").ended(0)
        assert effect(project, "T001") == effect(project, "T002")
        assert effect(project, "T001") == "ended well: `python3 --version`"

    def test_tests_that_the_task_asks_to_run(self, tmp_path: Path) -> None:
        project = greeting.planned(tmp_path, "- [ ] T001 Run all tests and fix what fails")
        test = "def test_one():\n    assert 1 + 1 == 2\n"
        project.write({"pyproject.toml": greeting.PYTEST, "tests/test_one.py": test})
        project.commit("A suite")
        project.agent.plays("T001")
        project.implement("--retries=0").ended(0)
        assert effect(project, "T001") == "the whole suite was run: 1 tests pass"

    @pytest.mark.slow
    def test_tests_that_fail_are_told(self, tmp_path: Path) -> None:
        project = greeting.planned(tmp_path, "- [ ] T001 Run all tests and fix what fails")
        test = "def test_one():\n    assert 1 + 1 == 3\n"
        project.write({"pyproject.toml": greeting.PYTEST, "tests/test_one.py": test})
        project.commit("A suite")
        project.agent.plays("T001")
        project.implement("--retries=0").ended(1).says("T001 refused", "test_one.py::test_one")

    @pytest.mark.slow
    def test_tests_that_are_to_be_seen_failing(self, fresh: Project) -> None:
        line = "- [ ] T004a Verify that all tests fail before implementation\n"
        fresh.edit(fresh.plan, "\n## Phase 3.3", f"{line}\n## Phase 3.3")
        fresh.commit("One more check")
        fresh.agent.plays("T004a")
        fresh.implement("--retries=0").ended(0)
        assert effect(fresh, "T004a") == "3 tests were run and fail as they should"

    @pytest.mark.slow
    def test_a_red_test_that_passes(self, fresh: Project) -> None:
        """An earlier task has done the work of one that names no file."""
        fresh.edit(
            fresh.plan,
            "Farewell by name in greet/farewell.py",
            "A farewell that T004 is passing with",
        )
        fresh.commit("No file is named")
        farewell = write("greet/farewell.py", greeting.FAREWELL)
        fresh.agent.plays("T005", *greeting.WORK["T005"], farewell)
        fresh.agent.plays("T006")
        fresh.implement("--retries=0", env={"SDD_SCOPE": "off"}).ended(0)
        assert effect(fresh, "T006") == "1 tests that were red pass"

    @pytest.mark.slow
    def test_a_file_that_is_removed(self, tmp_path: Path) -> None:
        project = greeting.planned(tmp_path, "- [ ] T001 Cleanup of what nobody needs")
        project.write({"old.txt": "old\n"})
        project.commit("Old")
        project.agent.plays("T001", delete("old.txt"))
        project.implement("--retries=0", env={"SDD_SCOPE": "off"}).ended(0)
        assert effect(project, "T001") == "1 files changed"


class TestAPersonsCommit:
    """The person who was asked has committed the work himself."""

    def test_is_the_tasks_change_and_the_evidence_names_it(self, tmp_path: Path) -> None:
        project = calculator(tmp_path)
        project.implement().ended(1)
        project.write({"src/calc.py": CALC + SUB})
        project.commit("Subtract")
        head = project.git("rev-parse", "--short=10", "HEAD").strip()
        project.implement().ended(1).says("Completed T001", "T002 waits for you")
        assert effect(project, "T001") == f"changed by a person's own commit: {head} Subtract"
        assert project.state.task_status["T001"].how == "verified"
        project.implement().ended(1).says("T002 waits for you")
        assert project.completed == ["T001"]

    @pytest.mark.slow
    def test_in_two_steps_and_two_runs(self, tmp_path: Path) -> None:
        plan = "# Tasks: One\n\n## Phase 1: Work\n\n- [ ] T001 Notes in notes/a.md and notes/b.md\n"
        project = calculator(tmp_path, plan)
        project.implement().ended(1)
        project.write({"notes/a.md": "a\n"})
        project.commit("Half")
        project.implement().ended(1).says("notes/b.md")
        project.write({"notes/b.md": "b\n"})
        project.commit("The rest")
        project.implement().ended(0)
        assert "The rest" in effect(project, "T001")

    @pytest.mark.slow
    def test_that_was_taken_back_is_none(self, tmp_path: Path) -> None:
        project = calculator(tmp_path)
        project.implement().ended(1)
        project.write({"src/calc.py": CALC + SUB})
        project.commit("Subtract")
        project.write({"src/calc.py": CALC})
        project.commit("Rather not")
        project.implement().ended(1).says("T001 waits for you")
        assert project.completed == []

    @pytest.mark.slow
    def test_of_a_task_that_names_nothing(self, tmp_path: Path) -> None:
        plan = "# Tasks: One\n\n## Phase 1: Work\n\n- [ ] T001 Security hardening\n"
        project = calculator(tmp_path, plan)
        project.implement().ended(1)
        project.edit(project.plan, "hardening", "hardening, please")
        project.commit("Only words")
        project.implement().ended(1).says("T001 waits for you")
        project.write({"src/calc.py": CALC + SUB})
        project.commit("Hardened")
        project.implement().ended(0)
        assert "Hardened" in effect(project, "T001")


class TestAccept:
    def test_a_persons_word_is_recorded_and_shown_everywhere(self, tmp_path: Path) -> None:
        plan = "# Tasks: One\n\n## Phase 1: Work\n\n- [ ] T001 Performance validation: <100ms\n"
        project = calculator(tmp_path, plan)
        project.implement().ended(1).says("T001 waits for you")
        ran = project.doit("sdd", "accept", "T001", BECAUSE).ended(0)
        ran.says("Completed T001 (1/1 tasks)", "doit implement specs/001-greeting  closes")
        assert project.subjects[-1] == "chore: Accept T001 - Performance validation: <100ms"
        body = project.git("log", "-1", "--format=%b")
        assert "Sdd-How: accepted\n" in body
        assert "Sdd-Because: measured by hand: 40 ms\n" in body
        ran = project.implement().ended(0)
        ran.says("is done: 1/1 tasks completed (1 accepted by a person's word)")
        state = project.state.task_status["T001"]
        assert (state.status, state.how) == ("completed", "accepted")
        assert state.because == "measured by hand: 40 ms"
        assert project.state.metrics.accepted_tasks == 1
        assert project.state.complete
        assert project.archive.exists()
        assert project.evidence("T001")["because"] == "measured by hand: 40 ms"
        report = project.read("specs/001-greeting/implementation-report.md")
        assert "- T001 was accepted by a person's word: measured by hand: 40 ms" in report
        assert "nothing was taken on trust" not in report
        project.doit("sdd", "status").ended(0).says("accepted  T001  measured by hand: 40 ms")
        assert '"because": "measured by hand: 40 ms"' in project.journal

    @pytest.mark.slow
    def test_a_clone_knows_the_word(self, tmp_path: Path) -> None:
        plan = "# Tasks: One\n\n## Phase 1: Work\n\n- [ ] T001 Performance validation: <100ms\n"
        project = calculator(tmp_path, plan)
        project.write({"pyproject.toml": '[tool.doit]\nloader = "sdd"\n'})
        project.commit("The loader")
        project.doit("sdd", "accept", "T001", BECAUSE).ended(0)
        there = project.clone(tmp_path / "elsewhere")
        there.doit("sdd", "status").ended(0).says("accepted  T001  measured by hand: 40 ms")
        there.doit("list").ended(0)
        state = there.state.task_status["T001"]
        assert (state.how, state.because) == ("accepted", "measured by hand: 40 ms")

    def test_a_gate_that_can_be_asked_is_asked(self, half: Project) -> None:
        """The test of T006 fails: nobody's word can take its place."""
        half.write({"greet/farewell.py": "def farewell(name):\n    return name\n"})
        half.commit("Something else")
        ran = half.doit("sdd", "accept", "T006", BECAUSE).ended(1)
        ran.says("T006 refused: tests still fail", "tests/test_farewell.py")
        assert half.status("T006") == "failed"
        assert "T006" not in half.completed

    @pytest.mark.slow
    def test_a_file_that_is_missing_is_not_accepted(self, half: Project) -> None:
        half.doit("sdd", "accept", "T006", BECAUSE).ended(1).says("does not exist")

    @pytest.mark.slow
    def test_a_test_that_passes_too_early_is_not_accepted(self, tmp_path: Path) -> None:
        project = greeting.make(tmp_path)
        project.agent.plays("T003", fail())
        project.implement("--retries=0").ended(1)
        project.write({"tests/test_welcome.py": "def test_it():\n    assert True\n"})
        project.doit("sdd", "accept", "T003", BECAUSE).ended(1).says("T003 refused")

    @pytest.mark.slow
    def test_what_is_as_it_should_be_already(self, tmp_path: Path) -> None:
        project = calculator(tmp_path)
        project.implement().ended(1)
        project.doit("sdd", "accept", "T001", "--because=sub is not wanted").ended(0)
        project.implement().ended(1).says("Resuming from T002", "T002 waits for you")

    @pytest.mark.slow
    def test_a_word_stands_when_the_code_is_kept(self, tmp_path: Path) -> None:
        plan = "# Tasks: One\n\n## Phase 1: Work\n\n- [ ] T001 Performance validation: <100ms\n"
        project = calculator(tmp_path, plan)
        project.implement().ended(1)
        project.doit("sdd", "accept", "T001", BECAUSE).ended(0)
        project.implement("--restart-from=T001", "--keep-code", "--yes").ended(0)
        assert project.state.task_status["T001"].how == "accepted"
        project.edit(project.plan, "<100ms", "<10ms")
        project.commit("Faster")
        project.implement().ended(1).says("T001 waits for you")

    @pytest.mark.slow
    def test_what_cannot_be_accepted(self, half: Project) -> None:
        def accept(*words: str) -> Ran:
            return half.doit("sdd", "accept", *words).ended(3)

        accept("T006").says("--because")
        accept("T006", "--because=  ").says("needs a reason")
        accept("T06", BECAUSE).says("there is no task T06", "T006")
        accept("T005", BECAUSE).says("T005 is done already", "doit sdd undo T005")
        accept("T007", BECAUSE).says("T007 waits for T006")
        accept("gate:3.3", BECAUSE).says("gate:3.3 is a gate")
        accept("final", BECAUSE).says("final is a gate")
        half.doit("sdd", "skip", "T006", BECAUSE).ended(0)
        accept("T006", BECAUSE).says("T006 is skipped already", "doit sdd undo T006")
