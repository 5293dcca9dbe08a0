"""How parallel a plan is."""

from __future__ import annotations

from sddtasks.compiler.waves import waves
from tests.compiler.reading import compiled

TEXT = """# Tasks: Shop
## Phase 1: Setup
- [ ] T001 Create the package in pyproject.toml
## Phase 2: Core
- [ ] T002 [P] Orders in src/orders.py
- [ ] T003 [P] Prices in src/prices.py
- [ ] T004 [P] Carts in src/carts.py (depends on T003)
- [ ] T005 Shop in src/shop.py
"""


def test_waves_hold_what_can_run_at_once() -> None:
    found = waves(compiled(TEXT))
    assert found.waves == (("T001",), ("T002", "T003"), ("T004",), ("T005",))
    assert found.width == 2


def test_the_critical_path_is_the_longest_chain_of_tasks() -> None:
    assert waves(compiled(TEXT)).critical_path == ("T001", "T003", "T004", "T005")


def test_an_empty_plan() -> None:
    found = waves(compiled(""))
    assert (found.waves, found.critical_path, found.width) == ((), (), 0)
