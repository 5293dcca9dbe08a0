"""The compiled plan for other tools."""

from __future__ import annotations

import json

from sddtasks.compiler.plan_json import plan_json
from sddtasks.compiler.plan_json import task_edges
from tests.compiler.reading import compiled

TEXT = """# Tasks: Shop
## Phase 1: Setup
- [ ] T001 Create the package in pyproject.toml
- [x] T002 [P] Configure in ruff.toml
## Phase 2: Core
- [ ] T003 [P] [US1] Orders in src/orders.py
- [ ] T004 [P] Prices in src/prices.py
"""


def test_gates_become_edges_between_the_ends_of_the_phases() -> None:
    assert set(task_edges(compiled(TEXT))) == {("T001", "T002"), ("T002", "T003"), ("T002", "T004")}


def test_a_gate_with_too_many_pairs_stands_for_itself() -> None:
    rows = "".join(
        f"## Phase {phase}: Part\n"
        + "".join(f"- [ ] T{phase}{n:03} [P] Do it in src/{phase}_{n}.py\n" for n in range(150))
        for phase in (1, 2)
    )
    edges = task_edges(compiled(f"# Tasks\n{rows}"))
    assert ("T1000", "gate:1") in edges
    assert ("gate:1", "T2149") in edges
    assert len(edges) == 300


def test_the_document() -> None:
    found = json.loads(json.dumps(plan_json(compiled(TEXT))))
    assert found["schema"] == 1
    assert [task["id"] for task in found["tasks"]] == ["T001", "T002", "T003", "T004"]
    second = found["tasks"][1]
    assert second["line"] == 4
    assert second["phase"] == "Phase 1: Setup"
    assert second["parallel"] is True
    assert second["done"] is True
    assert second["paths"] == ["ruff.toml"]
    assert found["tasks"][2]["story"] == "US1"
    assert ["T002", "T003"] in found["edges"]
    assert found["gates"][0]["name"] == "gate:1"
