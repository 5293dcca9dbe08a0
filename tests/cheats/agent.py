"""The bench's coding agent, a program: honest in every task but the one it is told to behave in."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Deed
from tests.cheats.catalogue import BEHAVIOURS
from tests.cheats.scenes import NEIGHBOURS
from tests.cheats.scenes import SCENES
from tests.cheats.scenes import note

HERE = Path(__file__).resolve().parents[2]
SCENE = "CHEATS_SCENE"
BEHAVIOUR = "CHEATS_BEHAVIOUR"
NOBODY = "nobody"
_PATIENCE = 2.0
_START = (
    f"import sys; sys.path.insert(0, {str(HERE)!r}); from tests.cheats.agent import main; main()"
)

ARGV = (sys.executable, "-P", "-c", _START)


def main() -> None:
    sys.stdin.read()
    task, root = os.environ["SDD_TASK"], Path.cwd()
    identity = os.environ.get(BEHAVIOUR, "")
    if task in NEIGHBOURS.values():
        _describe(root / note(task), _PATIENCE if identity else 0)
        return
    if not identity:
        perform(SCENES[os.environ[SCENE]].honest[task], root)
        return
    if identity == NOBODY:
        return
    chosen = BEHAVIOURS[identity]
    if task != chosen.task:
        sys.exit(f"{chosen.id} behaves in {chosen.task} and does nothing in {task}")
    perform(deeds_of(chosen), root)


def _describe(place: Path, patience: float) -> None:
    """Take long enough for the task beside this one to do what it will."""
    time.sleep(patience)
    place.parent.mkdir(exist_ok=True)
    place.write_text("# The shop\n\nIt sells tea, and knows what that costs.\n", encoding="utf-8")


def deeds_of(chosen: Behaviour) -> tuple[Deed, ...]:
    return (*(SCENES[chosen.scene].honest[chosen.task] if chosen.work else ()), *chosen.deeds)


def perform(deeds: Iterable[Deed], root: Path) -> None:
    for deed in deeds:
        deed(root)
