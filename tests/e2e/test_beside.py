"""Looking at a feature, and trying to change it, while a run is at work on it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import run
from tests.helpers.agents import sleep
from tests.helpers.project import DOIT
from tests.helpers.project import Project
from tests.helpers.project import Ran

FEATURE = "specs/001-greeting"
LOOKS = (
    *(("sdd", "plan"), ("sdd", "plan", "--json"), ("sdd", "explain", "T005"), ("sdd", "graph")),
    *(("sdd", "status"), ("sdd", "status", "--json"), ("sdd", "check"), ("sdd", "schema", "state")),
    *(("list",), ("list", "-s"), ("info", "T005"), ("hello",), ()),
)
CHANGES = (
    *(("implement", FEATURE), ("implement", FEATURE, "--restart-from=T001", "--yes")),
    *(("sdd", "skip", "T006", "--because=x"), ("sdd", "undo", "T002", "--yes"), ("T005",)),
    *(("sdd", "waive", "T006", "a.txt", "--because=x"), ("sdd", "retry", "T005"), ("clean",)),
    *(("sdd", "adopt"), ("forget", "T002"), ("forget",), ("ignore", "T007"), ("reset-dep",)),
)
OWN = 'def task_hello():\n    return {"actions": ["echo hello"]}\n'

Commands = tuple[tuple[str, ...], ...]

# Many commands in one process: they are as foreign to the run, and cost less.
EACH = """
import contextlib, io, itertools, json, os, sys
from doit.doit_cmd import DoitMain
home = os.getcwd()
commands, end = json.loads(sys.argv[1]), sys.argv[2]
for number, words in enumerate(itertools.cycle(commands) if end else commands, 1):
    if end and os.path.exists(end):
        break
    if end and number % len(commands) == 0:
        open(f"{end}-{os.getpid()}-{number}", "w").close()
    os.chdir(home)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = DoitMain().run(words)
    print(json.dumps([words, code, said.getvalue()]), flush=True)
"""


def project_of(home: Path) -> Project:
    project = greeting.make(home, {"doit.cfg": "[GLOBAL]\nloader = sdd\n", "dodo.py": OWN}.items())
    project.environment["XDG_CACHE_HOME"] = str(home / "cache")
    return project


def begun(project: Project, commands: Commands, end: str = "") -> subprocess.Popen[str]:
    """Each command once, or again and again until the file `end` is there."""
    return subprocess.Popen(
        [sys.executable, "-c", EACH, json.dumps(commands), end],
        cwd=project.root,
        env=project._environment(None),
        stdout=subprocess.PIPE,
        text=True,
    )


def told(process: subprocess.Popen[str]) -> list[tuple[list[str], int, str]]:
    out = process.communicate(timeout=300)[0]
    assert process.returncode == 0, out
    return [tuple(json.loads(line)) for line in out.splitlines() if line[:1] == "["]


def ended_well(project: Project, started: subprocess.Popen[str]) -> None:
    said = started.communicate(timeout=project.patience)[0]
    Ran(("implement",), started.returncode, said, "").ended(0).never_says("refused", "another prog")
    assert sorted(project.completed) == list(greeting.TASKS)
    assert sorted(project.agent.calls) == list(greeting.TASKS[1:])
    attempts = [project.evidence(task)["attempts"] for task in greeting.TASKS[1:]]
    assert attempts == [1] * 6
    assert project.dirty == []
    again = project.implement().ended(0)
    again.never_says("Completed T")


def test_who_looks_does_not_disturb_and_who_changes_is_refused(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    wait = f"touch {tmp_path}/on; while [ ! -e {tmp_path}/go ]; do sleep 0.05; done"
    project.agent.plays("T005", run("sh", "-c", wait), *greeting.WORK["T005"])
    started = project.start("implement", FEATURE, "-n", "1")
    while not (tmp_path / "on").exists():
        assert started.poll() is None, started.communicate()
    there = sorted(path.name for path in project.own_dir.iterdir())
    try:
        looked, tried = (told(begun(project, each)) for each in (LOOKS, CHANGES))
        assert sorted(path.name for path in project.own_dir.iterdir()) == there
    finally:
        (tmp_path / "go").touch()
    for words, code, said in looked:
        assert code == (1 if words[:1] == ["info"] else 0), (words, said)
        assert "Traceback" not in said
    for words, code, said in tried:
        assert code == 3, (words, said)
        assert f"process {started.pid} on " in said, (words, said)
        assert "stop it with Ctrl-C there" in said
    ended_well(project, started)


@pytest.mark.slow
def test_an_agents_edit_of_a_document_is_not_ours(tmp_path: Path) -> None:
    """Who looks then compiles anew; the table that is kept for the next one is the run's."""
    project = project_of(tmp_path)
    plan = f"{FEATURE}/plan.md"
    look = f"cp {plan} ../kept; echo >> {plan}; {DOIT} list > ../said; cp ../kept {plan}"
    project.agent.plays("T007", run("sh", "-c", look), *greeting.WORK["T007"])
    project.implement("--retries=0").ended(0)
    assert "T007" in (tmp_path / "said").read_text()


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_loop_of_everything_beside_a_run(tmp_path: Path, jobs: str) -> None:
    project = project_of(tmp_path)
    project.patience = 400
    ending = tmp_path / "ending"
    waits = f"while [ $(ls {ending}-* | wc -l) -lt {{}} ]; do sleep 0.1; done"
    for task, steps in greeting.WORK.items():
        project.agent.plays(task, sleep(1), *steps)
    project.agent.plays("T002", run("sh", "-c", waits.format(3)), *greeting.WORK["T002"])
    last = f"{waits.format(6)}; touch {ending}; sleep 20"
    project.agent.plays("T007", run("sh", "-c", last), *greeting.WORK["T007"])
    started = project.start("implement", FEATURE, "-n", jobs)
    while not (project.own_dir / "lock.json").exists():
        assert started.poll() is None
    loops = [begun(project, commands, str(ending)) for commands in (LOOKS, LOOKS, CHANGES)]
    looked, looked_too, tried = (told(loop) for loop in loops)
    assert [row for row in (*looked, *looked_too) if row[1] not in (0, 1)] == []
    assert [row for row in tried if row[1] != 3] == []
    assert len(looked) > len(LOOKS)
    assert len(tried) > len(CHANGES)
    ended_well(project, started)
