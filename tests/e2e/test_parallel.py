"""Several tasks at a time: beside one another, each in a tree of its own, landed one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import meet
from tests.helpers.agents import run
from tests.helpers.agents import sleep
from tests.helpers.agents import write
from tests.helpers.project import Project

NOTES = "notes\n"
LENIENT = 'parallel = 2\nscope = "off"\n'
TWO = ("- [ ] T001 [P] Words in words/1.txt", "- [ ] T002 [P] Words in words/2.txt")


def pair(home: Path, settings: str = "parallel = 2\n", *more: str) -> Project:
    project = greeting.planned(home, *TWO, *more)
    project.edit("sddtasks.toml", "parallel = 1\n", settings)
    project.commit("Settings")
    for number in "12":
        project.agent.plays(f"T00{number}", write(f"words/{number}.txt", f"{number}\n"))
    return project


def test_what_is_ready_together_is_done_together_and_lands_in_plan_order(tmp_path: Path) -> None:
    project = pair(tmp_path)
    for number, rest in (("1", (sleep(0.3),)), ("2", ())):
        steps = (meet("T001", "T002"), *rest, write(f"words/{number}.txt", number))
        project.agent.plays(f"T00{number}", *steps)
    project.implement().ended(0).says("2/2 tasks completed")
    assert project.completed == ["T001", "T002"]
    assert not project.dirty
    assert project.git("rev-list", "--merges", "HEAD") == ""


def test_what_is_alone_is_done_in_the_checkout(tmp_path: Path) -> None:
    project = pair(tmp_path, "parallel = 2\n", "- [ ] T003 Words in words/3.txt")
    project.agent.plays("T003", run("sh", "-c", "mkdir -p words; pwd > words/3.txt"))
    project.implement().ended(0)
    assert project.read("words/3.txt").strip() == str(project.root.resolve())


def test_that_is_configurable(tmp_path: Path) -> None:
    settings = 'parallel = 2\nsequential_in = "worktree"\n'
    project = pair(tmp_path, settings, "- [ ] T003 Words in words/3.txt")
    project.agent.plays("T003", run("sh", "-c", "mkdir -p words; pwd > words/3.txt"))
    project.implement().ended(0)
    assert project.read("words/3.txt").strip() != str(project.root.resolve())


def test_independent_stories_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """The second task of the second story meets the first of the first."""
    project = greeting.planned(
        tmp_path,
        "- [ ] T001 Words in words/1.txt",
        "",
        "## Phase 2: User Story 1 - One (Priority: P1)",
        "",
        "- [ ] T002 [US1] Words in words/2.txt",
        "- [ ] T003 [US1] Words in words/3.txt",
        "",
        "## Phase 3: User Story 2 - Two (Priority: P2)",
        "",
        "- [ ] T004 [US2] Words in words/4.txt",
        "- [ ] T005 [US2] Words in words/5.txt",
        "",
        "## Dependencies",
        "",
        "- **User Stories (Phase 2+)**: All depend on Phase 1",
        "  - User stories can then proceed in parallel",
    )
    for number in "12345":
        project.agent.plays(f"T00{number}", write(f"words/{number}.txt", number))
    project.agent.plays("T002", meet("T002", "T005"), write("words/2.txt", "2"))
    project.agent.plays("T005", meet("T002", "T005"), write("words/5.txt", "5"))
    project.implement("-n", "2").ended(0).says("5/5 tasks completed")
    assert project.completed[-1] == "T003"


def test_what_does_not_fit_is_done_again_on_what_landed(tmp_path: Path) -> None:
    project = pair(tmp_path, LENIENT)
    shared = append("notes.txt", "one\n"), append("notes.txt", "two\n")
    project.write({"notes.txt": NOTES})
    project.commit("Notes")
    for number, change in zip("12", shared, strict=True):
        steps = (meet("T001", "T002"), write(f"words/{number}.txt", number), change)
        project.agent.plays(f"T00{number}", *steps)
    ran = project.implement().ended(0)
    ran.says("T002 is done again on what landed meanwhile", "notes.txt")
    assert project.read("notes.txt") == f"{NOTES}one\ntwo\n"
    assert project.agent.calls.count("T001") == 1
    assert "conflicts with what was merged" in project.agent.prompt("T002")


def test_without_retries_the_other_task_is_named(tmp_path: Path) -> None:
    project = pair(tmp_path, LENIENT)
    project.write({"notes.txt": NOTES})
    project.commit("Notes")
    for number in "12":
        change = append("notes.txt", f"{number}\n")
        steps = (meet("T001", "T002"), write(f"words/{number}.txt", number), change)
        project.agent.plays(f"T00{number}", *steps)
    ran = project.implement("--retries=0").ended(1)
    ran.says("notes.txt", "changed there by: feat: Complete T001", "git show refs/sdd/")
    assert project.read("notes.txt") == f"{NOTES}1\n"


def test_each_tree_has_a_number_ports_and_a_temporary_directory(tmp_path: Path) -> None:
    project = pair(tmp_path, "parallel = 2\nfirst_port = 31000\n")
    for number in "12":
        told = (
            f'mkdir words; echo "$SDD_SLOT $SDD_PORT $TMPDIR" > words/{number}.txt; : > $TMPDIR/x'
        )
        project.agent.plays(f"T00{number}", meet("T001", "T002"), run("sh", "-c", told))
    project.implement().ended(0)
    seen = sorted(project.read(f"words/{number}.txt").split() for number in "12")
    assert [(slot, port) for slot, port, _ in seen] == [("1", "31010"), ("2", "31020")]
    assert seen[0][2] != seen[1][2]


def test_trees_come_ready_to_work(tmp_path: Path) -> None:
    settings = 'parallel = 2\nshare = [".env"]\nsetup = ["sh make_ready.sh"]\n'
    project = pair(tmp_path, settings)
    project.write(
        {
            ".gitignore": "node_modules/\n.env\nready\n",
            "make_ready.sh": "echo once >> ready\n",
        }
    )
    project.commit("Set-up")
    project.write({".env": "A=1\n", "node_modules/lib/index.js": "1\n"})
    for number in "12":
        read = f"cat .env node_modules/lib/index.js ready > words/{number}.txt"
        steps = (meet("T001", "T002"), run("mkdir", "-p", "words"), run("sh", "-c", read))
        project.agent.plays(f"T00{number}", *steps)
    project.implement().ended(0)
    assert project.read("words/2.txt") == "A=1\n1\nonce\n"
    assert not project.dirty


def test_a_set_up_that_fails_says_so(tmp_path: Path) -> None:
    project = pair(tmp_path, 'parallel = 2\nsetup = ["git no-such-command"]\n')
    ran = project.implement()
    ran.says("setup: `git no-such-command` failed", "mend the command in the configuration")
    assert ran.code == 2


def test_agents_are_counted(tmp_path: Path) -> None:
    project = pair(tmp_path, "parallel = 2\nresources = { agents = 1 }\n")
    busy = str(tmp_path / "busy")
    for number in "12":
        alone = (run("mkdir", busy), sleep(0.2), run("rmdir", busy))
        project.agent.plays(f"T00{number}", *alone, write(f"words/{number}.txt", number))
    project.implement("--retries=0").ended(0)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("resources = { tets = 1 }", "there is no tets to count"),
        ("resources = { tests = 0 }", "resources.tests: 0 is no limit"),
        ('resources = { agents = "often" }', "resources.agents: 'often' is no limit"),
    ],
)
def test_a_limit_that_is_none_is_named(tmp_path: Path, settings: str, said: str) -> None:
    pair(tmp_path, f"parallel = 2\n{settings}\n").implement().ended(3).says(said)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("git branch mine", "refs/heads/mine was made"),
        ("git update-ref refs/heads/main HEAD~1", "refs/heads/main was moved"),
        ("git commit --amend -qm mine", "HEAD was moved"),
        ("mkdir -p .sdd/x && echo > .sdd/x/journal.jsonl", ".sdd/x/journal.jsonl was made"),
        ("sed -i 's/.. T002/[x] T002/' specs/001-greeting/tasks.md", "tasks.md was changed"),
        ("echo '{}' > specs/001-greeting/.implementation-state.json", "state.json was made"),
    ],
)
def test_what_is_ours_is_guarded_in_every_tree(tmp_path: Path, deed: str, said: str) -> None:
    project = pair(tmp_path)
    meeting = meet("T001", "T002")
    project.agent.plays("T001", meeting, write("words/1.txt", "1"), run("sh", "-c", deed))
    project.agent.plays("T002", meeting, write("words/2.txt", "2"))
    project.git("branch", "-M", "main")
    project.implement("--retries=0").ended(1).says("T001 refused", said)
    assert "T001" not in project.completed


def test_what_appears_in_the_checkout_meanwhile_is_nobodys_work(tmp_path: Path) -> None:
    """Written there by an agent that left its tree, or by the user: who can tell?"""
    project = pair(tmp_path, "parallel = 2\n", "- [ ] T003 Words in words/3.txt")
    stray = f"echo stray > {project.root}/stray.txt"
    project.agent.plays("T001", write("words/1.txt", "1\n"), run("sh", "-c", stray))
    project.agent.plays("T003", write("words/3.txt", "3\n"))
    project.implement().ended(0).says("changed in the checkout, and not by T003: stray.txt")
    assert project.completed == ["T001", "T002", "T003"]
    assert project.dirty == ["stray.txt"]


def test_what_is_in_the_way_of_landing_is_said(tmp_path: Path) -> None:
    """The work is kept in flight, and lands when the way is free."""
    project = pair(tmp_path)
    stray = f"mkdir {project.root}/words; echo mine > {project.root}/words/1.txt"
    project.agent.plays("T001", write("words/1.txt", "1\n"), run("sh", "-c", stray))
    project.implement().ended(2).says("words/1.txt", "commit or stash").never_says("stderr")
    assert project.read("words/1.txt") == "mine\n"
    assert project.status("T001") == "failed"
    (project.root / "words/1.txt").unlink()
    project.implement().ended(0)
    assert sorted(project.completed) == ["T001", "T002"]
    assert project.agent.calls.count("T001") == 1
