"""Beside a user's own tasks: in their dodo.py, or with one line of configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import write
from tests.helpers.project import Project

TWO_LINES = "from sddtasks.dodo import DOIT_CONFIG, task_feature\n"
OWN_TASKS = """\
def task_hello():
    return {"actions": ["echo hello > hello.txt"], "targets": ["hello.txt"]}


def task_check():
    return {"actions": ["echo checked > checked.txt"]}
"""
DODO_TOML = '[tool.doit]\nloader = "sdd"\n'
DOIT_CFG = "[GLOBAL]\nloader = sdd\n"

WAYS = {
    "two lines": {"dodo.py": TWO_LINES + OWN_TASKS},
    "pyproject": {"dodo.py": OWN_TASKS, "pyproject.toml": DODO_TOML},
    "doit.cfg": {"dodo.py": OWN_TASKS, "doit.cfg": DOIT_CFG},
}
ALONE = {
    "two lines": {"dodo.py": TWO_LINES},
    "pyproject": {"pyproject.toml": DODO_TOML},
    "doit.cfg": {"doit.cfg": DOIT_CFG},
}


def small(home: Path, files: dict[str, str]) -> Project:
    project = greeting.planned(
        home, "- [ ] T001 Words in words/1.txt", "- [ ] T002 Words in words/2.txt"
    )
    for number in "12":
        project.agent.plays(f"T00{number}", write(f"words/{number}.txt", f"{number}\n"))
    ignore = "hello.txt\nchecked.txt\n.doit.db*\n__pycache__/\n"
    project.write({**files, ".gitignore": ignore})
    return project.commit("doit")


@pytest.fixture(params=WAYS)
def mixed(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    return small(tmp_path, WAYS[request.param])


@pytest.fixture(params=ALONE)
def alone(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    return small(tmp_path, ALONE[request.param])


def test_all_tasks_are_listed_together(mixed: Project) -> None:
    mixed.doit("list").ended(0).says("hello", "check", "T001", "gate:1", "final")


def test_a_bare_doit_runs_the_users_own_tasks_and_no_agent(mixed: Project) -> None:
    mixed.doit().ended(0)
    assert mixed.read("hello.txt") == "hello\n"
    assert mixed.agent.calls == []
    assert mixed.completed == []
    assert not (mixed.root / mixed.feature / ".implementation-state.json").exists()


def test_implement_runs_the_feature_and_none_of_the_users_tasks(mixed: Project) -> None:
    ran = mixed.implement().ended(0).says("2/2 tasks completed")
    assert ran.err.count("feature specs/001-greeting") == 1
    assert not (mixed.root / "hello.txt").exists()
    assert mixed.dirty == []


def test_a_task_of_either_kind_runs_by_its_name(mixed: Project) -> None:
    mixed.doit("T001").ended(0)
    assert mixed.completed == ["T001"]
    assert mixed.status("T001") == "completed"
    mixed.doit("check").ended(0)
    assert mixed.read("checked.txt") == "checked\n"


def test_run_and_implement_know_of_each_others_work(tmp_path: Path) -> None:
    alone = small(tmp_path, ALONE["pyproject"])
    alone.doit("run", "T001").ended(0)
    alone.implement().ended(0).never_says("Completed T001")
    assert alone.agent.calls == ["T001", "T002"]
    alone.doit("list", "-s").ended(0).says("U T001")
    alone.doit("forget", "T002").ended(0)
    alone.doit("list", "-s").ended(0).says("R T002")
    assert alone.status("T002") == "pending"


def test_a_bare_doit_in_a_project_with_nothing_else(alone: Project) -> None:
    alone.doit().ended(0)
    assert alone.agent.calls == []


def test_a_failure_in_doit_run_is_explained(tmp_path: Path) -> None:
    alone = small(tmp_path, ALONE["two lines"])
    alone.agent.plays("T001", write("words/1.txt", ""))
    ran = alone.doit("run", "T001").ended(1)
    ran.says("words/1.txt", "is empty")
    assert alone.status("T001") == "failed"


def test_settings_of_the_users_own_tasks_do_not_disturb(tmp_path: Path) -> None:
    config = "DOIT_CONFIG = {'default_tasks': ['hello'], 'verbosity': 2}\n"
    small(tmp_path, {"dodo.py": config + OWN_TASKS}).implement().ended(0)


def test_own_tasks_go_on_when_the_feature_cannot_be_compiled(mixed: Project) -> None:
    mixed.edit(mixed.plan, "T002", "T001")
    mixed.commit("Twice the same id")
    ran = mixed.doit("check").ended(0)
    ran.says("T001")
    assert mixed.read("checked.txt") == "checked\n"
