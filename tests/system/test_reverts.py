"""Commits are taken back all together or not at all, and always by commits."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.model.errors import WorkspaceError
from sddtasks.system.repo import Repository
from sddtasks.system.reverts import revert
from tests.system.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "project")


def committed(checkout: Checkout, repo: Repository, path: str, text: str) -> str:
    checkout.write(path, text=text)
    return repo.commit([path], f"feat: {path} {text}")


def test_newest_first_each_with_a_commit_that_says_so(checkout: Checkout) -> None:
    repo = checkout.begin("a.txt")
    one = committed(checkout, repo, "a.txt", "one\n")
    empty = repo.commit([], "feat: Verified")
    two = committed(checkout, repo, "a.txt", "two\n")
    revert(repo, [two, empty, one])
    assert (checkout.top / "a.txt").read_text() == "text\n"
    said = repo.log(["This reverts commit "])
    for sha in (one, empty, two):
        assert sum(f"This reverts commit {sha}." in commit.message for commit in said) == 1
    assert repo.log([""])[-1].message.count("This reverts commit") == 1
    assert repo.changes() == ()


def test_a_conflict_leaves_everything_as_it_was(checkout: Checkout) -> None:
    repo = checkout.begin("a.txt", "b.txt")
    one = committed(checkout, repo, "a.txt", "one\n")
    two = committed(checkout, repo, "b.txt", "two\n")
    committed(checkout, repo, "a.txt", "by hand\n")
    before = repo.head()
    with pytest.raises(WorkspaceError, match="same lines") as refused:
        revert(repo, [two, one])
    assert "--keep-code" in refused.value.hint
    assert repo.head() == before
    assert repo.unfinished() is None
    assert repo.changes() == ()
    assert (checkout.top / "b.txt").read_text() == "two\n"


def test_nothing_to_take_back(checkout: Checkout) -> None:
    repo = checkout.begin()
    before = repo.head()
    revert(repo, [])
    assert repo.head() == before
