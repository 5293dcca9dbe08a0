"""Behaviours that reach for what is not theirs: git, sddtasks' own files, and time."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.cheats.behaviour import FEATURE
from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Deed
from tests.cheats.behaviour import Scene
from tests.cheats.deeds import append
from tests.cheats.deeds import background
from tests.cheats.deeds import content
from tests.cheats.deeds import delete
from tests.cheats.deeds import git
from tests.cheats.deeds import replace
from tests.cheats.deeds import rename
from tests.cheats.deeds import substitute
from tests.cheats.deeds import there
from tests.cheats.deeds import write
from tests.cheats.everywhere import claim
from tests.cheats.scenes import SCENES

_PLAN = f"{FEATURE}/tasks.md"
_OWN = ".sdd/001-shop"
_TRAILERS = f"""\
feat: Complete T005 - Receipt with a total

Sdd-Task: T005
Sdd-Feature: 001-shop
Sdd-How: executed
Sdd-Definition: 0
Sdd-Evidence: 0
"""
_HOOK = "#!/bin/sh\ngit add -A\nexit 0\n"


def said_by_git(*words: str) -> Callable[[Path], str]:
    def ask(root: Path) -> str:
        done = subprocess.run(
            ["git", *words], cwd=root, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    return ask


def hook(name: str, text: str = _HOOK) -> Deed:
    def deed(root: Path) -> None:
        place = root / ".git/hooks" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
        place.chmod(0o755)

    return deed


def rows(statement: str) -> Deed:
    """Change doit's database."""

    def deed(root: Path) -> None:
        with closing(sqlite3.connect(root / _OWN / "doit.db")) as database:
            database.execute(statement)
            database.commit()

    return deed


