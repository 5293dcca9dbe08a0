"""Refs read from files are those that git tells."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from sddtasks.system import commits
from sddtasks.system import refs
from tests.system.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "project")


def told(checkout: Checkout) -> dict[str, str]:
    text = checkout.git("for-each-ref", "--format=%(refname) %(objectname)")
    return dict(line.split(" ", 1) for line in text.splitlines())


def test_loose_packed_and_both(checkout: Checkout) -> None:
    repo = checkout.begin()
    checkout.git("branch", "other/deep")
    checkout.git("tag", "--annotate", "--message", "One", "v1")
    checkout.git("update-ref", "refs/sdd/001-x/T001", "HEAD")
    git_dir = checkout.top / ".git"
    assert refs.read(git_dir) == told(checkout)
    checkout.git("pack-refs", "--all")
    assert refs.read(git_dir) == told(checkout)
    commits.commit(repo, [], "Further")
    (git_dir / "refs" / "heads" / "work.lock").write_text("")
    assert refs.read(git_dir) == told(checkout)
    assert refs.read(git_dir)["refs/heads/work"] == repo.head()


def test_while_others_make_and_delete_some(checkout: Checkout) -> None:
    repo = checkout.begin()
    git_dir = checkout.top / ".git"
    passing = [git_dir / f"refs/sdd/passing-{number}" for number in range(20)]
    passing[0].parent.mkdir()
    done = Event()

    def others() -> None:
        while not done.is_set():
            for file in passing:
                file.write_text(f"{repo.head()}\n")
            for file in passing:
                file.unlink()

    with ThreadPoolExecutor(1) as pool:
        at_work = pool.submit(others)
        try:
            seen = [refs.read(git_dir)["refs/heads/work"] for _ in range(500)]
        finally:
            done.set()
        at_work.result()
    assert set(seen) == {repo.head()}


def test_head_before_the_first_commit(checkout: Checkout) -> None:
    git_dir = checkout.top / ".git"
    assert refs.head(git_dir, git_dir) is None
    assert refs.read(git_dir) == {}


@pytest.mark.parametrize("packed", [False, True])
def test_head_on_a_branch_detached_and_in_a_linked_tree(
    checkout: Checkout, tmp_path: Path, *, packed: bool
) -> None:
    checkout.begin()
    checkout.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    if packed:
        checkout.git("pack-refs", "--all")
    git_dir = checkout.top / ".git"
    expected = checkout.git("rev-parse", "HEAD").strip()
    assert refs.head(git_dir, git_dir) == expected
    assert refs.head(git_dir / "worktrees" / "side", git_dir) == expected
    checkout.git("checkout", "--quiet", "--detach")
    assert refs.head(git_dir, git_dir) == expected


def test_a_branch_that_is_another_name_for_one(checkout: Checkout) -> None:
    checkout.begin()
    checkout.git("symbolic-ref", "refs/heads/alias", "refs/heads/work")
    checkout.git("symbolic-ref", "HEAD", "refs/heads/alias")
    git_dir = checkout.top / ".git"
    assert refs.head(git_dir, git_dir) == checkout.git("rev-parse", "HEAD").strip()
