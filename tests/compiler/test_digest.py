"""What reruns a task: its own definition and nothing else."""

from __future__ import annotations

from tests.compiler.reading import compiled

PLAN = """# Tasks: Shop
## Phase 1: Core
- [ ] T001 Orders in src/orders.py
  - [ ] with a number
- [ ] T002 Prices in src/prices.py
"""


def digests(text: str) -> dict[str, str]:
    return {name: links.digest for name, links in compiled(text).links.items()}


def test_ticking_changes_nothing() -> None:
    assert digests(PLAN.replace("[ ]", "[x]")) == digests(PLAN)


def test_moving_changes_nothing() -> None:
    assert digests(PLAN.replace("## Phase 1", "\n\n## Phase 1")) == digests(PLAN)


def test_spaces_change_nothing() -> None:
    assert digests(PLAN.replace("Orders in", "Orders  in")) == digests(PLAN)


def test_editing_a_task_changes_that_task_only() -> None:
    before, after = digests(PLAN), digests(PLAN.replace("Orders in", "All orders in"))
    assert before["T001"] != after["T001"]
    assert before["T002"] == after["T002"]


def test_editing_a_detail_changes_the_task() -> None:
    assert digests(PLAN.replace("a number", "two numbers"))["T001"] != digests(PLAN)["T001"]
