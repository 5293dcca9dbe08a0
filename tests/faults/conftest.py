"""States that many of these tests start from: made once, copied for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import interrupted
from tests.helpers.project import Project


@pytest.fixture(scope="session")
def _killed_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return interrupted.make(tmp_path_factory.mktemp("killed"))


@pytest.fixture
def killed(_killed_once: Project, tmp_path: Path) -> Project:
    """A run was killed during T003 of four."""
    project = _killed_once.copy(tmp_path)
    project.write({"sddtasks.toml": project.agent.configuration})
    return project


@pytest.fixture
def fresh(tmp_path: Path) -> Project:
    """Four tasks, and nothing done yet."""
    return interrupted.fresh(tmp_path)
