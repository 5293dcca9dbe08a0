"""The pool of work trees: what a killed git leaves of one that it was making."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from sddtasks.model.ports import Outfit
from sddtasks.system.repo import Repository
from sddtasks.workspaces import worktree
from tests.system.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path / "project")
    made.begin()
    return made


def half_made(checkout: Checkout, slot: Path) -> None:
    """`git worktree add` killed in the middle: a filter lets it wait there."""
    checkout.git("config", "filter.slow.smudge", "sleep 60")
    (checkout.repo.git_dir / "info" / "attributes").write_text("* filter=slow\n")
    words = ("git", "worktree", "add", "--quiet", "--detach", str(slot), "HEAD")
    with subprocess.Popen(words, cwd=checkout.root, start_new_session=True) as running:
        mark = checkout.repo.git_dir / "worktrees" / slot.name / "locked"
        end = time.monotonic() + 20
        while not (mark.exists() and (slot / ".git").exists()) and time.monotonic() < end:
            time.sleep(0.01)
        subprocess.run(["pkill", "-KILL", "-s", str(running.pid)], check=True)
    (checkout.repo.git_dir / "info" / "attributes").unlink()
    assert mark.read_text().strip() == "initializing"


@pytest.fixture
def pool(checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with worktree.open(checkout.root, checkout.repo.head() or "", Outfit()) as place:
        return place.root.parent


@pytest.mark.parametrize("left", ["all of it", "no directory", "no pointer"])
def test_a_tree_that_was_half_made_is_forgotten(checkout: Checkout, pool: Path, left: str) -> None:
    slot = pool / "slot-2"
    half_made(checkout, slot)
    if left != "all of it":
        shutil.rmtree(slot)
    if left == "no pointer":
        (checkout.repo.git_dir / "worktrees" / slot.name / "gitdir").unlink()
    assert worktree.rescue(checkout.root) == []
    listed = checkout.git("worktree", "list", "--porcelain")
    assert "locked" not in listed
    assert str(slot) not in listed
    head = checkout.repo.head() or ""
    with (
        worktree.open(checkout.root, head, Outfit()),
        worktree.open(checkout.root, head, Outfit()) as second,
    ):
        assert second.root == slot
        assert Repository(second.root).changes() == ()


def test_a_tree_that_a_person_has_locked_is_left_alone(checkout: Checkout, pool: Path) -> None:
    own = pool / "slot-7"
    checkout.git("worktree", "add", "--quiet", "--detach", "--lock", "--reason=mine", str(own))
    elsewhere = checkout.root.parent / "mine"
    half_made(checkout, elsewhere)
    worktree.rescue(checkout.root)
    listed = checkout.git("worktree", "list", "--porcelain")
    assert "locked mine" in listed
    assert f"worktree {elsewhere}" in listed
    assert elsewhere.is_dir()


def test_a_lock_in_a_tree_that_nobody_holds_is_removed(checkout: Checkout, pool: Path) -> None:
    lock = Repository(pool / "slot-1").own_git_dir / "index.lock"
    lock.touch()
    with worktree.open(checkout.root, checkout.repo.head() or "", Outfit()) as held:
        kept = Repository(held.root).own_git_dir / "index.lock"
        kept.touch()
        worktree.rescue(checkout.root)
        assert kept.exists()
        kept.unlink()
    lock.touch()
    assert worktree.rescue(checkout.root) == []
    assert not lock.exists()


def test_a_tree_of_a_person_whose_disk_is_away_is_not_forgotten(
    checkout: Checkout, pool: Path, tmp_path: Path
) -> None:
    """Git keeps its HEAD and its index for the day when it is there again."""
    mine, away = tmp_path / "mine", tmp_path / "away"
    checkout.git("worktree", "add", "--quiet", "--detach", str(mine))
    checkout.git("-C", str(mine), "commit", "--quiet", "--allow-empty", "--message", "Mine")
    mine.rename(away)
    shutil.rmtree(pool / "slot-1")
    half_made(checkout, pool / "slot-2")
    assert worktree.rescue(checkout.root) == []
    with worktree.open(checkout.root, checkout.repo.head() or "", Outfit()) as place:
        assert (place.root / "README.md").exists()
    away.rename(mine)
    assert checkout.git("-C", str(mine), "log", "-1", "--format=%s") == "Mine\n"
