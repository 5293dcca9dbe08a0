"""Commits are taken back all or none, and the checkout is only ever moved forward."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.model.errors import RevertConflict
from sddtasks.model.errors import WorkspaceError
from sddtasks.system import reverts
from sddtasks.system.reverts import Rewritten
from tests.system.checkout import Checkout


def commit(checkout: Checkout, message: str, **files: str) -> str:
    for name, text in files.items():
        checkout.write(f"{name}.txt", text=text)
    checkout.git("add", "--all")
    checkout.git("commit", "--quiet", "--allow-empty", "--message", message)
    return checkout.git("rev-parse", "HEAD").strip()


@pytest.fixture(params=["", "below"])
def checkout(request: pytest.FixtureRequest, tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path, request.param)
    made.begin("plan.txt")
    return made


def test_commits_in_the_middle_with_a_file_that_all_of_them_touch(checkout: Checkout) -> None:
    commit(checkout, "Plan", plan="-a\n-b\n-c\n")
    first = commit(checkout, "A", plan="+a\n-b\n-c\n", a="1\n")
    commit(checkout, "B", plan="+a\n+b\n-c\n", b="1\n")
    third = commit(checkout, "C", plan="+a\n+b\n+c\n", ä="1\n")
    opened = {first: b"a", third: b"c"}
    boxes = Rewritten(
        "plan.txt", lambda text, sha: text.replace(b"+" + opened[sha], b"-" + opened[sha])
    )

    reverts.revert(checkout.repo, [third, first], boxes)

    assert (checkout.root / "plan.txt").read_text() == "-a\n+b\n-c\n"
    assert sorted(path.name for path in checkout.root.glob("?.txt")) == ["b.txt"]
    assert checkout.status() == {}
    subjects = checkout.git("log", "-2", "--format=%s%n%b")
    assert subjects.split("\n")[0] == 'Revert "A"'
    assert f"This reverts commit {third}." in subjects


def test_a_conflict_names_the_files_and_changes_nothing(checkout: Checkout) -> None:
    first = commit(checkout, "A", **{"a b": "1\n", "c": "1\n"})
    fine = commit(checkout, "B", b="1\n")
    commit(checkout, "Later", **{"a b": "2\n"})
    head = checkout.git("rev-parse", "HEAD")

    with pytest.raises(RevertConflict) as caught:
        reverts.revert(checkout.repo, [fine, first], None)

    assert caught.value.commit == first
    assert [Path(path).name for path in caught.value.paths] == ["a b.txt"]
    assert checkout.git("rev-parse", "HEAD") == head
    assert checkout.status() == {}


def test_an_empty_commit_is_taken_back_by_its_message(checkout: Checkout) -> None:
    empty = commit(checkout, "Skip")
    reverts.revert(checkout.repo, [empty], None)
    assert f"This reverts commit {empty}." in checkout.git("log", "-1", "--format=%B")


def test_what_is_uncommitted_stays_or_stops_it(checkout: Checkout) -> None:
    done = commit(checkout, "A", a="1\n")
    checkout.write("mine.txt", text="mine\n")
    checkout.write("a.txt", text="mine\n")
    head = checkout.git("rev-parse", "HEAD")

    with pytest.raises(WorkspaceError, match="commit or stash"):
        reverts.revert(checkout.repo, [done], None)

    assert checkout.git("rev-parse", "HEAD") == head
    assert (checkout.root / "a.txt").read_text() == "mine\n"
    checkout.write("a.txt", text="1\n")
    reverts.revert(checkout.repo, [done], None)
    assert (checkout.root / "mine.txt").read_text() == "mine\n"
