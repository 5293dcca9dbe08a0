"""Ctrl-C, SIGTERM and SIGHUP, once and twice, with one task at a time and with several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults import interrupted
from tests.faults.trial import strays
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import Project

_STUBBORN = (
    "import os, signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "open(os.environ['SCRIPTED_AGENT_HOME'] + '/held', 'a').write('T002\\n')\n"
    "time.sleep(60)\n"
)


@pytest.fixture
def project(fresh: Project, tmp_path: Path) -> Project:
    """Its agent does not listen when it is told to end."""
    own = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "FAULT_HOME": str(fresh.home)}
    fresh.environment = own
    stubborn = run(sys.executable, "-c", _STUBBORN)
    fresh.agent.plays("T002", write("words/T002.txt", "half"), stubborn)
    return fresh


def end_of(running: subprocess.Popen[str]) -> tuple[str, float]:
    began = time.monotonic()
    said, _ = running.communicate(timeout=30)
    return said, time.monotonic() - began


def goes_on(project: Project) -> None:
    assert strays(project.home) == []
    project.agent.plays("T002", *interrupted.work("T002"))
    project.implement().ended(0)
    assert project.completed == list(interrupted.TASKS)
    assert project.read("words/T002.txt") == "written for T002\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "number",
    [
        signal.SIGINT,
        *(pytest.param(other, marks=pytest.mark.slow) for other in (signal.SIGTERM, signal.SIGHUP)),
    ],
)
@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.slow), "3"])
def test_twice_ends_at_once_and_leaves_nothing_running(
    project: Project, number: signal.Signals, jobs: str
) -> None:
    """After the first the agent has its moment; it does not use it."""
    running = project.start("implement", project.feature, "-n", jobs)
    project.wait_for("T002")
    os.kill(running.pid, number)
    time.sleep(0.5)
    os.kill(running.pid, number)
    said, seconds = end_of(running)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    assert "doit implement specs/001-greeting" in said
    assert seconds < 2.5, "the moment that an agent is given is three seconds"
    goes_on(project)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_once_gives_the_agent_a_moment(project: Project, jobs: str) -> None:
    running = project.start("implement", project.feature, "-n", jobs)
    project.wait_for("T002")
    os.kill(running.pid, signal.SIGINT)
    said, _ = end_of(running)
    assert running.returncode == 130, said
    assert "Interrupted during T002; everything that was completed is saved." in said
    goes_on(project)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.35, 0.5, 0.65, 0.8])
def test_while_the_plan_is_still_read(project: Project, moment: float) -> None:
    """Before that Python itself is interrupted: nothing of ours is loaded."""
    begun = project.start("implement", project.feature)
    time.sleep(moment)
    begun.send_signal(signal.SIGINT)
    said = begun.communicate(timeout=60)[0]
    if "sddtasks" in said:
        assert begun.returncode == 130
        assert "Traceback" not in said
