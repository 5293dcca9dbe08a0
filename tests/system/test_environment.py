"""What ties git to another repository reaches none of the programs that we start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sddtasks.model.errors import WorkspaceError
from sddtasks.model.process import Request
from sddtasks.system import commits
from sddtasks.system import creation
from sddtasks.system import environment
from sddtasks.system import process
from sddtasks.system import worktrees
from sddtasks.system.repo import Repository
from tests.system.checkout import Checkout

KEPT = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.invalid",
    "GIT_SSH_COMMAND": "ssh -4",
    "GIT_ASKPASS": "/bin/false",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_EDITOR": "true",
    "GIT_SSL_NO_VERIFY": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "MY_GIT_DIR": "x",
}


def test_all_that_git_calls_local_goes_and_what_is_the_persons_stays() -> None:
    said = subprocess.run(
        ["git", "rev-parse", "--local-env-vars"], capture_output=True, text=True, check=True
    )
    local = said.stdout.split()
    assert "GIT_DIR" in local
    more = ("GIT_NAMESPACE", "GIT_QUARANTINE_PATH", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_12")
    given = {**dict.fromkeys((*local, *more), "x"), **KEPT}
    assert environment.without_repository(given) == KEPT


@pytest.fixture
def other(tmp_path: Path) -> Checkout:
    """The repository that the caller's environment names."""
    checkout = Checkout(tmp_path / "other")
    checkout.begin()
    checkout.write("mine.txt", text="not committed\n")
    return checkout


@pytest.fixture
def tied(other: Checkout, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a hook of the other repository."""
    git = other.top / ".git"
    variables = {
        "GIT_DIR": str(git),
        "GIT_WORK_TREE": str(other.top),
        "GIT_INDEX_FILE": str(git / "index"),
        "GIT_OBJECT_DIRECTORY": str(git / "objects"),
        "GIT_COMMON_DIR": str(git),
        "GIT_PREFIX": "",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.worktree",
        "GIT_CONFIG_VALUE_0": str(other.top),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables


def untied(checkout: Checkout, *words: str) -> str:
    own = environment.without_repository(os.environ)
    done = subprocess.run(
        ["git", *words], cwd=checkout.top, env=own, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_program_that_is_started_sees_none_of_it(tied: dict[str, str], tmp_path: Path) -> None:
    code = "import os; print([name for name in os.environ if name.startswith('GIT_')])"
    outcome = process.run(Request((sys.executable, "-c", code), tmp_path, keep_secrets=True))
    assert outcome.output == "['GIT_CONFIG_NOSYSTEM']\n"
    assert tied.keys() <= os.environ.keys()


def test_a_repository_is_the_one_it_lies_in(
    other: Checkout, tied: dict[str, str], tmp_path: Path
) -> None:
    before = untied(other, "log", "--format=%H", "--all"), untied(other, "status", "--porcelain")
    new = tmp_path / "new"
    new.mkdir()
    (new / "first.txt").write_text("1\n")
    creation.create(new, "work", "Start", ("Ada", "ada@example.invalid"))
    (new / "a.txt").write_text("a\n")
    repo = Repository(new)
    assert (repo.top, repo.git_dir) == (new, new / ".git")
    made = commits.commit(repo, ["a.txt"], "One")
    worktrees.reset(repo, made)
    after = untied(other, "log", "--format=%H", "--all"), untied(other, "status", "--porcelain")
    assert after == before
    assert untied(Checkout(new), "log", "--format=%s").splitlines() == ["One", "Start"]
    assert not tied.keys() & os.environ.keys()


def test_where_there_is_none_the_variables_are_named(tied: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    with pytest.raises(WorkspaceError, match=r"not in a git repository \(GIT_COMMON_DIR.*GIT_DIR"):
        Repository(tmp_path / "bare")
    assert not tied.keys() & os.environ.keys()
