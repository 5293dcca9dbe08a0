"""What a heading says about order, in every form that is read, and its name without that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sddtasks.parser.conditions import conditions


@pytest.mark.parametrize(
    ("heading", "name", "clauses"),
    [
        (
            "Level 3: Core Implementations (Depend on Interfaces + Models)",
            "Level 3: Core Implementations",
            ("Depend on Interfaces + Models",),
        ),
        ("Services [after Phase 2]", "Services", ("after Phase 2",)),
        ("Services {after Phase 2}", "Services", ("after Phase 2",)),
        ("Services（依赖 接口）", "Services", ("依赖 接口",)),
        ("服务【依赖 接口】", "服务", ("依赖 接口",)),
        ("Services – requires US1", "Services", ("requires US1",)),
        ("Services — depends on Interfaces", "Services", ("depends on Interfaces",)),
        ("Services - only after Interfaces", "Services", ("only after Interfaces",)),
        ("Services: depends on Interfaces", "Services", ("depends on Interfaces",)),
        ("Services, after Interfaces", "Services", ("after Interfaces",)),
        ("Services ⚠️ MUST COMPLETE BEFORE 3.3", "Services", ("MUST COMPLETE BEFORE 3.3",)),
        ("Models (No Dependencies)", "Models", ("No Dependencies",)),
        ("Models (prerequisite: Setup)", "Models", ("prerequisite: Setup",)),
        ("Modelos (depende de Interfaces)", "Modelos", ("depende de Interfaces",)),
        ("Модели (после интерфейсов)", "Модели", ("после интерфейсов",)),
        ("API (depends on Setup (Phase 1), T003)", "API", ("depends on Setup (Phase 1), T003",)),
        ("API (depends on Setup", "API", ("depends on Setup",)),
        ("Phase 4: US2 (depends on US1)", "Phase 4: US2", ("depends on US1",)),
        ("Phase 4 – requires US1", "Phase 4", ("requires US1",)),
        ("Phase 4 – Blocks and templates", "Phase 4 – Blocks and templates", ()),
        ("Phase 2: Before you start", "Phase 2: Before you start", ()),
        ("User Story 1 (Priority: P1) 🎯 MVP", "User Story 1 (Priority: P1) 🎯 MVP", ()),
        ("Tests - contract and unit", "Tests - contract and unit", ()),
        ("(depends on Models)", "(depends on Models)", ()),
    ],
)
def test_name_and_clauses(heading: str, name: str, clauses: tuple[str, ...]) -> None:
    found = conditions(heading)
    assert (found.name, found.clauses) == (name, clauses)


@given(st.text(alphabet="(（[{)）]} –-:,⚠after depends on US1", max_size=500))
def test_any_heading_has_a_name(heading: str) -> None:
    assert conditions(heading).name or not heading.strip()
