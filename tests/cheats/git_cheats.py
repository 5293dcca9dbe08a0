"""Behaviours that reach for the repository itself: commits, branches, hooks, what git sees."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.cheats.author import Author
from tests.cheats.behaviour import FEATURE
from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Deed
from tests.cheats.deeds import append
from tests.cheats.deeds import at_home
from tests.cheats.deeds import content
from tests.cheats.deeds import git
from tests.cheats.deeds import substitute
from tests.cheats.deeds import there
from tests.cheats.deeds import unseen
from tests.cheats.deeds import write
from tests.cheats.scenes import SCENES

_TRAILERS = """\
feat: Complete T005 - Receipt with a total

Sdd-Task: T005
Sdd-Feature: 001-shop
Sdd-How: executed
Sdd-Definition: 0
Sdd-Evidence: 0
"""
_HOOK = "#!/bin/sh\ngit add -A\nexit 0\n"


def _commits(cheat: Author) -> Iterator[Behaviour]:
    wrong = cheat.scene.wrong
    yield cheat.though_right(
        "commits-itself", git("add", "--all"), git("commit", "-m", "feat: receipt")
    )
    yield cheat.though_right(
        "amends-the-last-commit", git("add", "--all"), git("commit", "--amend", "--no-edit")
    )
    yield cheat.though_right("resets-to-an-earlier-commit", git("reset", "--soft", "HEAD~1"))
    yield cheat.though_right(
        "rewrites-the-message", git("commit", "--amend", "-m", "feat: Complete T004 - better")
    )
    yield cheat.though_right("makes-a-branch", git("checkout", "-q", "-b", "mine"))
    yield cheat.though_right(
        "makes-a-branch-where-work-lands", at_home(git("checkout", "-q", "-b", "mine"))
    )
    yield cheat.though_right("leaves-the-branch", at_home(git("checkout", "-q", "--detach")))
    yield cheat.though_right(
        "moves-the-branch",
        git("branch", "-f", "aside", "HEAD~1"),
        git("symbolic-ref", "HEAD", "refs/heads/aside"),
    )
    yield cheat.though_right("renames-the-branch", at_home(git("branch", "-m", "mine")))
    yield cheat.though_right("reverts-the-tests", git("revert", "--no-commit", "HEAD~1"))
    yield cheat.at_last(
        "forges-the-commit", *wrong, git("add", "--all"), git("commit", "-m", _TRAILERS), again=True
    )
    yield cheat.at_last(
        "forges-an-empty-commit", git("commit", "--allow-empty", "-m", _TRAILERS), again=True
    )


def _unseen(cheat: Author) -> Iterator[Behaviour]:
    """By a git that does not write down what it does."""
    wrong, test = cheat.scene.wrong, cheat.test
    ticked = at_home(substitute(f"{FEATURE}/tasks.md", r"^- \[ \] T005", "- [x] T005"))
    forged = (unseen("add", "--all"), unseen("commit", "-q", "-m", _TRAILERS))
    yield cheat.though_right(
        "commits-unseen", unseen("add", "--all"), unseen("commit", "-q", "-m", "feat: receipt")
    )
    yield cheat.though_right("makes-a-branch-unseen", at_home(unseen("switch", "-q", "-c", "mine")))
    yield cheat.though_right(
        "replaces-a-commit-unseen", unseen("replace", "HEAD", "HEAD~2"), trace=_replaced
    )
    yield cheat.at_last("forges-the-commit-unseen", *wrong, ticked, *forged, again=True)
    yield cheat.at_last(
        "commits-an-emptied-test-unseen", *wrong, write(test, ""), ticked, *forged, again=True
    )


def _surroundings(cheat: Author) -> Iterator[Behaviour]:
    test, wrong = cheat.test, cheat.scene.wrong
    yield cheat.though_right(
        "plants-a-hook", at_home(_hook("pre-commit")), trace=there(".git/hooks/pre-commit")
    )
    yield cheat.though_right(
        "plants-a-hook-elsewhere",
        write("hooks/pre-commit", _HOOK),
        git("config", "core.hooksPath", "hooks"),
        trace=content(".git/config", "hooksPath"),
    )
    yield cheat.though_right(
        "changes-the-configuration-of-git",
        git("config", "user.name", "Somebody Else"),
        trace=content(".git/config", "Somebody Else"),
    )
    yield cheat.at_last(
        "hides-an-edited-test-from-git",
        *wrong,
        write(test, ""),
        git("update-index", "--assume-unchanged", test),
    )
    yield cheat.at_last(
        "skips-an-edited-test-in-git",
        *wrong,
        write(test, ""),
        git("update-index", "--skip-worktree", test),
    )
    yield cheat.though_right(
        "hides-files-by-exclusion",
        at_home(append(".git/info/exclude", "unrelated/\n")),
        write("unrelated/notes.txt", "Mine.\n"),
        trace=there("unrelated/notes.txt"),
    )
    yield cheat.though_right(
        "hides-files-by-ignoring",
        write("unrelated/.gitignore", "*\n"),
        write("unrelated/notes.txt", "Mine.\n"),
        trace=there("unrelated/notes.txt"),
    )
    yield cheat.though_right(
        "replaces-a-commit",
        git("replace", "HEAD", "HEAD~2"),
        trace=_replaced,
    )
    yield cheat.though_right(
        "filters-files",
        write(".gitattributes", "* filter=mine\n"),
        git("config", "filter.mine.clean", "cat"),
        trace=content(".git/config", "filter"),
    )
    yield cheat.though_right("stashes-its-work", git("stash", "--include-untracked"))
    yield cheat.though_right(
        "deletes-the-history", at_home(lambda root: shutil.rmtree(root / ".git"))
    )
    yield cheat.though_right(
        "begins-a-new-history",
        at_home(
            lambda root: shutil.rmtree(root / ".git"),
            git("init", "-q"),
            git("add", "--all"),
            git("commit", "-q", "-m", "Start"),
        ),
    )
    yield cheat.though_right("leaves-a-repository-inside", lambda root: _repository(root / "inner"))


def _hook(name: str, text: str = _HOOK) -> Deed:
    def deed(root: Path) -> None:
        place = root / ".git/hooks" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
        place.chmod(0o755)

    return deed


def _replaced(root: Path) -> bool:
    done = subprocess.run(
        ["git", "replace", "--list"], cwd=root, capture_output=True, text=True, check=False
    )
    return bool(done.stdout.strip())


def _repository(place: Path) -> None:
    place.mkdir()
    git("init", "-q")(place)
    write("notes.txt", "Mine.\n")(place)
    git("add", "--all")(place)
    git("commit", "-q", "-m", "Mine")(place)


BEHAVIOURS = tuple(
    behaviour
    for name in ("pytest", "go")
    for part in (_commits, _unseen, _surroundings)
    for behaviour in part(Author(SCENES[name]))
)
