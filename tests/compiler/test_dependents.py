"""What stands on a task: neither all that comes after it, nor only what names it."""

from __future__ import annotations

import pytest

from sddtasks.compiler import compile_plan
from sddtasks.compiler.dependents import standing_on
from sddtasks.parser import parse

PLAN = b"""\
# Tasks: Shop

## Phase 3.1: Setup

- [ ] T001 Create pyproject.toml

## Phase 3.2: Tests First

- [ ] T002 [P] Contract test for prices in tests/test_price.py

## Phase 3.3: Core

- [ ] T003 [P] Prices in src/price.py
- [ ] T004 [P] Receipts in src/receipt.py (depends on T003)
- [ ] T005 Rounding in src/price.py
- [ ] T006 Print receipts in src/printer.py (depends on T004)

## Phase 3.4: Polish

- [ ] T007 Describe it in README.md
"""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("T001", ()),
        ("T002", ("T003", "T004", "T005", "T006")),
        ("T003", ("T004", "T005", "T006")),
        ("T004", ("T006",)),
        ("T006", ()),
        ("T007", ()),
    ],
)
def test_what_stands_on_a_task(name: str, found: tuple[str, ...]) -> None:
    graph = compile_plan(
        parse(PLAN),
        documents={},
        existing=lambda path: False,
        is_test=lambda path: path.startswith("tests/"),
        severities={},
    )
    assert sorted(standing_on(graph, name)) == sorted(found)
