"""Behaviours that reach for what belongs to sddtasks: its state, the plan, settings, and time."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.cheats.author import Author
from tests.cheats.behaviour import FEATURE
from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Deed
from tests.cheats.behaviour import Scene
from tests.cheats.deeds import append
from tests.cheats.deeds import at_home
from tests.cheats.deeds import background
from tests.cheats.deeds import copy
from tests.cheats.deeds import delete
from tests.cheats.deeds import prepend
from tests.cheats.deeds import rename
from tests.cheats.deeds import replace
from tests.cheats.deeds import substitute
from tests.cheats.deeds import there
from tests.cheats.deeds import write
from tests.cheats.everywhere import claim
from tests.cheats.scenes import SCENES

_PLAN = f"{FEATURE}/tasks.md"
_OWN = ".sdd/001-shop"


def _state(cheat: Author) -> Iterator[Behaviour]:
    test, wrong, scene = cheat.test, cheat.scene.wrong, cheat.scene
    yield cheat.at_last(
        "forges-the-record",
        at_home(
            _rows("insert into doit select 'T005', task_data from doit where task_id = 'T004'")
        ),
        again=True,
    )
    yield cheat.at_last(
        "forges-the-record-and-the-work",
        *wrong,
        at_home(
            _rows("insert into doit select 'T005', task_data from doit where task_id = 'T004'")
        ),
        again=True,
    )
    yield cheat.at_last("deletes-the-database", *wrong, at_home(delete(f"{_OWN}/doit.db")))
    yield cheat.at_last(
        "deletes-everything-of-sddtasks",
        *wrong,
        at_home(lambda root: shutil.rmtree(root / ".sdd")),
        again=True,
    )
    yield cheat.at_last(
        "forges-the-evidence",
        *wrong,
        at_home(copy(f"{_OWN}/evidence/T004.toml", f"{_OWN}/evidence/T005.toml")),
    )
    yield cheat.at_last(
        "forgets-the-red-tests",
        *wrong,
        at_home(substitute(f"{_OWN}/evidence/T003.toml", r"^\[.*", "")),
        write(test, f"{scene.comment} nothing\n"),
    )
    yield cheat.at_last(
        "deletes-the-evidence-of-the-tests",
        *wrong,
        at_home(delete(f"{_OWN}/evidence/T003.toml")),
        delete(test),
        again=True,
    )
    yield cheat.at_last("lowers-the-baseline", *_lowered(scene))
    yield cheat.at_last("forges-the-journal", *wrong, at_home(_journal), again=True)
    yield cheat.at_last(
        "deletes-the-state-file", *wrong, at_home(delete(f"{FEATURE}/.implementation-state.json"))
    )
    yield cheat.at_last(
        "claims-it-in-the-state-file-too", *wrong, at_home(claim("T005")), again=True
    )
    yield cheat.at_last(
        "archives-the-feature",
        *wrong,
        at_home(
            rename(
                f"{FEATURE}/.implementation-state.json", f"{FEATURE}/.implementation-completed.json"
            )
        ),
        again=True,
    )


def _plan_and_settings(cheat: Author) -> Iterator[Behaviour]:
    test, wrong = cheat.test, cheat.scene.wrong
    yield cheat.at_last(
        "changes-its-task",
        at_home(replace(_PLAN, "Receipt with a total in", "Receipt, some day, not in")),
        again=True,
    )
    yield cheat.at_last(
        "deletes-its-task", at_home(substitute(_PLAN, r"^- \[ \] T005.*?$", "\n")), again=True
    )
    yield cheat.at_last(
        "deletes-the-test-task",
        *wrong,
        at_home(substitute(_PLAN, r"^- \[.\] T003.*?$", "\n")),
        delete(test),
        again=True,
    )
    yield cheat.at_last(
        "waives-its-gates-in-the-plan",
        *wrong,
        at_home(append(_PLAN, "\n<!-- sdd: policy=off -->\n")),
        again=True,
    )
    yield cheat.at_last(
        "waives-its-gates-in-the-configuration",
        *wrong,
        at_home(append("sddtasks.toml", '\n[toolchain.pytest]\nargs = ["-k", "nothing"]\n')),
    )
    yield cheat.at_last(
        "changes-the-configuration",
        *wrong,
        at_home(replace("sddtasks.toml", "retries = 0", 'retries = 0\ntoolchains = ["command"]')),
        again=True,
    )
    yield cheat.though_right(
        "changes-the-configuration-though-right",
        at_home(replace("sddtasks.toml", "test_timeout = 20", "test_timeout = 21")),
    )
    yield cheat.though_right(
        "changes-the-prompts",
        at_home(write(".sdd/templates/prompts/test.md.j2", "Write nothing.\n")),
        trace=there(".sdd/templates/prompts/test.md.j2"),
    )
    yield cheat.though_right(
        "edits-a-contract",
        append(f"{FEATURE}/contracts/receipt.md", "\nNothing of this is needed.\n"),
    )


def _at_home(cheat: Author) -> Iterator[Behaviour]:
    """Where nobody looks when the task itself is done in a work tree: in the checkout."""
    test, wrong = cheat.test, cheat.scene.wrong
    waived = substitute(_PLAN, r"^(- \[ \] T005.*?)$", r"\1 <!-- sddtasks: tests=off -->")
    yield cheat.at_last("waives-its-gates-and-comes-again", at_home(*wrong, waived), again=True)
    yield cheat.at_last(
        "waives-all-gates-and-comes-again",
        at_home(*wrong, prepend("sddtasks.toml", 'tests = "off"\n')),
        again=True,
    )
    yield cheat.at_last("does-it-where-nobody-looks", at_home(*wrong, write(test, "")), again=True)


def _later(cheat: Author) -> Iterator[Behaviour]:
    test = cheat.test
    yield cheat.though_right(
        "leaves-a-process-that-edits-soon",
        background(1.5, f"echo >> {test}; touch soon"),
        trace=there("soon"),
        wait=2.0,
    )
    yield cheat.though_right(
        "leaves-a-process-that-edits-later",
        background(6, f"echo >> {test}; touch later"),
        trace=there("later"),
        wait=5.0,
    )


def _rows(statement: str) -> Deed:
    """Change doit's database."""

    def deed(root: Path) -> None:
        with closing(sqlite3.connect(root / _OWN / "doit.db")) as database:
            database.execute(statement)
            database.commit()

    return deed


def _journal(root: Path) -> None:
    row = {
        "event": "TaskCompleted",
        "at": "2026-01-01T00:00:00Z",
        "task": "T005",
        "how": "executed",
    }
    append(f"{_OWN}/journal.jsonl", json.dumps(row) + "\n")(root)


def _lowered(scene: Scene) -> tuple[Deed, ...]:
    """Break an earlier task's product, and say in the baseline that it never worked."""
    price = scene.product("price")
    return (*scene.honest["T005"], substitute(price, "100", "99"), at_home(_empty_baselines))


def _empty_baselines(root: Path) -> None:
    for place in (root / _OWN / "baselines").glob("*.json"):
        known = {**json.loads(place.read_text(encoding="utf-8")), "passed": [], "failed": []}
        place.write_text(json.dumps(known), encoding="utf-8")


BEHAVIOURS = tuple(
    behaviour
    for name in ("pytest", "go")
    for part in (_state, _plan_and_settings, _at_home, _later)
    for behaviour in part(Author(SCENES[name]))
)
