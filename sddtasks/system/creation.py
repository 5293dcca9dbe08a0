"""A new repository, for a project that we make ourselves."""

from __future__ import annotations

from pathlib import Path

import git

from sddtasks.system import environment
from sddtasks.system.repo import Repository


def create(directory: Path, branch: str, message: str, stranger: tuple[str, str]) -> None:
    """A new repository with everything in one commit; `stranger` commits where nobody is known."""
    environment.forget_repository()
    made = git.Repo.init(directory, initial_branch=branch)
    if Repository(directory).identity_problem():
        with made.config_writer() as config:
            config.set_value("user", "name", stranger[0])
            config.set_value("user", "email", stranger[1])
    made.git.add("-A")
    made.git.commit("--quiet", "-m", message)
