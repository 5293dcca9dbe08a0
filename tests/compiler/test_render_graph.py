"""Drawings of the graph."""

from __future__ import annotations

from sddtasks.compiler.render_graph import dot
from sddtasks.compiler.render_graph import drawing
from sddtasks.compiler.render_graph import mermaid
from tests.compiler.reading import compiled

TEXT = """# Tasks: Shop
## Phase 1: Setup
- [ ] T001 Create the "package" in pyproject.toml
## Phase 2: Core
- [ ] T002 [P] Orders in src/orders.py
- [ ] T003 Shop in src/shop.py
"""


def test_mermaid() -> None:
    lines = mermaid(drawing(compiled(TEXT), {"T001": "completed"})).splitlines()
    assert lines[0] == "flowchart LR"
    assert '  subgraph phase0["Phase 1: Setup"]' in lines
    assert '    n_T001["T001 Create the #quot;package#quot; in pyproject.toml"]' in lines
    assert "  n_T001 --> n_gate_1" in lines
    assert "  n_gate_1 --> n_T002" in lines
    assert "  class n_T001 completed" in lines
    assert any(line.startswith("  linkStyle ") for line in lines)


def test_dot() -> None:
    text = dot(drawing(compiled(TEXT), {"T002": "failed"}))
    assert text.startswith("digraph plan {")
    assert '  "T001" -> "gate:1" [color="#d62728", penwidth=3];' in text
    assert '"T002" [label="T002 Orders in src/orders.py", fillcolor="#f4c7c3"];' in text
    assert text.count("{") == text.count("}")


def test_the_critical_path_is_marked_through_gates() -> None:
    drawn = drawing(compiled(TEXT))
    assert drawn.critical == {("T001", "gate:1"), ("gate:1", "T002"), ("T002", "T003")}
