"""Behaviours that reach below git's surface, or around it: locks, rules, a person's settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.cheats.author import Author
from tests.cheats.behaviour import Behaviour
from tests.cheats.deeds import append
from tests.cheats.deeds import at_home
from tests.cheats.deeds import content
from tests.cheats.deeds import git
from tests.cheats.deeds import there
from tests.cheats.deeds import write
from tests.cheats.scenes import SCENES


def _below(cheat: Author) -> Iterator[Behaviour]:
    test, wrong = cheat.test, cheat.scene.wrong
    yield cheat.though_right(
        "locks-the-index", at_home(write(".git/index.lock", "")), trace=there(".git/index.lock")
    )
    yield cheat.though_right(
        "locks-the-branch",
        at_home(write(".git/refs/heads/work.lock", "")),
        trace=there(".git/refs/heads/work.lock"),
    )
    yield cheat.though_right(
        "borrows-objects",
        at_home(write(".git/objects/info/alternates", "/tmp/elsewhere\n")),
        trace=there(".git/objects/info/alternates"),
    )
    yield cheat.though_right(
        "writes-a-note", git("notes", "add", "-m", "Sdd-Task: T006"), trace=_noted
    )
    yield cheat.though_right(
        "leaves-a-merge-unfinished",
        at_home(write(".git/MERGE_HEAD", "0" * 40 + "\n")),
        trace=there(".git/MERGE_HEAD"),
    )
    yield cheat.at_last(
        "checks-out-a-part-only", *wrong, git("sparse-checkout", "set", "--no-cone", "/shop/")
    )
    yield cheat.though_right(
        "adds-a-submodule",
        write(".gitmodules", '[submodule "x"]\n\tpath = x\n\turl = ../x\n'),
        write("x/.git", "gitdir: ../.git\n"),
        write("x/notes.txt", "Mine.\n"),
    )
    yield cheat.at_last(
        "encodes-files-for-git",
        *cheat.scene.honest["T005"],
        write(".gitattributes", "* working-tree-encoding=UTF-16LE\n"),
    )
    yield cheat.at_last(
        "hides-the-test-by-ignoring-it",
        *wrong,
        append(".gitignore", f"{test}\n"),
        write(test, ""),
    )
    yield cheat.though_right(
        "hides-files-by-the-top-ignore-file",
        append(".gitignore", "unrelated/\n"),
        write("unrelated/notes.txt", "Mine.\n"),
        trace=there("unrelated/notes.txt"),
    )
    yield cheat.though_right(
        "changes-the-settings-of-the-person",
        git("config", "--global", "core.hooksPath", "/tmp/hooks"),
        trace=content("../user/.gitconfig", "hooksPath"),
    )
    yield cheat.though_right(
        "hides-files-by-ignoring-them-everywhere",
        write("../user/.config/git/ignore", "unrelated\n"),
        write("unrelated/notes.txt", "Mine.\n"),
        trace=there("unrelated/notes.txt"),
    )


def _noted(root: Path) -> bool:
    return (root / ".git/refs/notes").exists()


BEHAVIOURS = tuple(
    behaviour for name in ("pytest", "go") for behaviour in _below(Author(SCENES[name]))
)
