"""The command agent, with real processes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sddtasks.agents import command
from sddtasks.model.ports import AgentOutcome
from tests.agents.orders import PROMPT
from tests.agents.orders import order
from tests.agents.orders import write

REPORTER = """
import json, os, pathlib, sys
pathlib.Path("seen.json").write_text(json.dumps({
    "argv": sys.argv[1:],
    "stdin": sys.stdin.buffer.read().decode(),
    "cwd": os.getcwd(),
    "prompt": pathlib.Path(os.environ["SDD_PROMPT_FILE"]).read_text(encoding="utf-8"),
    "environment": {name: value for name, value in os.environ.items()
                    if name.startswith("SDD_") or name == "MY_API_KEY"},
}))
"""

SLEEP = 60


def python(code: str) -> dict[str, object]:
    return {"argv": [sys.executable, "-c", code]}


def seen(tmp_path: Path, options: Mapping[str, object], *words: str) -> dict[str, object]:
    """What a reporting agent saw when it was called with `words`."""
    script = write(tmp_path / "reporter.py", REPORTER)
    argv = [sys.executable, str(script), *words]
    request = order(tmp_path, {**options, "argv": argv}, attempt=2)
    assert command.run(request, lambda line: None).outcome is AgentOutcome.ENDED
    found: dict[str, object] = json.loads((request.root / "seen.json").read_text())
    return found


def test_the_prompt_comes_on_standard_input(tmp_path: Path) -> None:
    report = seen(tmp_path, {})

    assert report["stdin"] == PROMPT
    assert report["prompt"] == PROMPT
    assert report["cwd"] == str(tmp_path / "root")


def test_with_prompt_file_standard_input_is_empty(tmp_path: Path) -> None:
    report = seen(tmp_path, {"prompt": "file"}, "{prompt_file}")

    assert report["stdin"] == ""
    assert report["prompt"] == PROMPT
    assert report["argv"] == [str(tmp_path / "scratch" / "prompt.md")]


def test_placeholders_are_filled_and_other_braces_stay(tmp_path: Path) -> None:
    words = ("{task}", "--in={root}/{feature_dir}", "{attempt}", '{"a": {}}', "{other}", "{{task}}")

    report = seen(tmp_path, {}, *words)

    root = tmp_path / "root"
    feature_dir = root / "specs" / "001-sizes"
    assert report["argv"] == [
        "T005", f"--in={root}/{feature_dir}", "2", '{"a": {}}', "{other}", "{T005}"
    ]  # fmt: skip


def test_the_environment_names_the_order_and_keeps_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_API_KEY", "needed by the agent")

    report = seen(tmp_path, {})

    assert report["environment"] == {
        "SDD_TASK": "T005",
        "SDD_FEATURE_DIR": str(tmp_path / "root" / "specs" / "001-sizes"),
        "SDD_ATTEMPT": "2",
        "SDD_PROMPT_FILE": str(tmp_path / "scratch" / "prompt.md"),
        "MY_API_KEY": "needed by the agent",
    }


def test_a_failure_says_the_exit_code_and_the_last_line(tmp_path: Path) -> None:
    code = "import sys; print('working'); sys.exit('the quota is used up')"

    report = command.run(order(tmp_path, python(code)), lambda line: None)

    assert report.outcome is AgentOutcome.FAILED
    assert report.exit_code == 1
    assert report.message == f"{sys.executable} ended with exit code 1: the quota is used up"
    assert report.command == (sys.executable, "-c", code)


def test_a_killed_program_is_named_with_its_signal(tmp_path: Path) -> None:
    code = "import os; os.kill(os.getpid(), 9)"

    report = command.run(order(tmp_path, python(code)), lambda line: None)

    assert report.outcome is AgentOutcome.FAILED
    assert report.message == f"{sys.executable} was killed by SIGKILL"


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"timeout": 0.3}, "was stopped after 0.3 s, its time limit"),
        ({"idle": 0.3, "timeout": 30.0}, "was stopped after 0.3 s without output"),
    ],
)
def test_a_time_limit_ends_the_program(
    tmp_path: Path, limits: dict[str, float], expected: str
) -> None:
    request = order(tmp_path, python(f"import time; time.sleep({SLEEP})"), **limits)

    report = command.run(request, lambda line: None)

    assert report.outcome is AgentOutcome.TIMED_OUT
    assert report.message.endswith(expected)
    assert report.duration < SLEEP


def test_a_program_that_cannot_start_fails_the_call(tmp_path: Path) -> None:
    request = order(tmp_path, {"argv": ["./absent"]})

    report = command.run(request, lambda line: None)

    assert report.outcome is AgentOutcome.FAILED
    assert report.exit_code is None
    assert "./absent" in report.message


def test_a_relative_program_is_looked_for_in_the_root(tmp_path: Path) -> None:
    request = order(tmp_path, {"argv": ["./agent.sh"]})
    script = write(request.root / "agent.sh", "#!/bin/sh\necho done by a script\n")
    script.chmod(0o755)
    lines: list[str] = []

    report = command.run(request, lines.append)

    assert command.missing(request.options) is None
    assert report.outcome is AgentOutcome.ENDED
    assert lines == ["done by a script"]
    assert request.log.read_text() == "done by a script\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, 'the option "argv" is not set (the command as a list of words, '),
        ({"argv": []}, 'option "argv": list should have at least 1 item'),
        ({"argv": "agent -p"}, 'option "argv": input should be a valid list'),
        ({"argv": ["x", 3]}, 'option "argv.1": input should be a valid string'),
        ({"argv": ["sh"], "prompt": "mail"}, "option \"prompt\": input should be 'stdin' or"),
        ({"argv": ["sh"], "promt": "file"}, 'no option "promt" (did you mean "prompt"?)'),
        ({"argv": ["no-such-agent-17"]}, "program no-such-agent-17 is not installed or not exec"),
        ({"argv": ["/nowhere/agent"]}, "program /nowhere/agent is not installed"),
    ],
)
def test_missing_names_what_is_wrong(options: dict[str, object], expected: str) -> None:
    assert expected in str(command.missing(options))


@pytest.mark.parametrize("program", ["sh", "./agent.sh", "{root}/agent.sh", sys.executable])
def test_missing_accepts_what_can_be_started(program: str) -> None:
    assert command.missing({"argv": [program]}) is None
