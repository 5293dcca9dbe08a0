"""A tiny feature for tests, in Python with pytest, and the script by which it is done properly."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.helpers.agents import Step
from tests.helpers.agents import write
from tests.helpers.project import Project

PLAN = """\
# Tasks: Greeting

**Input**: Design documents from `/specs/001-greeting/`

## Phase 3.1: Setup

- [ ] T001 Create the directories with `mkdir -p greet tests`
- [ ] T002 Make greet/__init__.py and configure pytest in pyproject.toml

## Phase 3.2: Tests First (TDD)

- [ ] T003 [P] Test of contracts/welcome.md in tests/test_welcome.py
- [ ] T004 [P] Contract test for the farewell in tests/test_farewell.py

## Phase 3.3: Core Implementation

- [ ] T005 [P] Welcome by name in greet/welcome.py
- [ ] T006 [P] Farewell by name in greet/farewell.py

## Phase 3.4: Polish

- [ ] T007 Describe the usage in docs/usage.md

## Dependencies

- Tests (T003, T004) before implementation (T005, T006)
"""

TEST_WELCOME = """\
from greet.welcome import welcome


def test_names_the_guest():
    assert welcome("Ada") == "Welcome, Ada!"


def test_knows_strangers():
    assert welcome("") == "Welcome, stranger!"
"""

TEST_FAREWELL = """\
from greet.farewell import farewell


def test_names_the_guest():
    assert farewell("Ada") == "Goodbye, Ada."
"""

WELCOME = """\
def welcome(name):
    return f"Welcome, {name or 'stranger'}!"
"""

FAREWELL = """\
def farewell(name):
    return f"Goodbye, {name}."
"""

PYTEST = '[tool.pytest.ini_options]\npythonpath = ["."]\n'

FILES = {
    "specs/001-greeting/tasks.md": PLAN,
    "specs/001-greeting/contracts/welcome.md": "# Welcome\n\n`welcome(name) -> str`\n",
    "specs/001-greeting/plan.md": "# Plan\n\nPlain Python, tested with pytest.\n",
}

WORK: dict[str, tuple[Step, ...]] = {
    "T002": (write("greet/__init__.py", ""), write("pyproject.toml", PYTEST)),
    "T003": (write("tests/test_welcome.py", TEST_WELCOME),),
    "T004": (write("tests/test_farewell.py", TEST_FAREWELL),),
    "T005": (write("greet/welcome.py", WELCOME),),
    "T006": (write("greet/farewell.py", FAREWELL),),
    "T007": (write("docs/usage.md", "Say hello, and then goodbye.\n"),),
}

TASKS = ("T001", "T002", "T003", "T004", "T005", "T006", "T007")
GATES = ("gate:3.1", "gate:3.2", "gate:3.3", "gate:3.4", "final")


def make(home: Path, files: Iterable[tuple[str, str]] = ()) -> Project:
    """The project before its first task, committed."""
    project = Project(home)
    project.write({**FILES, "sddtasks.toml": project.agent.configuration, **dict(files)})
    for task, steps in WORK.items():
        project.agent.plays(task, *steps)
    return project.begin()


def planned(home: Path, *lines: str, settings: str = "") -> Project:
    """A project with a plan of these lines only; nothing is scripted."""
    project = Project(home)
    plan = "\n".join(["# Tasks: Small", "", "## Phase 1: Work", "", *lines, ""])
    configuration = settings + project.agent.configuration
    project.write({project.plan: plan, "sddtasks.toml": configuration})
    return project.begin()
