"""Why a task stands where it stands."""

from __future__ import annotations

import pytest

from sddtasks.compiler.explain import explain
from tests.compiler.reading import compiled

TEXT = """# Tasks: Shop
## Phase 3.1: Setup
- [ ] T001 Create the package in pyproject.toml
## Phase 3.2: Tests First (TDD)
- [ ] T002 Unit tests in tests/test_order.py
## Phase 3.3: Core Implementation
- [ ] T003 [P] Prices in src/prices.py
- [ ] T004 [P] Orders in src/order.py
- [ ] T005 [P] Extend src/order.py with coupons
## Dependencies
- T003 blocks T004
"""


def test_what_it_waits_for_and_because_of_which_line() -> None:
    told = explain(compiled(TEXT), "T004")
    causes = {cause.name: cause for cause in told.waits_for}
    assert (causes["T003"].rule, causes["T003"].line, causes["T003"].stated) == ("blocks", 11, True)
    assert causes["gate:3.2"].rule == "tests gate"


def test_what_waits_for_it() -> None:
    told = explain(compiled(TEXT), "T004")
    assert [cause.name for cause in told.waited_for_by] == ["T005", "gate:3.3"]
    assert told.waited_for_by[0].rule == "same file"


def test_its_paths_and_their_owner() -> None:
    assert explain(compiled(TEXT), "T005").owners == (("src/order.py", "T004"),)


def test_where_its_tests_must_pass() -> None:
    assert explain(compiled(TEXT), "T002").guarded_at == (("tests/test_order.py", "T005"),)


def test_an_unknown_task() -> None:
    with pytest.raises(KeyError):
        explain(compiled(TEXT), "T099")
