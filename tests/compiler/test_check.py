"""Findings about tasks and phases, their order, and the severities a project wants."""

from __future__ import annotations

import pytest

from sddtasks.compiler.catalogue import RULES
from sddtasks.model.plan import Severity
from tests.compiler.reading import codes
from tests.compiler.reading import compiled
from tests.compiler.reading import the

SOUND = "# Tasks: Shop\n## Phase 1: Core\n- [ ] T001 Orders in src/orders.py\n"


def test_a_sound_plan_has_no_problems() -> None:
    assert compiled(SOUND).problems == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# Tasks: Shop\n", "SDD001"),
        (SOUND + "- [ ] T001 Orders in src/orders2.py\n", "SDD003"),
        (SOUND + "- [ ] T002 Implement the checkout of orders with several prices\n", "SDD040"),
        (SOUND + "- [ ] T002 Implement it\n", "SDD041"),
        (SOUND + "## Phase 2: More\n", "SDD042"),
        (SOUND + "- [ ] T002 Create [Entity1] model in src/models/[entity1].py\n", "SDD027"),
        (SOUND + "- [ ] T002 Create model in ../other/model.py\n", "SDD012"),
        (SOUND + "## Dependencies\n- T001 depends on Phase 9\n", "SDD045"),
    ],
)
def test_findings(text: str, code: str) -> None:
    assert code in codes(compiled(text))


def test_duplicate_ids_compile_all_the_same() -> None:
    graph = compiled(SOUND + "- [ ] T001 Prices in src/prices.py\n")
    assert list(graph.links) == ["T001"]
    assert the(graph, "SDD003").line == 4


def test_an_empty_plan_compiles() -> None:
    graph = compiled("")
    assert graph.order == ()
    assert graph.gates == ()


def test_problems_are_sorted_by_line() -> None:
    text = SOUND + "- [ ] T002 Implement it\n- [ ] T001 Again in src/again.py\n## Phase 2: More\n"
    lines = [problem.line for problem in compiled(text).problems]
    assert lines == sorted(lines)
    assert len(lines) > 2


@pytest.mark.parametrize("key", ["SDD041", "vague"])
@pytest.mark.parametrize(
    ("wanted", "severity"),
    [("error", Severity.ERROR), ("warning", Severity.WARNING), ("off", None)],
)
def test_severities_by_code_and_by_name(key: str, wanted: str, severity: Severity | None) -> None:
    graph = compiled(SOUND + "- [ ] T002 Implement it\n", severities={key: wanted})
    found = [problem.severity for problem in graph.problems if problem.code == "SDD041"]
    assert found == ([severity] if severity else [])


def test_every_code_is_documented_once() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    assert all(rule.meaning.endswith(".") for rule in RULES.values())
