"""Every class of failure has advice, and commands that can be typed as they stand."""

from __future__ import annotations

import argparse
import shlex

import pytest

from sddtasks.model import remedies
from sddtasks.model.remedies import REMEDIES
from sddtasks.model.verdict import FailureClass
from sddtasks.plugins.implement import Implement
from sddtasks.plugins.verbs import VERBS

ABOUT = {
    "path": "a b.py",
    "made": "new.py",
    "named": "a b.py",
    "owner": "T003",
    "unseen": "T012",
    "untested": "T003",
}


def commands(failure: FailureClass | None, name: str = "T012", **more: object) -> list[str]:
    steps = remedies.next_steps(failure, feature="specs/001-x", name=name, **more)  # type: ignore[arg-type]  # a test's shorthand
    return [command for command, _ in steps]


def test_every_class_has_a_remedy() -> None:
    assert set(REMEDIES) == set(FailureClass)


@pytest.mark.parametrize("failure", FailureClass)
def test_there_is_always_a_way_on(failure: FailureClass) -> None:
    remedy = REMEDIES[failure]
    assert remedy.when
    assert remedy.advice
    for name, is_task in (("T012", True), ("gate:3.3", False), ("final", False)):
        assert any(
            command.endswith("doit implement specs/001-x") or command.startswith("doit sdd retry")
            for command in commands(failure, name, is_task=is_task)
        )


@pytest.mark.parametrize("failure", FailureClass)
def test_every_command_of_ours_is_one_that_exists(failure: FailureClass) -> None:
    options = {f"--{option['long']}" for option in Implement.cmd_options}
    for command in commands(failure, log=".sdd/001-x/logs/T012.log", about=ABOUT):
        words = [word for word in shlex.split(command) if not word.startswith("SDD_")]
        assert "{" not in command
        if words[:2] == ["doit", "implement"]:
            assert {word.partition("=")[0] for word in words[3:]} <= options
        elif words[:2] == ["doit", "sdd"]:
            parsed = VERBS[words[2]].parser("doit sdd").parse_args(words[3:])
            assert isinstance(parsed, argparse.Namespace)
        else:
            assert words[0] in ("git", "rm", "less")


@pytest.mark.parametrize(
    ("failure", "about", "told"),
    [
        (
            FailureClass.FROZEN,
            {"path": "t.py", "named": "t.py"},
            "git restore --source=HEAD -- t.py",
        ),
        (FailureClass.FROZEN, {"owner": "T003"}, "doit sdd retry T003"),
        (FailureClass.SCOPE, {"made": "n.py", "named": "n.py"}, "rm n.py"),
        (
            FailureClass.SCOPE,
            {"path": "a b.py", "named": "a b.py"},
            "doit sdd waive T012 'a b.py' --because=…",
        ),
        (FailureClass.AGENT, {}, "doit sdd retry T012 --agent=NAME"),
        (FailureClass.COMPILATION, {}, 'doit sdd retry T012 --hint="…"'),
    ],
)
def test_commands_name_what_was_found(
    failure: FailureClass, about: dict[str, str], told: str
) -> None:
    assert told in commands(failure, about=about)


def test_what_is_not_known_is_left_out() -> None:
    assert not [command for command in commands(FailureClass.FROZEN) if "restore" in command]
    assert not [command for command in commands(FailureClass.COMPILATION) if "less" in command]


def test_a_gate_has_no_agent_and_the_final_one_cannot_be_skipped() -> None:
    gate = commands(FailureClass.UNEXPECTED_TEST_FAILURE, "gate:3.3", is_task=False)
    assert gate == ["doit implement specs/001-x", "doit sdd skip gate:3.3 --because=…"]
    final = commands(FailureClass.UNEXPECTED_TEST_FAILURE, "final", is_task=False)
    assert final == ["doit implement specs/001-x"]


def test_a_class_of_another_version_is_none_of_ours() -> None:
    assert remedies.class_of("flaky test") is FailureClass.FLAKY
    assert remedies.class_of("environment") is None
    assert commands(None) == ["doit implement specs/001-x", "doit sdd skip T012 --because=…"]
