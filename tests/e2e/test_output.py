"""What is printed for machines, and for a run that is asked for more than there is."""

from __future__ import annotations

import json
import os
import pty
import select
import time
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import say
from tests.helpers.agents import write
from tests.helpers.project import DOIT
from tests.helpers.project import Project


@pytest.fixture
def small(tmp_path: Path) -> Project:
    project = greeting.planned(
        tmp_path, "- [ ] T001 [P] Words in words/1.txt", "- [ ] T002 [P] Words in words/2.txt"
    )
    for number in "12":
        steps = (say("[writing]"), write(f"words/{number}.txt", f"{number}\n"))
        project.agent.plays(f"T00{number}", *steps)
    return project


def test_json_is_one_event_a_line_and_nothing_else(small: Project) -> None:
    lines = small.implement("--json").ended(0).out.splitlines()
    events = [json.loads(line) for line in lines]
    assert all(event["at"].endswith("Z") for event in events)
    done = [event for event in events if event["event"] == "completed"]
    assert [(event["task"], event["done"], event["total"]) for event in done] == [
        ("T001", 1, 2),
        ("T002", 2, 2),
    ]
    assert events[-1]["event"] == "finished"


def test_a_failure_is_an_event_too(small: Project) -> None:
    small.agent.plays("T001")
    lines = small.implement("--json", "--retries=0").ended(1).out.splitlines()
    events = [json.loads(line) for line in lines]
    failed = next(event for event in events if event["event"] == "failed")
    assert failed["task"] == "T001"
    assert "words/1.txt" in failed["message"]
    assert failed["failure"] == "missing or unchanged paths"


def test_several_at_a_time_are_run_all_the_same(small: Project) -> None:
    small.implement("-n", "2").ended(0)
    assert small.completed == ["T001", "T002"]
    assert small.dirty == []


def test_a_terminal_is_shown_progress_and_a_pipe_is_not(small: Project) -> None:
    assert "\x1b" not in small.implement("--retries=0").ended(0).text


def test_in_a_terminal(small: Project) -> None:
    code, screen = in_terminal(small, "implement", small.feature)
    assert code == 0
    assert "Completed T001 (1/2 tasks)" in screen
    assert "\x1b[" in screen
    assert "Traceback" not in screen


def test_no_color_is_respected(small: Project) -> None:
    small.environment["NO_COLOR"] = "1"
    code, screen = in_terminal(small, "implement", small.feature)
    assert code == 0
    assert "\x1b" not in screen


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("", 1)])
def test_a_person_is_asked_before_a_command_is_run(tmp_path: Path, answer: str, code: int) -> None:
    project = greeting.planned(tmp_path, "- [ ] T001 Look with `python3 -V`")
    project.edit(project.plan, "## Phase 1: Work", "## Phase 1: Setup")
    project.commit("Setup")
    ended, screen = in_terminal(project, "implement", project.feature, answer=answer)
    assert "python3 -V" in screen
    assert "[y/N]" in screen
    assert ended == code
    assert project.agent.calls == []


def in_terminal(project: Project, *words: str, answer: str = "") -> tuple[int, str]:
    """Run doit with a terminal on all three streams; `answer` is typed when a question stands."""
    environment = project._environment({"TERM": "xterm", "COLUMNS": "100"})
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(project.root)
        os.execve(DOIT, [DOIT, *words], environment)
    screen, answered, end = b"", False, time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        try:
            piece = os.read(terminal, 65536) if ready else b""
        except OSError:
            break
        if ready and not piece:
            break
        screen += piece
        if b"[y/N]" in screen and not answered:
            os.write(terminal, f"{answer}\n".encode())
            answered = True
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), screen.decode(errors="replace")
