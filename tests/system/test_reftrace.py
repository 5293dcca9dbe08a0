"""What git writes down of the refs that it moves."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sddtasks.system import refs
from sddtasks.system import reftrace
from sddtasks.system.reftrace import Moves
from tests.system.checkout import Checkout

DEEDS = {
    "a commit": "git commit -q --allow-empty -m mine",
    "a branch": "git branch mine",
    "a branch moved": "git branch -f aside HEAD",
    "a branch deleted": "git branch -q -D aside",
    "a branch renamed": "git branch -m aside mine",
    "a branch copied": "git branch -c aside mine",
    "a switch": "git switch -q -c mine",
    "a tag": "git tag -m One v1",
    "a tag deleted": "git tag -d v0",
    "a note": "git notes add -m Mine",
    "a replacement": "git replace HEAD HEAD~1",
    "a stash": "echo new > README.md; git stash -q",
    "plumbing": "git update-ref refs/heads/mine HEAD~1",
    "plumbing that deletes": "git update-ref -d refs/heads/aside",
    "another name": "git symbolic-ref refs/heads/mine refs/heads/work",
    "a push to itself": "git push -q . HEAD:refs/heads/mine",
    "a reset": "git reset -q --hard HEAD~1",
    "a work tree": "git worktree add -q -b mine ../tree",
    "all packed, then a branch": "git pack-refs --all; git branch mine",
    "an alias that runs a shell": "git -c alias.x='!git branch mine' x",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path / "project")
    made.begin()
    made.git("branch", "aside")
    made.git("tag", "v0")
    made.git("commit", "--quiet", "--allow-empty", "--message", "Two")
    return made


def changed(checkout: Checkout, deed: str, variables: dict[str, str]) -> Iterator[tuple[str, str]]:
    git_dir = checkout.top / ".git"
    before = refs.read(git_dir)
    subprocess.run(
        ["sh", "-c", deed],
        cwd=checkout.top,
        env={**os.environ, **variables},
        capture_output=True,
        check=True,
    )
    now = refs.read(git_dir)
    for name in before.keys() | now.keys():
        if before.get(name) != now.get(name):
            yield name, now.get(name, "")


@pytest.mark.parametrize("deed", DEEDS)
def test_each_ref_that_was_moved_is_known_with_its_value(
    checkout: Checkout, tmp_path: Path, deed: str
) -> None:
    trace, moves = tmp_path / "trace", Moves()
    found = list(changed(checkout, DEEDS[deed], reftrace.environment(trace)))
    assert found
    moves.add(trace)
    assert [name for name, value in found if not moves.include(name, value)] == []
    assert not moves.include("refs/heads/work", "0" * 39 + "1")
    assert not moves.include("refs/heads/other", "")


def test_who_has_no_trace_is_not_in_it(checkout: Checkout, tmp_path: Path) -> None:
    trace, moves = tmp_path / "trace", Moves()
    list(changed(checkout, "git branch mine", reftrace.environment(trace)))
    others = list(changed(checkout, "git commit -q --allow-empty -m x; git tag v1", {}))
    moves.add(trace)
    moves.add(tmp_path / "nowhere")
    assert len(others) == 2
    assert not any(moves.include(name, value) for name, value in others)


def test_looking_moves_nothing(checkout: Checkout, tmp_path: Path) -> None:
    trace, moves = tmp_path / "trace", Moves()
    looking = "git status; git log --all; git branch -a; git for-each-ref; git diff; git fetch ."
    assert not list(changed(checkout, looking, reftrace.environment(trace)))
    moves.add(trace)
    assert (moves.to, moves.renamed) == (set(), set())
