"""Projects in a state that many tests start from: built once, copied for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.helpers import greeting
from tests.helpers.agents import fail
from tests.helpers.project import Project


def _once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """The directory that `build` makes, by whichever test process comes first."""
    shared = factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    home = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not (home / "built").exists():
            build(home)
            (home / "built").touch()
    return home


def _finish(home: Path) -> None:
    ran = greeting.make(home).implement().ended(0)
    (home / "said").write_text(ran.out, encoding="utf-8")


def _half(home: Path) -> None:
    """Done up to T005; T006 failed without leaving anything in the tree."""
    project = greeting.make(home)
    project.agent.plays("T006", fail())
    project.implement("--retries=0").ended(1)
    project.agent.plays("T006", *greeting.WORK["T006"])


@pytest.fixture
def fresh(tmp_path: Path) -> Project:
    """Nothing was done yet."""
    return greeting.make(tmp_path)


@pytest.fixture(scope="session")
def finished_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Done, for tests that only look."""
    return Project(_once(tmp_path_factory, "finished", _finish))


@pytest.fixture
def finished(finished_once: Project, tmp_path: Path) -> Project:
    return finished_once.copy(tmp_path)


@pytest.fixture(scope="session")
def half_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """T006 of seven tasks failed, for tests that only look."""
    return Project(_once(tmp_path_factory, "half", _half))


@pytest.fixture
def half(half_once: Project, tmp_path: Path) -> Project:
    return half_once.copy(tmp_path)
