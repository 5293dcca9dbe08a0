"""git as we use it: only our own changes are committed, and nothing is ever lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sddtasks.model.errors import WorkspaceError
from sddtasks.system import commits
from sddtasks.system import ignoring
from sddtasks.system.repo import Repository
from tests.system.checkout import Checkout

ODD = (
    "with space.txt",
    "app/[id]/page.tsx",
    "*.txt",
    "?.md",
    ":(top)magic.txt",
    "!not.txt",
    "-n",
    'quo"ted.txt',
    "back\\slash.txt",
    "line\nend.txt",
    "tab\there.txt",
    "größe/日本.txt",
    " leading.txt",
    "trailing ",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "project")


# --- what it is ----------------------------------------------------------------------------------


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="not in a git repository") as refused:
        Repository(tmp_path)
    assert "git init" in refused.value.hint


def test_no_directory(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="does not exist"):
        Repository(tmp_path / "none")


def test_a_bare_repository(checkout: Checkout, tmp_path: Path) -> None:
    checkout.begin()
    checkout.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    with pytest.raises(WorkspaceError, match="bare"):
        Repository(tmp_path / "bare")


def test_head_and_branch(checkout: Checkout) -> None:
    assert checkout.repo.head() is None
    assert checkout.repo.branch() == "work"
    repo = checkout.begin()
    assert repo.head() == checkout.git("rev-parse", "HEAD").strip()
    assert repo.branch() == "work"
    checkout.git("pack-refs", "--all")
    assert repo.head() == checkout.git("rev-parse", "HEAD").strip()
    checkout.git("checkout", "--quiet", "--detach")
    assert repo.branch() is None
    assert repo.head() == checkout.git("rev-parse", "HEAD").strip()


def test_what_a_person_has_begun(checkout: Checkout) -> None:
    repo = checkout.begin("a.txt")
    assert repo.unfinished() is None
    checkout.git("checkout", "--quiet", "-b", "other")
    checkout.write("a.txt", text="theirs\n")
    checkout.git("commit", "--quiet", "--all", "--message", "Theirs")
    checkout.git("checkout", "--quiet", "work")
    checkout.write("a.txt", text="ours\n")
    checkout.git("commit", "--quiet", "--all", "--message", "Ours")
    with pytest.raises(AssertionError):
        checkout.git("merge", "other")
    assert repo.unfinished() == "merge"
    checkout.git("merge", "--abort")
    assert repo.unfinished() is None


def test_nobody_known_to_commit(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checkout.repo.identity_problem() is None
    checkout.git("config", "user.useConfigOnly", "true")
    monkeypatch.setenv("HOME", str(checkout.top))
    assert checkout.repo.identity_problem()


# --- what changed --------------------------------------------------------------------------------


def test_changes_of_every_kind(checkout: Checkout) -> None:
    repo = checkout.begin("changed.txt", "removed.txt", "moved.txt", "kept.txt", ".gitignore")
    checkout.write(".gitignore", text="*.log\n")
    checkout.write("changed.txt", text="new\n")
    checkout.write("deep/down/new.txt", "noise.log")
    os.unlink(checkout.top / "removed.txt")
    checkout.git("mv", "moved.txt", "there.txt")
    assert repo.changes() == (
        ".gitignore",
        "changed.txt",
        "deep/down/new.txt",
        "moved.txt",
        "removed.txt",
        "there.txt",
    )


def test_odd_names_are_read_and_committed_as_they_are(checkout: Checkout) -> None:
    repo = checkout.begin()
    checkout.write(*ODD)
    assert sorted(repo.changes()) == sorted(ODD)
    assert sorted(repo.files()) == sorted((*ODD, "README.md"))
    commits.commit(repo, ODD, "Odd names")
    assert checkout.in_commit() == sorted(ODD)
    assert sorted(repo.paths_of("HEAD")) == sorted(ODD)
    assert repo.changes() == ()


@pytest.mark.parametrize("pattern", ["*.txt", "app/[id]/page.tsx", ":(top)magic.txt"])
def test_a_name_like_a_pattern_stands_for_itself_only(checkout: Checkout, pattern: str) -> None:
    repo = checkout.begin()
    checkout.write(pattern, "other.txt", "app/i/page.tsx", "magic.txt")
    commits.commit(repo, [pattern], "One")
    assert checkout.in_commit() == [pattern]


def test_a_directory_below_the_top_sees_its_own_paths_only(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path, "packages/shop")
    (tmp_path / "top.txt").write_text("x")
    repo = checkout.begin("a.txt", "src/b.txt")
    (tmp_path / "top.txt").write_text("y")
    checkout.write("a.txt", "src/new.txt", text="new\n")
    assert repo.changes() == ("a.txt", "src/new.txt")
    assert repo.files() == ("a.txt", "src/b.txt", "src/new.txt")
    assert repo.committed("a.txt") == b"text\n"
    commits.commit(repo, repo.changes(), "Below")
    assert checkout.in_commit() == ["packages/shop/a.txt", "packages/shop/src/new.txt"]
    assert repo.paths_of("HEAD") == ("a.txt", "src/new.txt")
    assert checkout.status() == {"top.txt": " M"}


def test_ignored_paths(checkout: Checkout) -> None:
    repo = checkout.begin(".gitignore", "src/code.py")
    checkout.write("tracked.log", "a.log", "[b].log", "build/deep/x.txt", "src/noise.log", "a.txt")
    checkout.git("add", "tracked.log")
    checkout.write(".gitignore", text="*.log\nbuild/\n")
    asked = ("a.log", "[b].log", "?.log", "tracked.log", "none.log", "a.txt", "src", "")
    assert repo.ignored(asked) == {"a.log", "[b].log"}
    assert repo.ignored(["build", "build/deep/x.txt", "buildings"]) == {"build", "build/deep/x.txt"}
    assert repo.ignored([]) == frozenset()


def test_files_as_they_stand_in_head(checkout: Checkout) -> None:
    assert checkout.repo.committed("a.txt") is None
    repo = checkout.begin("a.txt")
    checkout.write("a.txt", text="changed\n")
    assert repo.committed("a.txt") == b"text\n"
    assert repo.committed("none/at/all.txt") is None


# --- commits -------------------------------------------------------------------------------------


def test_only_the_given_paths_whatever_else_is_staged(checkout: Checkout) -> None:
    repo = checkout.begin("mine.txt", "staged.txt", "edited.txt")
    checkout.write("mine.txt", "staged.txt", "edited.txt", text="new\n")
    checkout.write("new-staged.txt", "new.txt", "mine-too.txt")
    checkout.git("add", "staged.txt", "new-staged.txt")
    sha = commits.commit(repo, ["mine.txt", "mine-too.txt"], "feat: Mine\n\nSdd-Task: T001")
    assert sha == repo.head()
    assert checkout.in_commit() == ["mine-too.txt", "mine.txt"]
    assert checkout.status() == {
        "staged.txt": "M ",
        "new-staged.txt": "A ",
        "edited.txt": " M",
        "new.txt": "??",
    }
    assert checkout.git("log", "-1", "--format=%B").strip() == "feat: Mine\n\nSdd-Task: T001"


def test_what_is_staged_after_a_look_stays_out(checkout: Checkout) -> None:
    repo = checkout.begin("mine.txt")
    checkout.write("mine.txt", "staged.txt", text="new\n")
    assert repo.changes() == ("mine.txt", "staged.txt")
    checkout.git("add", "staged.txt")
    commits.commit(repo, ["mine.txt"], "Mine")
    assert checkout.in_commit() == ["mine.txt"]
    assert checkout.status() == {"staged.txt": "A "}


def test_what_is_staged_above_the_root_stays_out(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path, "packages/shop")
    repo = checkout.begin("mine.txt")
    checkout.write("mine.txt", text="new\n")
    (tmp_path / "top.txt").write_text("x")
    checkout.git("add", "top.txt")
    assert repo.changes() == ("mine.txt",)
    commits.commit(repo, ["mine.txt"], "Mine")
    assert checkout.in_commit() == ["packages/shop/mine.txt"]
    assert checkout.status() == {"top.txt": "A "}


def test_a_merge_that_somebody_began_is_not_concluded(checkout: Checkout) -> None:
    repo = checkout.begin("mine.txt")
    checkout.git("checkout", "--quiet", "-b", "other")
    commits.commit(repo, [], "Theirs")
    checkout.git("checkout", "--quiet", "work")
    checkout.git("merge", "--quiet", "--no-ff", "--no-commit", "other")
    checkout.write("mine.txt", text="new\n")
    assert repo.changes() == ("mine.txt",)
    with pytest.raises(WorkspaceError, match="merge"):
        commits.commit(repo, ["mine.txt"], "Mine")


@pytest.mark.parametrize("looked", [False, True])
def test_a_look_before_does_not_change_what_is_committed(
    checkout: Checkout, *, looked: bool
) -> None:
    repo = checkout.begin("changed.txt", "gone.txt", "kept.txt", "other.txt")
    checkout.write("changed.txt", "other.txt", "new [1].txt", "not mine.txt", text="new\n")
    os.unlink(checkout.top / "gone.txt")
    if looked:
        assert len(repo.changes()) == 5
    commits.commit(repo, ["changed.txt", "gone.txt", "new [1].txt"], "Mine")
    assert checkout.in_commit() == ["changed.txt", "gone.txt", "new [1].txt"]
    assert checkout.status() == {"other.txt": " M", "not mine.txt": "??"}


def test_removed_paths_and_whole_directories(checkout: Checkout) -> None:
    repo = checkout.begin("gone.txt", "dir/a.txt")
    os.unlink(checkout.top / "gone.txt")
    checkout.write("dir/b.txt")
    commits.commit(repo, ["gone.txt", "dir"], "Both")
    assert checkout.in_commit() == ["dir/b.txt", "gone.txt"]


def test_what_git_ignores_is_left_out_and_the_rest_is_not(checkout: Checkout) -> None:
    repo = checkout.begin(".gitignore")
    checkout.write(".gitignore", text="*.log\n")
    checkout.write("a.txt", "noise.log", "more.log")
    commits.commit(repo, [".gitignore", "a.txt", "noise.log"], "All")
    assert checkout.in_commit() == [".gitignore", "a.txt"]
    commits.commit(repo, ["more.log"], "Nothing but what is ignored")
    assert checkout.in_commit() == []


def test_a_commit_without_changes_may_matter(checkout: Checkout) -> None:
    repo = checkout.begin("a.txt")
    checkout.write("b.txt")
    checkout.git("add", "b.txt")
    before = repo.head()
    assert commits.commit(repo, [], "chore: Skip T001") != before
    assert commits.commit(repo, ["a.txt"], "feat: Complete T002") != before
    assert checkout.in_commit() == []
    assert checkout.status() == {"b.txt": "A "}


def test_a_hook_that_refuses_is_quoted_and_the_work_stays(checkout: Checkout) -> None:
    repo = checkout.begin("a.txt")
    hook = checkout.top / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'no tabs, please' >&2\nexit 1\n")
    hook.chmod(0o755)
    checkout.write("a.txt", text="\tnew\n")
    before = repo.head()
    with pytest.raises(WorkspaceError, match="no tabs, please"):
        commits.commit(repo, ["a.txt"], "New")
    assert repo.head() == before
    assert (checkout.top / "a.txt").read_text() == "\tnew\n"


def test_a_path_that_is_nowhere_is_refused(checkout: Checkout) -> None:
    repo = checkout.begin()
    with pytest.raises(WorkspaceError, match=r"none\.txt"):
        commits.commit(repo, ["none.txt"], "None")


def test_the_log_holds_what_the_messages_say(checkout: Checkout) -> None:
    assert checkout.repo.log(["x"]) == ()
    repo = checkout.begin("a.txt")
    start = repo.head() or ""
    first = commits.commit(repo, [], "feat: One\n\nSdd-Feature: 001-x\n\nmore")
    commits.commit(repo, [], "something else")
    third = commits.commit(repo, [], "Sdd-Feature: 001.x")
    found = repo.log(["Sdd-Feature: 001-x", "Sdd-Feature: 001.x"])
    assert [commit.sha for commit in found] == [first, third]
    assert found[0].message.strip() == "feat: One\n\nSdd-Feature: 001-x\n\nmore"
    assert found[0].at.startswith("20")
    assert [commit.sha for commit in repo.log(["Sdd-Feature"], since=first)] == [third]
    assert len(repo.log(["Sdd-Feature"], since=start)) == 2


# --- put aside -----------------------------------------------------------------------------------


def test_work_put_aside_is_kept_and_the_tree_is_as_before(checkout: Checkout) -> None:
    repo = checkout.begin("a.txt", "gone.txt", "user.txt", "staged.txt")
    checkout.write("a.txt", "user.txt", "staged.txt", "new [1].txt", text="new\n")
    checkout.git("add", "staged.txt")
    os.unlink(checkout.top / "gone.txt")
    repo.put_aside(["a.txt", "gone.txt", "new [1].txt"], "refs/sdd/x/T001", "Unfinished T001")
    assert checkout.status() == {"user.txt": " M", "staged.txt": "M "}
    assert (checkout.top / "a.txt").read_text() == "text\n"
    assert checkout.in_commit("refs/sdd/x/T001") == ["a.txt", "gone.txt", "new [1].txt"]
    assert checkout.git("show", "refs/sdd/x/T001:a.txt") == "new\n"
    assert checkout.git("log", "-1", "--format=%s", "refs/sdd/x/T001") == "Unfinished T001\n"


# --- this clone only -----------------------------------------------------------------------------


def test_an_excluded_path_is_no_change_and_written_once(checkout: Checkout) -> None:
    repo = checkout.begin()
    for _ in range(2):
        ignoring.exclude(repo, "specs/001-x/.implementation-state.json")
    checkout.write("specs/001-x/.implementation-state.json")
    assert repo.changes() == ()
    text = (checkout.top / ".git" / "info" / "exclude").read_text()
    assert text.count(".implementation-state.json") == 1


def test_a_linked_work_tree(checkout: Checkout, tmp_path: Path) -> None:
    checkout.begin("a.txt")
    checkout.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    repo = Repository(tmp_path / "side")
    assert repo.branch() == "side"
    ignoring.exclude(repo, "noise.txt")
    (tmp_path / "side" / "noise.txt").write_text("x")
    (tmp_path / "side" / "b.txt").write_text("x")
    assert repo.changes() == ("b.txt",)
    commits.commit(repo, ["b.txt"], "Beside")
    assert checkout.in_commit("side") == ["b.txt"]
    assert checkout.repo.head() != repo.head()


def test_housekeeping_does_no_harm(checkout: Checkout) -> None:
    repo = checkout.begin()
    repo.tidy()
    assert repo.head()


@pytest.mark.parametrize("staged", [True, False])
def test_a_hook_asks_git_in_patterns_and_names_are_none(
    checkout: Checkout, *, staged: bool
) -> None:
    repo = checkout.begin("notes [1].txt", "notes 1.txt")
    hook = checkout.top / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\ngit diff --cached --name-only -- '*.txt' > .git/seen\n")
    hook.chmod(0o755)
    checkout.write("notes [1].txt", "notes 1.txt", text="new\n")
    if staged:
        checkout.git("add", "notes 1.txt")
    commits.commit(repo, ["notes [1].txt"], "One")
    assert (checkout.top / ".git/seen").read_text() == "notes [1].txt\n"
    assert checkout.in_commit() == ["notes [1].txt"]
