"""Stated dependencies: resolved, doubted, turned around, dropped."""

from __future__ import annotations

import pytest

from sddtasks.model.links import Check
from sddtasks.model.plan import Severity
from tests.compiler.reading import codes
from tests.compiler.reading import compiled
from tests.compiler.reading import the
from tests.compiler.reading import waits

PLAN = """# Tasks: Shop
## Phase 1: Setup
- [ ] T001 Create the package in pyproject.toml
## Phase 2: Core
### Models
- [ ] T002 [P] Orders in src/orders.py
- [ ] T003 [P] Prices in src/prices.py
### Services
- [ ] T004 [P] Shop in src/shop.py
- [ ] T005 [P] Coupons in src/coupons.py
## Phase 3: Polish
- [ ] T006 [P] Write the manual in docs/manual.md
## Dependencies
"""


def test_a_stated_edge_knows_its_line_and_rule() -> None:
    graph = compiled(PLAN + "- T002 blocks T004\n")
    (edge,) = [edge for edge in graph.edges if edge.stated]
    assert (edge.before, edge.after, edge.rule) == ("T002", "T004", "blocks")
    assert edge.line == PLAN.count("\n") + 1
    assert graph.links["T004"].task_dep == ("T002", "gate:1")


@pytest.mark.parametrize(
    ("line", "later", "earlier", "unrelated"),
    [
        ("- Models before Services", "T005", "T002", "T003"),
        ("- Models (T002-T003) before services", "T004", "T003", "T005"),
        ("- T002 blocks everything else in the shop", "T002", "T001", "T003"),
        ("- T002 blocks everything else", "T003", "T002", "T001"),
        ("- T005 depends on all others", "T005", "T004", "T006"),
    ],
)
def test_groups_in_words(line: str, later: str, earlier: str, unrelated: str) -> None:
    graph = compiled(PLAN + line + "\n")
    assert waits(graph, later, earlier)
    assert not waits(graph, earlier, unrelated) or unrelated == "T001"


def test_big_groups_meet_in_a_gate() -> None:
    models = "".join(f"- [ ] T1{n:02} [P] Model {n} in src/model{n}.py\n" for n in range(12))
    services = "".join(f"- [ ] T2{n:02} [P] Service {n} in src/service{n}.py\n" for n in range(12))
    stated = "## Dependencies\n- T100-T111 before T200-T211\n"
    text = f"# Tasks\n## Phase 1: Core\n{models}{services}{stated}"
    graph = compiled(text)
    (gate,) = [gate for gate in graph.gates if gate.check is Check.ORDER]
    assert gate.name == f"gate:line-{text.count(chr(10))}"
    assert len(gate.waits_for) == 12
    assert graph.links["T205"].task_dep == (gate.name,)
    assert waits(graph, "T211", "T100")


def test_an_edge_against_the_phases_is_dropped_with_a_warning() -> None:
    graph = compiled(PLAN + "- T006 blocks T002\n")
    assert not waits(graph, "T002", "T006")
    found = the(graph, "SDD021")
    assert found.severity is Severity.WARNING
    assert found.line == PLAN.count("\n") + 1


def test_a_circle_is_an_error_that_names_its_lines() -> None:
    graph = compiled(PLAN + "- T002 blocks T004\n- T004 blocks T005\n- T005 blocks T002\n")
    found = the(graph, "SDD011")
    line = PLAN.count("\n")
    assert found.severity is Severity.ERROR
    steps = f"T002 → T004 (line {line + 1}) → T005 (line {line + 2}) → T002 (line {line + 3})"
    assert found.text.endswith(steps)
    assert sorted(graph.order, key=graph.order.index) == list(graph.order)


def test_arrows_that_mean_needs_are_turned_around() -> None:
    graph = compiled(PLAN + "- T004 → T002\n- T005 → T003\n- T006 → T004\n- T006 → T005\n")
    assert waits(graph, "T004", "T002")
    assert not waits(graph, "T002", "T004")
    assert "SDD029" in codes(graph)


def test_two_arrows_backwards_are_believed() -> None:
    assert waits(compiled(PLAN + "- T004 → T002\n"), "T002", "T004")


def test_soft_words_are_a_note_and_no_edge() -> None:
    graph = compiled(PLAN + "- Ideally T004 before T005\n")
    assert not waits(graph, "T005", "T004")
    assert the(graph, "SDD044").severity is Severity.NOTE


def test_an_unknown_id_in_a_sentence_warns_and_has_a_hint() -> None:
    found = the(compiled(PLAN + "- T004 depends on T0066\n"), "SDD020")
    assert found.severity is Severity.WARNING
    assert "T006" in found.hint


def test_an_unknown_id_in_a_task_is_an_error() -> None:
    graph = compiled(PLAN.replace("src/shop.py", "src/shop.py (depends on T099)"))
    assert the(graph, "SDD010").severity is Severity.ERROR


def test_an_id_of_another_feature_is_a_warning() -> None:
    graph = compiled(PLAN.replace("src/shop.py", "src/shop.py (depends on T099 of feature 007)"))
    assert the(graph, "SDD020").severity is Severity.WARNING


def test_the_templates_example_is_dropped_where_it_does_not_fit() -> None:
    text = "# Tasks\n## Phase 1: Core\n" + "".join(
        f"- [ ] T{n:03} [P] Test of thing {n} in tests/test_thing{n}.py\n" for n in range(1, 19)
    )
    graph = compiled(text + "## Dependencies\n- T016 blocks T018\n")
    assert not waits(graph, "T018", "T016")
    assert "SDD022" in codes(graph)


def test_tasks_that_declare_their_dependencies_have_no_others() -> None:
    text = """# Tasks
## Phase 1: Core
- [ ] T001 Orders in src/orders.py
  - **Depends on**: None
- [ ] T002 Prices in src/prices.py
  - **Depends on**: None
- [ ] T003 Shop in src/shop.py
  - **Depends on**: T001
"""
    graph = compiled(text)
    assert graph.links["T002"].task_dep == ()
    assert graph.links["T003"].task_dep == ("T001",)


def test_what_a_parent_waits_for_its_children_wait_for() -> None:
    text = """# Plan
- [ ] 1. Storage in a.py
- [ ] 2. Shop
  - _Depends: 3_
  - [ ] 2.1 Orders in b.py
- [ ] 3. Prices in c.py
"""
    graph = compiled(text)
    assert waits(graph, "2.1", "3")


def test_dependencies_by_title() -> None:
    text = """# Tasks
## Ready
- [ ] Write the parser in `parser.py`
  - **Dependencies**: None
- [ ] Write the printer in `printer.py`
  - **Dependencies**: Write the parser in `parser.py`
"""
    graph = compiled(text)
    assert waits(graph, "2", "1")
