"""`doit sdd retry`: one task again, with a hint, by another agent, or to have its work judged."""

from __future__ import annotations

import tomllib

import pytest

from tests.helpers import greeting
from tests.helpers.agents import fail
from tests.helpers.project import Project


def test_one_task_is_done_and_the_rest_is_named(half: Project) -> None:
    ran = half.doit("sdd", "retry", "T006", "--hint=Say goodbye, not so long.").ended(0)

    ran.says("Completed T006 (6/7 tasks)", "doit implement specs/001-greeting", "goes on: 1 left")
    assert half.completed[-1] == "T006"
    assert half.status("T007") == "pending"
    prompt = half.agent.prompt("T006")
    assert "## A hint" in prompt
    assert "<hint>\nSay goodbye, not so long.\n</hint>" in prompt
    evidence = tomllib.loads((half.own_dir / "evidence/T006.toml").read_text())
    assert evidence["hint"] == "Say goodbye, not so long."
    assert '"RetryAsked"' in (half.own_dir / "journal.jsonl").read_text()


@pytest.mark.slow
def test_the_hint_is_kept_until_the_task_is_done(half: Project) -> None:
    half.agent.plays("T006", fail("no idea"))
    ran = half.doit("sdd", "retry", "T006", "--hint=Try harder", "--retries=0").ended(1)
    ran.says("no idea", "doit sdd retry T006 --agent=NAME")
    half.agent.plays("T006", *greeting.WORK["T006"])

    half.implement().ended(0)

    assert "Try harder" in half.agent.prompt("T006")
    assert "Try harder" not in half.agent.prompt("T007")


@pytest.mark.slow
def test_another_agent_does_it(half: Project) -> None:
    half.doit("sdd", "retry", "T006", "--agent=manual").ended(1).says("T006 waits for you")
    half.doit("sdd", "retry", "T006", "--agent=nobody").ended(3).says("nobody")
    assert half.agent.calls.count("T006") == 1


@pytest.mark.slow
def test_what_cannot_be_tried_is_said(half: Project) -> None:
    half.doit("sdd", "retry", "T007").ended(3).says("T007 waits for T006", "doit implement")
    half.doit("sdd", "retry", "T06").ended(3).says("there is no task T06", "did you mean")
    half.doit("sdd", "retry", "gate:3.3").ended(3).says("is a gate")
    half.doit("sdd", "retry").ended(3).says("usage: doit sdd retry")


@pytest.mark.slow
def test_a_changed_test_is_judged_anew_and_its_code_goes_on(half: Project) -> None:
    """Somebody edits and commits a test that was validated: the refusal says the way on."""
    half.write({"tests/test_farewell.py": greeting.TEST_FAREWELL.replace("Ada", "Bob")})
    half.commit("The test was about the wrong guest")
    ran = half.implement("--retries=0").ended(1)
    ran.says("tests/test_farewell.py", "by a commit since it was validated")
    ran.says("doit sdd retry T004 ")
    calls = len(half.agent.calls)

    half.doit("sdd", "retry", "T004").ended(0).says("Completed T004")

    assert half.agent.calls[calls:] == []
    assert half.state.task_status["T004"].expected_failures
    half.implement().ended(0)


@pytest.mark.slow
def test_the_red_of_a_test_whose_code_is_done_is_seen_without_the_code(finished: Project) -> None:
    finished.write({"tests/test_welcome.py": greeting.TEST_WELCOME.replace("Ada", "Bob")})
    finished.commit("Another guest")
    code = finished.read("greet/welcome.py")

    finished.doit("sdd", "retry", "T003").ended(0)

    evidence = (finished.own_dir / "evidence/T003.toml").read_text()
    assert "on the tree before the implementation" in evidence
    assert tomllib.loads(evidence)["red"]
    assert finished.read("greet/welcome.py") == code
    assert finished.dirty == []


@pytest.mark.slow
def test_with_a_hint_what_is_done_is_done_anew(finished: Project) -> None:
    calls = len(finished.agent.calls)
    ran = finished.doit("sdd", "retry", "T007", "--hint=Shorter").ended(0)
    ran.says("closes the feature").never_says("is done: 7/7")
    assert finished.agent.calls[calls:] == ["T007"]
    finished.implement().ended(0)
    assert finished.agent.calls[calls:] == ["T007"]
