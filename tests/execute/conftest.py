"""Projects at the point where one task is next: built once, copied for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.helpers import greeting
from tests.helpers.agents import fail
from tests.helpers.project import Project

Build = Callable[[Path], Project]


def _once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """The directory that `build` makes, by whichever test process comes first."""
    shared = factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen-") else shared
    home = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not (home / "built").exists():
            build(home)
            (home / "built").touch()
    return home


def _until(task: str) -> Callable[[Path], None]:
    """Everything before the task is done; the task was refused and left nothing."""

    def build(home: Path) -> None:
        project = greeting.make(home)
        project.agent.plays(task, fail())
        project.implement("--retries=0").ended(1)
        project.agent.plays(task, *greeting.WORK[task])

    return build


def _at(factory: pytest.TempPathFactory, task: str, home: Path) -> Project:
    return Project(_once(factory, f"at-{task}", _until(task))).copy(home)


@pytest.fixture
def at_test(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Project:
    """T003, the first test task, is next."""
    return _at(tmp_path_factory, "T003", tmp_path)


@pytest.fixture
def at_code(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Project:
    """T005 is next: its tests were seen failing."""
    return _at(tmp_path_factory, "T005", tmp_path)


@pytest.fixture
def at_polish(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Project:
    """T007, the last one, is next."""
    return _at(tmp_path_factory, "T007", tmp_path)
