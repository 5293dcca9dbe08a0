"""The bundled sample: what a stranger tries first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.project import Project

FEATURE = "specs/001-shared-expenses"


@pytest.fixture
def sample(tmp_path: Path) -> Project:
    project = Project(tmp_path, FEATURE)
    project.root.rmdir()
    project.doit("sdd", "sample", "project", cwd=tmp_path).ended(0).says("replay", "doit implement")
    return project


@pytest.mark.slow
def test_it_is_implemented_from_its_first_task_to_its_report(sample: Project) -> None:
    tasks = len(sample.read(sample.plan).split("- [ ] T")) - 1
    ran = sample.doit("implement").ended(0)
    ran.says(f"{FEATURE} is done: {tasks}/{tasks} tasks completed")
    assert 12 <= tasks <= 15
    assert len(sample.completed) == tasks
    assert sample.dirty == []
    assert "replay" in sample.evidence("T004")["agent"][0]["name"]
    sample.doit("implement").ended(0).says("up to date")


def test_doit_list_works_there_without_any_more_configuration(sample: Project) -> None:
    sample.doit("list").ended(0).says("T001", "final")


def test_it_needs_no_identity(tmp_path: Path) -> None:
    project = Project(tmp_path, FEATURE)
    project.root.rmdir()
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tuseConfigOnly = true\n")
    project.environment["GIT_CONFIG_GLOBAL"] = str(config)
    project.doit("sdd", "sample", "project", cwd=tmp_path).ended(0)
    assert project.subjects == ["Sample project"]


def test_a_directory_in_use_is_left_alone(tmp_path: Path) -> None:
    project = Project(tmp_path, FEATURE)
    project.write({"mine.txt": "mine\n"})
    project.doit("sdd", "sample", "project", cwd=tmp_path).ended(3).says("not empty")
    assert project.read("mine.txt") == "mine\n"
    project.doit("sdd", "sample", cwd=tmp_path).ended(3).says("usage")
