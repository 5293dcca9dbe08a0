"""A person works on in the same repository while a task is at work: nothing of it is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.bystander import Bystander
from tests.helpers.project import Project

PLAN = "specs/001-greeting/tasks.md"
FOUND = ".sdd/001-greeting/work/T001/found"


@pytest.fixture
def bystander(tmp_path: Path) -> Bystander:
    return Bystander(tmp_path / "bystander")


@pytest.fixture
def shared(tmp_path: Path, bystander: Bystander) -> Project:
    """A project with a linked work tree `side`, a branch and a tag; T001 waits for somebody."""
    project = greeting.planned(tmp_path, "- [ ] T001 Words in words/1.txt")
    project.agent.plays("T001", write("words/1.txt", "1\n"), bystander.step)
    project.git("commit", "--quiet", "--allow-empty", "--message", "Further")
    project.git("branch", "old", "HEAD~1")
    project.git("tag", "v0", "HEAD~1")
    project.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    return project


def refs(project: Project) -> dict[str, str]:
    text = project.git("for-each-ref", "--format=%(refname) %(objectname)")
    return dict(line.split() for line in text.splitlines())


def kept(project: Project) -> list[str]:
    """The subjects of the commits that refs of ours keep."""
    text = project.git("for-each-ref", "--format=%(subject)", "refs/sdd")
    return text.splitlines()


def sh(script: str, tree: Path, **variables: str) -> str:
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=tree,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


ELSEWHERE = {
    "a commit on the branch of another tree": (
        "echo mine > mine.txt && git add . && git commit -qm Mine",
        "refs/heads/side (moved; it was ",
    ),
    "a branch is made": ("git branch new", "refs/heads/new (made)"),
    "a branch is deleted": ("git branch -q -D old", "refs/heads/old (deleted; it was "),
    "a branch is moved": ("git branch -qf old HEAD", "refs/heads/old (moved; it was "),
    "a tag is made": ("git tag -m One v1", "refs/tags/v1 (made)"),
    "a stash": ("echo x > README && git add . && git stash -q", "refs/stash (made)"),
    "a work tree": ("git worktree add -q -b third ../third", "refs/heads/third (made)"),
    "a note": ("git notes add -m Mine", "refs/notes/commits (made)"),
    "a commit in another tree, then all is packed": (
        "git commit -q --allow-empty -m Mine && git pack-refs --all",
        "refs/heads/side (moved; it was ",
    ),
    "a branch that follows another": (
        "git branch -q --track new old && git config branch.new.description Mine",
        "refs/heads/new (made)",
    ),
    "many tags": ("for n in 1 2 3 4 5 6 7; do git tag t$n; done", "and 2 more"),
}
_QUICK = ("a commit on the branch of another tree", "a branch that follows another")


@pytest.mark.parametrize(
    "deed",
    [pytest.param(one, marks=[] if one in _QUICK else [pytest.mark.slow]) for one in ELSEWHERE],
)
def test_what_is_done_elsewhere_stays_and_is_told(
    shared: Project, bystander: Bystander, tmp_path: Path, deed: str
) -> None:
    script, said = ELSEWHERE[deed]
    before = refs(shared)
    during: dict[str, str] = {}

    def act() -> None:
        sh(script, tmp_path / "side")
        during.update(refs(shared))

    ran = bystander.acts(shared, act)
    assert ran.ended(0).text.count(said) == 1
    ran.says("while T001 was at work, refs were not moved by an agent, and left as they are")
    after = refs(shared)
    own = ("refs/heads/work", "refs/sdd/")
    assert {n: v for n, v in after.items() if not n.startswith(own)} == {
        n: v for n, v in during.items() if not n.startswith(own)
    }
    assert during != before
    assert shared.completed == ["T001"]
    assert not kept(shared)
    report = shared.read("specs/001-greeting/implementation-report.md")
    assert f"T001: refs were not moved by an agent, and left as they are: {said}" in report or (
        said == "and 2 more" and said in report
    )


def test_a_fetch_and_a_lock_of_another_git_are_nobodys_fault(
    shared: Project, bystander: Bystander, tmp_path: Path
) -> None:
    shared.git("clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git"))
    shared.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    lock = shared.root / ".git/refs/heads/side.lock"

    def act() -> None:
        shared.git("fetch", "--quiet", "origin")
        lock.touch()

    bystander.acts(shared, act).ended(0).never_says("refs were")
    assert lock.exists()
    assert "refs/remotes/origin/work" in refs(shared)


AT_HOME = {
    "a commit": ("git commit -qam Mine", "refs/heads/work was moved"),
    "an amended commit": ("git commit -q --amend -m Mine", "refs/heads/work was moved"),
    "a reset": ("git reset -q --soft HEAD~1", "refs/heads/work was moved"),
    "another branch": ("git switch -qc mine", "HEAD was moved"),
    "no branch": ("git checkout -q --detach", "HEAD was moved"),
}


@pytest.mark.parametrize(
    "deed",
    [pytest.param(one, marks=[] if one == "a commit" else [pytest.mark.slow]) for one in AT_HOME],
)
def test_where_the_run_stands_it_stops_and_moves_nothing(
    shared: Project, bystander: Bystander, deed: str
) -> None:
    shared.write({"mine.txt": "mine\n"})
    shared.git("add", "mine.txt")
    shared.commit("My file")
    shared.write({"words/.keep": ""})
    shared.commit("Words")
    script, said = AT_HOME[deed]
    during: dict[str, str] = {}

    def act() -> None:
        shared.write({"mine.txt": "changed\n"})
        sh(script, shared.root)
        during.update(refs(shared), HEAD=(shared.root / ".git/HEAD").read_text())

    ran = bystander.acts(shared, act).ended(2)
    ran.says(said, "while T001 was at work, and not by its agent", "then run it again")
    assert {**refs(shared), "HEAD": (shared.root / ".git/HEAD").read_text()} == during
    assert shared.read("words/1.txt") == "1\n"
    assert shared.read("mine.txt") == "changed\n"
    assert shared.completed == []


def test_after_a_commit_of_the_person_the_same_command_goes_on(
    shared: Project, bystander: Bystander
) -> None:
    shared.write({"mine.txt": "mine\n"})
    shared.commit("My file")

    def act() -> None:
        shared.write({"mine.txt": "changed\n"})
        shared.git("commit", "--quiet", "--message", "Mine", "mine.txt")

    bystander.acts(shared, act).ended(2)
    shared.implement().ended(0)
    assert shared.completed == ["T001"]
    assert "Mine" in shared.subjects
    assert shared.git("show", "--format=", "--name-only", "HEAD").split() == [PLAN, "words/1.txt"]


def test_what_the_agent_moved_goes_back_and_what_the_person_moved_stays(
    shared: Project, bystander: Bystander, tmp_path: Path
) -> None:
    """At the same time, in the same call; a name for a branch is not taken for the branch."""
    work = refs(shared)["refs/heads/work"]
    mine = (
        run("git", "branch", "-f", "old", "HEAD"),
        run("git", "tag", "agents"),
        run("git", "symbolic-ref", "refs/heads/alias", "refs/heads/side"),
        run("git", "commit", "-q", "--allow-empty", "-m", "By the agent"),
        run("git", "-C", str(tmp_path / "side"), "commit", "-q", "--allow-empty", "-m", "There"),
    )
    shared.agent.plays("T001", write("words/1.txt", "1\n"), *mine, bystander.step)
    old = refs(shared)["refs/heads/old"]
    ran = bystander.acts(shared, lambda: shared.git("tag", "persons")).ended(1)
    ran.says("refs/heads/old was moved", "refs/tags/agents was made", "refs/tags/persons (made)")
    ran.says("refs/heads/side was moved", "checked out elsewhere, and was left as it is")
    after = refs(shared)
    assert (after["refs/heads/work"], after["refs/heads/old"]) == (work, old)
    assert shared.git("log", "-1", "--format=%s", "side") == "There\n"
    assert "refs/tags/persons" in after
    assert not {"refs/tags/agents", "refs/heads/alias"} & after.keys()
    assert "By the agent" in kept(shared)


# --- files --------------------------------------------------------------------------------------


def test_an_edit_of_the_plan_is_kept_and_the_message_says_how_to_get_it(
    shared: Project, bystander: Bystander
) -> None:
    before = shared.read(PLAN)
    edited = before + "- [ ] T002 Words in words/2.txt\n"
    ran = bystander.acts(shared, lambda: shared.write({PLAN: edited})).ended(1)
    command = f"git diff --no-index -- {PLAN} {FOUND}/{PLAN}"
    ran.says(f"{PLAN} was changed; to see how: {command}")
    assert shared.read(PLAN) == before
    assert shared.read(f"{FOUND}/{PLAN}") == edited
    with pytest.raises(AssertionError, match="T002 Words"):  # it ends with 1: they differ
        shared.git(*command.split()[1:])


def directory_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "mine.txt").write_text("mine\n")


def link_instead(path: Path) -> None:
    path.rename(path.with_name("real"))
    path.symlink_to("real")


IN_PLACE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "settings": (lambda root: (root / "sddtasks.toml").write_text("x"), "sddtasks.toml", "x"),
    "a new hook": (
        lambda root: (root / ".git/hooks/pre-push").write_text("#!/bin/sh\n"),
        "git/hooks/pre-push",
        "#!/bin/sh\n",
    ),
    "a setting of git": (
        lambda root: (root / ".git/config").write_text("[user]\n\tname = Me\n"),
        "git/config",
        "[user]\n\tname = Me\n",
    ),
    "a prompt": (
        lambda root: Project(root.parent).write({".sdd/templates/prompts/code.md.j2": "mine"}),
        ".sdd/templates/prompts/code.md.j2",
        "mine",
    ),
    "a directory": (lambda root: directory_instead(root / PLAN), f"{PLAN}/mine.txt", "mine\n"),
    "a link": (lambda root: link_instead(root / "sddtasks.toml"), "sddtasks.toml", ""),
}


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(one, marks=[] if one == "a directory" else [pytest.mark.slow])
        for one in IN_PLACE
    ],
)
def test_whatever_is_put_back_is_kept(shared: Project, bystander: Bystander, deed: str) -> None:
    act, name, text = IN_PLACE[deed]
    before = {path: shared.read(path) for path in (PLAN, "sddtasks.toml", ".git/config")}
    bystander.acts(shared, lambda: act(shared.root)).ended(1).says(
        f"{FOUND}/{name.split('.md/')[0]}"
    )
    assert {path: shared.read(path) for path in before} == before
    place = shared.root / FOUND / name
    assert place.is_symlink() if deed == "a link" else place.read_text() == text
    assert not (shared.root / "sddtasks.toml").is_symlink()


def test_two_edits_are_two_copies_and_a_deleted_hook_still_runs(shared: Project) -> None:
    hook = shared.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\ntouch ran\n")
    hook.chmod(0o755)
    edits = [(run("sh", "-c", f"echo {number} >> {PLAN}; rm -f {hook}"),) for number in "12"]
    shared.agent.attempts("T001", *edits, (write("words/1.txt", "1\n"),))
    shared.implement("--retries=2").ended(0)
    assert shared.read(f"{FOUND}/{PLAN}").endswith("\n1\n")
    assert shared.read(f"{FOUND}/{PLAN}.2").endswith("\n2\n")
    assert hook.stat().st_mode & 0o777 == 0o755
    assert (shared.root / "ran").exists()


def test_what_the_person_had_staged_meanwhile_can_be_read(
    shared: Project, bystander: Bystander
) -> None:
    """Half of a file may be staged, so that it is nowhere else."""

    def act() -> None:
        shared.write({"half.txt": "staged\n"})
        shared.git("add", "half.txt")
        shared.write({"half.txt": "further\n"})

    bystander.acts(shared, act).ended(0)
    index = shared.root / FOUND / "git/index"
    assert sh("git show :half.txt", shared.root, GIT_INDEX_FILE=str(index)) == "staged\n"
