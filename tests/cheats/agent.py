"""The bench's coding agent, a program: honest in every task but the one it is told to behave in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Deed
from tests.cheats.catalogue import BEHAVIOURS
from tests.cheats.scenes import SCENES

HERE = Path(__file__).resolve().parents[2]
SCENE = "CHEATS_SCENE"
BEHAVIOUR = "CHEATS_BEHAVIOUR"
NOBODY = "nobody"
_START = (
    f"import sys; sys.path.insert(0, {str(HERE)!r}); from tests.cheats.agent import main; main()"
)

ARGV = (sys.executable, "-P", "-c", _START)


def main() -> None:
    sys.stdin.read()
    task, root = os.environ["SDD_TASK"], Path.cwd()
    identity = os.environ.get(BEHAVIOUR, "")
    if not identity:
        perform(SCENES[os.environ[SCENE]].honest[task], root)
        return
    if identity == NOBODY:
        return
    chosen = BEHAVIOURS[identity]
    if task != chosen.task:
        sys.exit(f"{chosen.id} behaves in {chosen.task} and does nothing in {task}")
    perform(deeds_of(chosen), root)


def deeds_of(chosen: Behaviour) -> tuple[Deed, ...]:
    return (*(SCENES[chosen.scene].honest[chosen.task] if chosen.work else ()), *chosen.deeds)


def perform(deeds: Iterable[Deed], root: Path) -> None:
    for deed in deeds:
        deed(root)
