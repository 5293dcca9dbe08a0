"""A task that is not done is marked, explained, retried, and stops only what waits for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import fail
from tests.helpers.agents import say
from tests.helpers.agents import sleep
from tests.helpers.agents import write
from tests.helpers.project import Project

LINES = (
    "- [ ] T001 Words in words/1.txt",
    "- [ ] T002 Words in words/2.txt",
    "- [ ] T003 Words in words/3.txt",
)


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return greeting.planned(tmp_path, *LINES)


def test_an_agent_that_fails_is_explained_with_what_to_do(small: Project) -> None:
    small.agent.plays("T001", say("thinking"), fail("the model is overloaded"))
    ran = small.implement("--retries=0").ended(1)
    ran.says(
        "T001 refused: agent command failed",
        "the model is overloaded",
        "evidence  .sdd/001-greeting/evidence/T001.toml",
        "log  .sdd/001-greeting/logs/T001.log",
        "blocked   T002, T003",
        "doit implement specs/001-greeting",
        "doit sdd retry T001 --agent=NAME",
        "doit sdd skip T001 --because=",
    )
    assert "thinking" in (small.own_dir / "logs/T001.log").read_text()
    assert small.subjects == ["Start"]
    assert small.ticked() == []


def test_a_failure_and_what_it_blocks_stand_in_the_state(half_once: Project) -> None:
    state = half_once.state
    failed = state.task_status["T006"]
    assert (failed.status, failed.failure_class) == ("failed", "agent")
    assert "the model is overloaded" in (failed.error or "")
    assert failed.failed_at
    assert failed.attempts == 1
    assert state.failed_tasks == ["T006"]
    blocked = state.task_status["T007"]
    assert (blocked.status, blocked.blocked_by) == ("blocked", ["T006"])
    assert state.metrics.completed_tasks == 5
    assert state.metrics.failed_tasks == 1


def test_it_is_called_again_with_what_was_refused(small: Project) -> None:
    small.agent.attempts(
        "T001",
        [write("words/one.txt", "wrong place")],
        [write("words/1.txt", "")],
        [write("words/1.txt", "one")],
    )
    for task in ("T002", "T003"):
        small.agent.plays(task, write(f"words/{task[-1]}.txt", "x"))
    small.implement().ended(0)
    assert small.agent.calls == ["T001"] * 3 + ["T002", "T003"]
    assert "words/1.txt  does not exist" in small.agent.prompt("T001", 2)
    assert "words/1.txt  is empty" in small.agent.prompt("T001", 3)
    assert small.state.task_status["T001"].attempts == 3


@pytest.mark.slow
def test_a_failing_test_is_shown_to_the_next_attempt(half: Project) -> None:
    wrong = greeting.FAREWELL.replace("Goodbye", "So long")
    half.agent.attempts("T006", [write("greet/farewell.py", wrong)], greeting.WORK["T006"])
    half.implement("--retries=1").ended(0)
    prompt = half.agent.prompt("T006", 2)
    assert "tests/test_farewell.py::test_names_the_guest" in prompt
    assert "So long, Ada." in prompt


@pytest.mark.parametrize(("option", "calls"), [("--retries=0", 1), ("--retries=1", 2), ("", 3)])
def test_retries_are_counted(small: Project, option: str, calls: int) -> None:
    small.agent.plays("T001", fail())
    small.implement(*([option] if option else [])).ended(1)
    assert small.agent.calls == ["T001"] * calls


def test_the_next_run_verifies_first(half: Project) -> None:
    half.write({"greet/farewell.py": greeting.FAREWELL})
    half.implement().ended(0).says("Resuming from T006", "Completed T006")
    assert half.agent.calls.count("T006") == 1
    assert half.state.task_status["T006"].how == "verified"
    assert half.completed == list(greeting.TASKS)
    report = half.read("specs/001-greeting/implementation-report.md")
    assert "- T006 (agent): agent command failed" in report


def test_half_of_what_a_failed_agent_wrote_is_not_taken_for_its_work(small: Project) -> None:
    """Nothing but the agent knows whether a text is finished, and it said that it is not."""
    small.agent.plays("T001", write("words/1.txt", "hal"), fail())
    small.implement("--retries=0").ended(1)
    small.agent.plays("T001", write("words/1.txt", "whole"))
    small.implement("--retries=0")
    assert small.completed == ["T001"]
    assert small.read("words/1.txt") == "whole"


def test_an_agent_that_takes_too_long_is_stopped(small: Project) -> None:
    small.edit("sddtasks.toml", 'agent = "command"', 'agent = "command"\nagent_timeout = 0.5')
    small.commit("Be quick")
    small.agent.plays("T001", sleep(30))
    ran = small.implement("--retries=0").ended(1)
    ran.says("T001 refused", "0.5 s")


class TestManual:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Project:
        project = greeting.planned(tmp_path, *LINES[:2])
        project.write({"sddtasks.toml": ""})
        return project.commit("No agent")

    def test_it_says_what_to_write_where(self, project: Project) -> None:
        ran = project.implement().ended(1)
        ran.says("T001 waits for you", "words/1.txt", str(project.root), "doit implement")
        assert ran.text.count("T001 waits for you") == 1
        ran.never_says("refused")
        assert project.dirty == []

    def test_it_is_neither_failed_nor_in_progress(self, project: Project) -> None:
        project.implement().ended(1)
        assert project.state.failed_tasks == []
        assert project.status("T001") == "pending"

    def test_what_was_written_by_hand_is_verified_and_committed(self, project: Project) -> None:
        project.implement().ended(1)
        project.write({"words/1.txt": "by hand\n"})
        ran = project.implement().ended(1)
        ran.says("Completed T001", "T002 waits for you")
        ran.never_says("T001 waits for you")
        assert project.completed == ["T001"]
        project.write({"words/2.txt": "by hand\n"})
        project.implement().ended(0)
        state = project.state.task_status["T002"]
        assert (state.how, state.claimed) == ("verified", None)
        assert project.dirty == []

    def test_it_waits_on_while_nothing_is_written(self, project: Project) -> None:
        project.implement().ended(1)
        project.implement().ended(1).says("T001 waits for you")
        assert project.completed == []

    def test_a_wrong_answer_is_told(self, project: Project) -> None:
        project.implement().ended(1)
        project.write({"words/1.txt": ""})
        project.implement().ended(1).says("words/1.txt", "is empty")


class TestClaimed:
    def test_a_tick_by_hand_is_verified_before_anybody_is_called(self, small: Project) -> None:
        small.write({"words/1.txt": "done yesterday\n"})
        small.edit(small.plan, "[ ] T001", "[x] T001")
        small.commit("I did this one")
        for task in ("T002", "T003"):
            small.agent.plays(task, write(f"words/{task[-1]}.txt", "x"))
        small.implement().ended(0).says("T001 is claimed")
        assert small.agent.calls == ["T002", "T003"]
        state = small.state.task_status["T001"]
        assert (state.status, state.how, state.claimed) == ("completed", "verified", True)
        report = small.read("specs/001-greeting/implementation-report.md")
        assert "T001 was ticked by hand" in report

    def test_a_tick_without_the_work_is_not_believed(self, small: Project) -> None:
        small.edit(small.plan, "[ ] T001", "[x] T001")
        small.commit("Surely done")
        small.agent.plays("T001", fail())
        small.implement("--retries=0").ended(1)
        assert small.agent.calls == ["T001"]
        state = small.state.task_status["T001"]
        assert (state.status, state.claimed) == ("failed", True)

    def test_it_is_reported_as_claimed_before_it_is_verified(self, small: Project) -> None:
        small.edit(small.plan, "[ ] T003", "[x] T003")
        small.commit("Surely done")
        small.agent.plays("T001", fail())
        small.implement("--retries=0").ended(1)
        assert small.state.task_status["T003"].claimed

    @pytest.mark.slow
    def test_implementation_claimed_with_its_test_is_proven_by_the_test(
        self, fresh: Project
    ) -> None:
        fresh.write(
            {
                "greet/__init__.py": "",
                "pyproject.toml": greeting.PYTEST,
                "tests/test_welcome.py": greeting.TEST_WELCOME,
                "greet/welcome.py": greeting.WELCOME,
            }
        )
        for task in ("T001", "T002", "T003", "T005"):
            fresh.edit(fresh.plan, f"[ ] {task}", f"[x] {task}")
        fresh.commit("Half of it by hand")
        fresh.implement().ended(0)
        assert fresh.agent.calls == ["T004", "T006", "T007"]


def test_a_stray_line_in_a_file_of_another_task_is_refused(small: Project) -> None:
    """What an agent writes beyond its paths may only connect what it made."""
    small.agent.plays("T001", write("words/1.txt", "one\nmore\nwords\nhere\n"))
    small.agent.plays("T002", write("words/2.txt", "two"), append("words/1.txt", "!\n"))
    ran = small.implement("--retries=0").ended(1)
    ran.says("T002 refused", "words/1.txt  changed", "doit sdd waive")
    assert small.completed == ["T001"]


@pytest.mark.skipif(shutil.which("dotnet") is not None, reason="dotnet is installed here")
@pytest.mark.slow
def test_a_missing_tool_is_no_fault_of_the_work(tmp_path: Path) -> None:
    """The run ends with another code, the task with a class of its own and the way to mend it."""
    project = greeting.planned(
        tmp_path,
        "- [ ] T001 [P] Contract test of the shop in tests/ShopTests.cs",
    )
    project.agent.plays("T001", write("tests/ShopTests.cs", "class ShopTests {}\n"))
    ran = project.implement("--retries=0", "--continue").ended(2)
    ran.says("T001 could not be done: toolchain dotnet", "(environment or tool missing)")
    state = project.state.task_status["T001"]
    assert (state.status, state.failure_class) == ("failed", "environment or tool missing")
    assert "doit implement specs/001-greeting" in (state.next_steps or [])
    assert project.dirty == []


@pytest.mark.slow
def test_a_test_that_passes_when_it_is_run_again_is_flaky(half: Project) -> None:
    """The suite of the phase fails by a test that nothing has changed, and then it does not."""
    marker = half.home / "marker"
    unsteady = (
        "from pathlib import Path\n\n\ndef test_it():\n"
        f"    marker = Path({str(marker)!r})\n"
        "    was_there = marker.exists()\n"
        "    marker.unlink(missing_ok=True)\n"
        "    assert not was_there\n"
    )
    half.write({"tests/test_unsteady.py": unsteady})
    half.commit("A test by hand")
    half.implement("--retries=0", env={"SDD_TESTS": "off"})
    marker.touch()
    half.doit("sdd", "retry", "T005").ended(0)
    marker.touch()
    ran = half.implement().ended(1)
    ran.says("1 tests fail in one run and pass in the next", "(flaky test)", "test_unsteady")
