"""Headings as phases: numbers and titles in many languages, and where each task stands."""

from __future__ import annotations

import pytest

from sddtasks.parser import parse
from sddtasks.parser.headings import number_in
from sddtasks.parser.headings import title_in


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("Phase 1: Setup", "1", "Setup"),
        ("Phase 3.2: Tests First (TDD) ⚠️ MUST COMPLETE BEFORE 3.3", "3.2", "Tests First (TDD)"),
        ("Phase 3: User Story 1 - Share (Priority: P1) 🎯 MVP", "3", "User Story 1 - Share"),
        ("🚀 Phase N: Polish", "N", "Polish"),
        ("Phase 15A", "15A", "Phase 15A"),
        ("Phase 2i — Rest", "2i", "Rest"),
        ("Phase A: Data", "A", "Data"),
        ("阶段 3.2：测试优先", "3.2", "测试优先"),
        ("第二阶段：实现", "2", "实现"),
        ("フェーズ1: 準備", "1", "準備"),
        ("2단계: 구현", "2", "구현"),
        ("단계 3: 마무리", "3", "마무리"),
        ("Фаза 1: Подготовка", "1", "Подготовка"),
        ("Этап 2. Тесты", "2", "Тесты"),
        ("Fase 3.1: Configuração", "3.1", "Configuração"),
        ("Étape 4 – Finition", "4", "Finition"),
        ("Etapa 5: Pulido", "5", "Pulido"),
        ("Work Package WP01: Guards (Priority: P1)", "WP01", "Guards"),
        ("WP02 — Ledger", "WP02", "Ledger"),
        ("User Story 2: Revoke", "US2", "Revoke"),
        ("US-8: 検索", "US-8", "検索"),
        ("Schritt 2: Prüfen", "2", "Prüfen"),
        ("1. Change Command", "1", "Change Command"),
        ("3.1.a — Tests first", "3.1.a", "Tests first"),
        ("Phase Dependencies", "", "Phase Dependencies"),
        ("Implementation", "", "Implementation"),
    ],
)
def test_number_and_title(text: str, number: str, title: str) -> None:
    assert (number_in(text), title_in(text)) == (number, title)


def placed(*lines: str) -> list[tuple[str, str, str]]:
    plan = parse("\n".join(lines).encode())
    return [(task.id, task.phase, task.section) for task in plan.tasks]


def test_the_innermost_phase_counts_and_the_rest_are_sections() -> None:
    assert placed(
        "# Plan",
        "## US-1: Read",
        "### Phase 3.1: Setup",
        "- [ ] T001 a",
        "#### Contract tests",
        "- [ ] T002 b",
        "**Helpers**:",
        "",
        "- [ ] T003 c",
        "## US-2: Write",
        "### Phase 3.1: Setup",
        "- [ ] T004 d",
    ) == [
        ("T001", "3.1", ""),
        ("T002", "3.1", "Contract tests"),
        ("T003", "3.1", "Helpers"),
        ("T004", "3.1-2", ""),
    ]


def test_a_heading_beside_the_phases_ends_the_phase_before() -> None:
    assert placed(
        "## Phase 1: Setup", "- [ ] T001 a", "## Final checks", "- [ ] T002 b", "### More"
    ) == [("T001", "1", ""), ("T002", "final-checks", "")]


def test_without_phases_the_headings_that_divide_the_tasks_are_taken() -> None:
    assert placed("# T", "## Tasks", "### Code", "- [ ] T001 a", "### Docs", "- [ ] T002 b") == [
        ("T001", "code", ""),
        ("T002", "docs", ""),
    ]


def test_a_heading_that_divides_nothing_is_no_phase() -> None:
    plan = parse(b"# T\n## Tasks\n- [ ] 1. a\n- [ ] 2. b\n")
    assert [(phase.id, phase.heading) for phase in plan.phases] == [("tasks", "")]


def test_a_level_one_title_is_the_phase_if_nothing_else_is() -> None:
    assert placed("# Phase 7: Export", "## Tasks", "- [ ] T001 a") == [("T001", "7", "")]


def test_a_phase_without_tasks_is_kept_but_not_a_mention_of_phases() -> None:
    plan = parse(
        b"## Phase 1: A\n- [ ] T001 a\n## Phase 2: B\n## Phase 3: C\n- [ ] T002 c\n"
        b"## Phase 1 + Phase 2\n## Phase Dependencies\n## Phase 1: A\n"
    )
    assert [phase.id for phase in plan.phases] == ["1", "2", "3"]


def test_phase_ids_are_unique_whatever_they_are_called() -> None:
    lines = [f"## Phase {n}: x\n- [ ] T{i:03} x" for i, n in enumerate(["1", "1", "1-2", "1", "N"])]
    plan = parse("\n".join(lines).encode())
    assert len({phase.id for phase in plan.phases}) == 5
    assert {task.phase for task in plan.tasks} == {phase.id for phase in plan.phases}
