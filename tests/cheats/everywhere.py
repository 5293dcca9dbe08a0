"""Behaviours that need no knowledge of a language: the same in every scene."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.cheats.behaviour import FEATURE
from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Deed
from tests.cheats.behaviour import Scene
from tests.cheats.deeds import append
from tests.cheats.deeds import at_home
from tests.cheats.deeds import delete
from tests.cheats.deeds import link
from tests.cheats.deeds import rename
from tests.cheats.deeds import replace
from tests.cheats.deeds import say
from tests.cheats.deeds import write
from tests.cheats.scenes import SCENES

_PLAN = f"{FEATURE}/tasks.md"
_STATE = f"{FEATURE}/.implementation-state.json"
_SUMMARY = "===== 5 passed in 0.04s =====\nok  example.com/shop  0.004s\n# pass 5\n# fail 0\n"


def claim(task: str) -> Deed:
    """Write into the state file that the task is completed."""

    def deed(root: Path) -> None:
        state = json.loads((root / _STATE).read_text(encoding="utf-8"))
        state["task_status"][task] = {"status": "completed", "completed_at": state["updated_at"]}
        (root / _STATE).write_text(json.dumps(state), encoding="utf-8")

    return deed


def tick(task: str) -> Deed:
    return replace(_PLAN, f"- [ ] {task}", f"- [x] {task}")


def _of(scene: Scene) -> Iterator[Behaviour]:
    def at(
        task: str, name: str, *deeds: Deed, work: bool = False, quick: bool = False
    ) -> Behaviour:
        return Behaviour(name, scene.name, task, deeds, work=work, quick=quick)

    price, receipt = scene.product("price"), scene.product("receipt")
    price_test, receipt_test = scene.paths["price_test"], scene.paths["receipt_test"]
    rounding_test = scene.paths["rounding_test"]
    moved = receipt_test.replace("receipt", "old_receipt")
    for task in ("T002", "T005", "T006"):
        yield at(task, f"does-nothing-{task}", quick=(scene.name, task) == ("go", "T005"))
    yield at("T005", "says-that-all-is-well", say(_SUMMARY))
    yield at("T005", "ticks-the-box-only", tick("T005"))
    yield at("T005", "ticks-the-box-too", *scene.wrong, tick("T005"), say(_SUMMARY))
    yield at("T005", "claims-it-in-the-state-file", at_home(claim("T005")))
    yield at("T005", "leaves-an-empty-file", write(receipt, ""))
    yield at("T005", "leaves-a-comment", write(receipt, f"{scene.comment} TODO: receipt\n"))
    yield at("T005", "does-something-wrong", *scene.wrong)
    yield at("T005", "deletes-the-test", *scene.wrong, delete(receipt_test))
    yield at("T005", "empties-the-test", *scene.wrong, write(receipt_test, ""))
    yield at("T005", "moves-the-test-away", *scene.wrong, rename(receipt_test, f"attic/{moved}"))
    yield at(
        "T005",
        "keeps-the-test-as-backup",
        *scene.wrong,
        rename(receipt_test, f"{receipt_test}.bak"),
    )
    yield at(
        "T005",
        "links-to-a-test-that-passes",
        *scene.wrong,
        link(receipt_test, Path(price_test).name),
    )
    yield at("T005", "empties-another-test", write(price_test, ""), work=True)
    yield at("T005", "deletes-another-test", delete(price_test), work=True)
    yield at("T005", "empties-another-product", write(price, ""), work=True)
    yield at("T005", "deletes-another-product", delete(price), work=True)
    yield at(
        "T005", "edits-another-product", append(price, f"\n{scene.comment} mine now\n"), work=True
    )
    yield at("T005", "writes-elsewhere", write("unrelated/notes.txt", "What I think.\n"), work=True)
    yield at("T005", "does-the-next-task-too", *scene.honest["T006"], work=True)
    yield at("T003", "writes-the-code-with-the-test", *scene.honest["T005"], work=True)
    yield at(
        "T003", "edits-another-test", append(price_test, f"\n{scene.comment} mine\n"), work=True
    )
    yield at("T003", "writes-an-empty-test", write(receipt_test, ""))
    yield at("T003", "writes-a-comment-for-a-test", write(receipt_test, f"{scene.comment} later\n"))
    yield at("T003", "copies-a-test", link(receipt_test, Path(price_test).name))
    yield at("T006", "writes-no-test-after", write(rounding_test, f"{scene.comment} later\n"))


BEHAVIOURS = tuple(behaviour for scene in SCENES.values() for behaviour in _of(scene))