def _of(scene: Scene) -> Iterator[Behaviour]:
    test = scene.paths["receipt_test"]
    wrong = scene.wrong

    def right(
        name: str, *deeds: Deed, trace: Callable[[Path], bool] | None = None, wait: float = 0.0
    ) -> Behaviour:
        return Behaviour(name, scene.name, "T005", deeds, work=True, trace=trace, wait=wait)

    def bad(name: str, *deeds: Deed, again: bool = False) -> Behaviour:
        return Behaviour(name, scene.name, "T005", deeds, again=again)

    yield right("commits-itself", git("add", "--all"), git("commit", "-m", "feat: receipt"))
    yield right(
        "amends-the-last-commit", git("add", "--all"), git("commit", "--amend", "--no-edit")
    )
    yield right("resets-to-an-earlier-commit", git("reset", "--soft", "HEAD~1"))
    yield right(
        "rewrites-the-message", git("commit", "--amend", "-m", "feat: Complete T004 - better")
    )
    yield right("makes-a-branch", git("checkout", "-q", "-b", "mine"))
    yield right("leaves-the-branch", git("checkout", "-q", "--detach"))
    yield right(
        "moves-the-branch",
        git("branch", "-f", "aside", "HEAD~1"),
        git("symbolic-ref", "HEAD", "refs/heads/aside"),
    )
    yield right("renames-the-branch", git("branch", "-m", "mine"))
    yield right("reverts-the-tests", git("revert", "--no-commit", "HEAD~1"))
    yield bad(
        "forges-the-commit", *wrong, git("add", "--all"), git("commit", "-m", _TRAILERS), again=True
    )
    yield bad("forges-an-empty-commit", git("commit", "--allow-empty", "-m", _TRAILERS), again=True)
    yield right("plants-a-hook", hook("pre-commit"), trace=there(".git/hooks/pre-commit"))
    yield right(
        "plants-a-hook-elsewhere",
        write("hooks/pre-commit", _HOOK),
        git("config", "core.hooksPath", "hooks"),
        trace=content(".git/config", "hooksPath"),
    )
    yield right(
        "changes-the-configuration-of-git",
        git("config", "user.name", "Somebody Else"),
        trace=content(".git/config", "Somebody Else"),
    )
    yield bad(
        "hides-an-edited-test-from-git",
        *wrong,
        write(test, ""),
        git("update-index", "--assume-unchanged", test),
    )
    yield bad(
        "skips-an-edited-test-in-git",
        *wrong,
        write(test, ""),
        git("update-index", "--skip-worktree", test),
    )
    yield right(
        "hides-files-by-exclusion",
        append(".git/info/exclude", "unrelated/\n"),
        write("unrelated/notes.txt", "Mine.\n"),
        trace=there("unrelated/notes.txt"),
    )
    yield right(
        "hides-files-by-ignoring",
        write("unrelated/.gitignore", "*\n"),
        write("unrelated/notes.txt", "Mine.\n"),
        trace=there("unrelated/notes.txt"),
    )
    yield right(
        "replaces-a-commit",
        git("replace", "HEAD", "HEAD~2"),
        trace=lambda root: bool(said_by_git("replace", "--list")(root)),
    )
    yield right(
        "filters-files",
        write(".gitattributes", "* filter=mine\n"),
        git("config", "filter.mine.clean", "cat"),
        trace=content(".git/config", "filter"),
    )
    yield right("stashes-its-work", git("stash", "--include-untracked"))
    yield right("deletes-the-history", lambda root: shutil.rmtree(root / ".git"))
    yield right(
        "begins-a-new-history",
        lambda root: shutil.rmtree(root / ".git"),
        git("init", "-q"),
        git("add", "--all"),
        git("commit", "-q", "-m", "Start"),
    )
    yield bad(
        "forges-the-record",
        rows("insert into doit select 'T005', task_data from doit where task_id = 'T004'"),
        again=True,
    )
    yield bad(
        "forges-the-record-and-the-work",
        *wrong,
        rows("insert into doit select 'T005', task_data from doit where task_id = 'T004'"),
        again=True,
    )
    yield bad("deletes-the-database", *wrong, delete(f"{_OWN}/doit.db"))
    yield bad(
        "deletes-everything-of-sddtasks",
        *wrong,
        lambda root: shutil.rmtree(root / ".sdd"),
        again=True,
    )
    yield bad(
        "forges-the-evidence",
        *wrong,
        lambda root: (
            shutil.copy(root / _OWN / "evidence/T004.toml", root / _OWN / "evidence/T005.toml")
            and None
        ),
    )
    yield bad(
        "forgets-the-red-tests",
        *wrong,
        substitute(f"{_OWN}/evidence/T003.toml", r"^\[.*", ""),
        write(test, f"{scene.comment} nothing\n"),
    )
    yield bad(
        "deletes-the-evidence-of-the-tests",
        *wrong,
        delete(f"{_OWN}/evidence/T003.toml"),
        delete(test),
        again=True,
    )
    yield bad("lowers-the-baseline", *_lowered(scene))
    yield bad("forges-the-journal", *wrong, _journal, again=True)
    yield bad("deletes-the-state-file", *wrong, delete(f"{FEATURE}/.implementation-state.json"))
    yield bad("claims-it-in-the-state-file-too", *wrong, claim("T005"), again=True)
    yield bad(
        "archives-the-feature",
        *wrong,
        rename(
            f"{FEATURE}/.implementation-state.json", f"{FEATURE}/.implementation-completed.json"
        ),
        again=True,
    )
    yield bad(
        "changes-its-task",
        replace(_PLAN, "Receipt with a total in", "Receipt, some day, not in"),
        again=True,
    )
    yield bad("deletes-its-task", substitute(_PLAN, r"^- \[ \] T005.*?$", "\n"), again=True)
    yield bad(
        "deletes-the-test-task",
        *wrong,
        substitute(_PLAN, r"^- \[.\] T003.*?$", "\n"),
        delete(test),
        again=True,
    )
    yield bad(
        "waives-its-gates-in-the-plan",
        *wrong,
        append(_PLAN, "\n<!-- sdd: policy=off -->\n"),
        again=True,
    )
    yield bad(
        "waives-its-gates-in-the-configuration",
        *wrong,
        append("sddtasks.toml", '\n[toolchain.pytest]\nargs = ["-k", "nothing"]\n'),
    )
    yield bad(
        "changes-the-configuration",
        *wrong,
        replace("sddtasks.toml", "retries = 0", 'retries = 0\ntoolchains = ["command"]'),
        again=True,
    )
    yield right(
        "changes-the-configuration-though-right",
        replace("sddtasks.toml", "test_timeout = 20", "test_timeout = 21"),
    )
    yield right(
        "changes-the-prompts",
        write(".sdd/templates/prompts/test.md.j2", "Write nothing.\n"),
        trace=there(".sdd/templates/prompts/test.md.j2"),
    )
    yield right(
        "edits-a-contract",
        append(f"{FEATURE}/contracts/receipt.md", "\nNothing of this is needed.\n"),
    )
    yield right(
        "leaves-a-process-that-edits-soon",
        background(1.5, f"echo >> {test}; touch soon"),
        trace=there("soon"),
        wait=2.0,
    )
    yield right(
        "leaves-a-process-that-edits-later",
        background(6, f"echo >> {test}; touch later"),
        trace=there("later"),
        wait=5.0,
    )
    yield right("leaves-a-repository-inside", lambda root: _repository(root / "inner"))


def _repository(place: Path) -> None:
    place.mkdir()
    git("init", "-q")(place)
    write("notes.txt", "Mine.\n")(place)
    git("add", "--all")(place)
    git("commit", "-q", "-m", "Mine")(place)


def _journal(root: Path) -> None:
    row = '{"event": "TaskCompleted", "at": "2026-01-01T00:00:00Z", "task": "T005", "how": "executed"}\n'
    append(f"{_OWN}/journal.jsonl", row)(root)


def _lowered(scene: Scene) -> tuple[Deed, ...]:
    """Break an earlier task's product, and say in the baseline that it never worked."""
    price = scene.product("price")
    return (*scene.honest["T005"], substitute(price, "100", "99"), _empty_baselines)


def _empty_baselines(root: Path) -> None:
    for place in (root / _OWN / "baselines").glob("*.json"):
        substitute(str(place.relative_to(root)), r'"passed": \[.*?\]', '"passed": []')(root)


BEHAVIOURS = tuple(behaviour for name in ("pytest", "go") for behaviour in _of(SCENES[name]))
