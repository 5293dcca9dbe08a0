"""The scenes by name, and what is the same in all of them: the plan and its documents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.cheats import scene_cargo
from tests.cheats import scene_go
from tests.cheats import scene_node
from tests.cheats import scene_pytest
from tests.cheats import scene_unittest
from tests.cheats.behaviour import FEATURE
from tests.cheats.behaviour import Scene

SCENES: Mapping[str, Scene] = {
    scene.name: scene
    for scene in (
        scene_pytest.SCENE,
        scene_unittest.SCENE,
        scene_go.SCENE,
        scene_node.SCENE,
        scene_cargo.SCENE,
    )
}

_PLAN = """\
# Tasks: Shop

**Input**: Design documents from `/specs/001-shop/`

## Phase 3.1: Setup

- [ ] T001 Configure the project in {setup}

## Phase 3.2: Tests First (TDD)

- [ ] T002 Contract test of contracts/price.md in {price_test}
- [ ] T003 Contract test of contracts/receipt.md in {receipt_test}

## Phase 3.3: Core Implementation

- [ ] T004 Price with discounts in {price}
- [ ] T005 Receipt with a total in {receipt}

## Phase 3.4: Polish

- [ ] T006 Unit tests for rounding in {rounding_test}

## Dependencies

- Tests (T002, T003) before implementation (T004, T005)
- T004 before T005
"""

_PRICE = """\
# Price

`total(prices, percent_off)`: the sum of prices in cents, less so many percent, rounded down to
whole cents. More than 100 percent off is an error.
"""

_RECEIPT = """\
# Receipt

`receipt(items)`: one line per item, its name and its price in euros, and a last line with the
total: `tea 3.50`, `total 3.50`.
"""

NEIGHBOURS = {"T003": "T013", "T005": "T015", "T006": "T016"}
"""Tasks that others can be done beside, when a behaviour is not to be alone."""


def note(task: str) -> str:
    """What a neighbour writes."""
    return f"docs/{task}.md"


def files(scene: Scene, *, beside: bool) -> dict[str, str]:
    """What the repository begins with, less the configuration of the agent."""
    plan = _PLAN.format(**scene.paths)
    for task, neighbour in NEIGHBOURS.items() if beside else ():
        line = f"- [ ] {neighbour} [P] Describe the shop in {note(neighbour)}"
        plan = re.sub(rf"^- \[ \] ({task}) (.*)$", rf"- [ ] \1 [P] \2\n{line}", plan, flags=re.M)
    return {
        f"{FEATURE}/tasks.md": plan,
        f"{FEATURE}/plan.md": f"# Plan\n\n{scene.plan}\n",
        f"{FEATURE}/contracts/price.md": _PRICE,
        f"{FEATURE}/contracts/receipt.md": _RECEIPT,
        "doit.cfg": "[GLOBAL]\nloader = sdd\n",
        **scene.files,
    }
