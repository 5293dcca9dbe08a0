"""What git does not show because of rules that nobody has committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.system import ignoring
from sddtasks.system.repo import Repository
from tests.helpers.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.write({".gitignore": "*.log\n", "shop/a.py": "a = 1\n"})
    return project.begin()


def hidden(project: Project) -> frozenset[str]:
    repo = Repository(project.root)
    return ignoring.hidden(repo, repo.changes())


def test_nothing_is_hidden_by_rules_that_are_committed(project: Project) -> None:
    project.write({"a.log": "1", "unseen": "1"})
    assert hidden(project) == frozenset()


def test_a_new_line_hides_what_it_matches_and_old_ones_do_not(project: Project) -> None:
    project.write({".gitignore": "*.log\nsecret*\n", "a.log": "1", "shop/secret.py": "1"})
    assert hidden(project) == {"shop/secret.py"}


def test_an_ignore_file_that_hides_itself(project: Project) -> None:
    project.write({"more/.gitignore": "*\n", "more/notes.txt": "1"})
    assert hidden(project) == {"more/.gitignore", "more/notes.txt"}


def test_what_programs_make_for_themselves_is_theirs(project: Project) -> None:
    project.write({".pytest_cache/.gitignore": "*\n", ".pytest_cache/x": "1"})
    project.write({".gitignore": "*.log\nnode_modules/\n", "node_modules/a/x.js": "1"})
    assert hidden(project) == frozenset()
