"""`doit sdd init`: a configuration in which every option is explained and none is set."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sddtasks.model.config import Settings
from tests.helpers import greeting
from tests.helpers.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.write({"specs/001-greeting/tasks.md": greeting.PLAN, "pyproject.toml": greeting.PYTEST})
    return project.begin()


def opened(text: str) -> str:
    """The file with a default behind every option: the comments before code are opened."""
    return re.sub(r"^#(?! )", "", text, flags=re.MULTILINE)


def test_every_option_is_there_and_none_is_set(project: Project) -> None:
    project.doit("sdd", "init").ended(0).says("Wrote sddtasks.toml", "pytest")
    text = project.read("sddtasks.toml")
    assert tomllib.loads(text) == {}
    assert set(tomllib.loads(opened(text))) == set(Settings.model_fields)


def test_it_is_valid_with_every_comment_opened(project: Project) -> None:
    project.doit("sdd", "init").ended(0)
    Settings.model_validate(tomllib.loads(opened(project.read("sddtasks.toml"))))


def test_each_option_stands_below_its_meaning(project: Project) -> None:
    project.doit("sdd", "init").ended(0)
    words = " ".join(project.read("sddtasks.toml").replace("#", " ").split())
    for name, field in Settings.model_fields.items():
        assert " ".join((field.description or "?").split()) in words, name


def test_it_never_overwrites_without_being_told(project: Project) -> None:
    project.write({"sddtasks.toml": "retries = 7\n"})
    project.doit("sdd", "init").ended(3).says("exists already", "--force")
    assert project.read("sddtasks.toml") == "retries = 7\n"
    project.doit("sdd", "init", "--force").ended(0)
    assert "retries = 7" not in project.read("sddtasks.toml")


def test_an_agent_that_is_installed_is_found(project: Project, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "codex").write_text("#!/bin/sh\n")
    (programs / "codex").chmod(0o755)
    path = {"PATH": f"{programs}:/usr/bin:/bin"}
    project.doit("sdd", "init", env=path).ended(0).says("codex")
    assert '"codex"' in project.read("sddtasks.toml")


def test_no_agent_at_all(project: Project) -> None:
    project.doit("sdd", "init").ended(0).says("Coding agents on this machine: none found")


def test_the_project_goes_on_working_with_it(project: Project) -> None:
    project.doit("sdd", "init").ended(0)
    project.commit("Settings")
    project.implement().ended(1).says("waits for you")
