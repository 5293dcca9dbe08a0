"""What a document states about order, as (before, after, rule) of each form that people use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser import parse
from sddtasks.parser.depends_freedom import INDEPENDENT

TASKS = "".join(
    f"- [ ] T{number:03} Do thing {number} in src/thing{number}.py\n" for number in range(1, 13)
)
PLAN = f"# Tasks: Shop\n\n## Phase 1: Setup\n\n{TASKS}- [ ] T010a Do one more in src/more.py\n"


def stated(section: str, heading: str = "Dependencies", plan: str = PLAN) -> list[Statement]:
    return list(parse(f"{plan}\n## {heading}\n\n{section}\n".encode()).statements)


def shown(ref: Ref) -> str:
    return " ".join(ref.ids) or ref.words


def pairs(section: str, heading: str = "Dependencies") -> list[str]:
    return [
        f"{shown(found.before)} < {shown(found.after)}"
        for found in stated(section, heading)
        if not found.soft and found.rule != INDEPENDENT
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- T002 blocks T003", ["T002 < T003"]),
        ("- **T002** blocks `T003`", ["T002 < T003"]),
        ("- T003 depends on T001 and T002", ["T001 T002 < T003"]),
        ("- T003, T004 depend on T001", ["T001 < T003 T004"]),
        ("- T002 before T003.", ["T002 < T003"]),
        ("- T002 must complete before T003", ["T002 < T003"]),
        ("- T002 blocks T090+", ["T002 < T090"]),
        ("- T002 blocks T011 and later", ["T002 < T011 T012"]),
        ("- T002 が T011以降 をブロック", ["T002 < T011 T012"]),
        ("- T004 needs T002's table", ["T002 < T004"]),
        ("- T004 requires T002", ["T002 < T004"]),
        ("- T004 must wait for T002", ["T002 < T004"]),
        ("- T005 and T006 can run in parallel after T004 makes the table", ["T004 < T005 T006"]),
        ("- T006 in parallel once T004–T005 exist", ["T004 T005 < T006"]),
        ("- T004 follows T002", ["T002 < T004"]),
        ("- T002 followed by T004", ["T002 < T004"]),
        ("- T004 waits until T002 lands", ["T002 < T004"]),
        ("- T004 after T002 but before T006", ["T002 < T004", "T004 < T006"]),
        ("- T004 is blocked by T002", ["T002 < T004"]),
        ("- T002 is a prerequisite for T004", ["T002 < T004"]),
        ("- T002 gates T004", ["T002 < T004"]),
        ("- After T002, T003 and T004 can start", ["T002 < T003 T004"]),
        ("- Once T002 is merged, T003 can start", ["T002 < T003"]),
        ("- T004 cannot start until T002 is merged", ["T002 < T004"]),
        ("- Do not start T004 before T002 is merged", ["T002 < T004"]),
        ("- Tests (T002-T003) before implementation (T004-T005)", ["T002 T003 < T004 T005"]),
        ("- T001 before T002 before T003", ["T001 < T002", "T002 < T003"]),
        ("- T002 after T001; T004 after T002/T003", ["T001 < T002", "T002 T003 < T004"]),
        (
            "- T003 depends on T001 and T002, T004 depends on T002, and T005 depends on T003",
            ["T001 T002 < T003", "T002 < T004", "T003 < T005"],
        ),
        ("- T002 and T003 can run in parallel, T004 depends on T002/T003", ["T002 T003 < T004"]),
        ("- T003 (the table; T004 after T003) is big", ["T003 < T004"]),
        ("- T2 blocks T3", ["T002 < T003"]),
        ("- T001 blocks everything else", ["T001 < everything else"]),
        ("- T008 depends on all others", ["all others < T008"]),
    ],
)
def test_sentences(line: str, expected: list[str]) -> None:
    assert pairs(line) == expected


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("T002-T004", "T002 T003 T004"),
        ("T002–T004", "T002 T003 T004"),
        ("T002 - T004", "T002 T003 T004"),
        ("T002~T004", "T002 T003 T004"),
        ("T002..T004", "T002 T003 T004"),
        ("T002 through T004", "T002 T003 T004"),
        ("T002 to T004", "T002 T003 T004"),
        ("T002-004", "T002 T003 T004"),
        ("{T002..T004}", "T002 T003 T004"),
        ("T009–T010a", "T009 T010 T010a"),
        ("T010/T010a", "T010 T010a"),
        ("T002/003", "T002 T003"),
        ("T002+T003", "T002 T003"),
        ("T011+", "T011 T012"),
        ("T002, T003, and T004", "T002 T003 T004"),
        ("T002 (parser) and T003 (printer)", "T002 T003"),
        ("T002、T003", "T002 T003"),
        ("T002 & T003", "T002 T003"),
        ("T002 [P] T003 [P]", "T002 T003"),
    ],
)
def test_lists_and_ranges(written: str, ids: str) -> None:
    assert pairs(f"- T001 blocks {written}") == [f"T001 < {ids}"]


@pytest.mark.parametrize(
    "line",
    [
        "- T003 does NOT depend on T001",
        "- T003: no dependencies, can run with T001",
        "- T002-T004 can run in parallel",
        "- T003 is independent of T001",
        "- T003 does not block T004",
        "- See T003 and T004 for the format of the table",
        "- contracts/orders.yaml → T003 (contract test)",
        "- Scenario 1 → T003, T004",
    ],
)
def test_what_is_no_dependency(line: str) -> None:
    assert pairs(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "- T002 partially blocks T004",
        "- T004 may be needed before T005",
        "- Ideally T002 before T004",
        "- T004 is best done after T002, preferably",
    ],
)
def test_soft_words_are_never_more_than_a_note(line: str) -> None:
    assert stated(line)
    assert all(found.soft for found in stated(line))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- T001 → T002 → T003/T004", ["T001 < T002", "T002 < T003 T004"]),
        ("- T001 -> T002 --> T003", ["T001 < T002", "T002 < T003"]),
        ("- T003 ← T001", ["T001 < T003"]),
        ("- Setup (T001-T002) → Tests (T003)", ["T001 T002 < T003"]),
        ("- T001, T002 in parallel, then T003", ["T001 T002 < T003"]),
        (
            "- T001 → T002 → ... → T005",
            ["T001 < T002", "T002 < T003", "T003 < T004", "T004 < T005"],
        ),
        ("- T001→T002 (a.py), T003→T004 (b.py)", ["T001 < T002", "T003 < T004"]),
        ("- T003 → after T001", ["T001 < T003"]),
        ("- T001 ∥ T002 ∥ (T003 → T004)", ["T003 < T004"]),
        ("- T001 → (T003 → T004) → T005", ["T003 < T004", "T001 < T003 T004", "T003 T004 < T005"]),
        ("- T002, T003 ─► all parallel after T001", ["T001 < T002 T003"]),
        ("- T002-T004 are sequential (same file)", ["T002 < T003", "T003 < T004"]),
    ],
)
def test_arrows_and_chains(line: str, expected: list[str]) -> None:
    assert pairs(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- T003 依赖 T001、T002", ["T001 T002 < T003"]),
        ("- 设置 (T001-T002) 在测试 (T003) 之前", ["T001 T002 < T003"]),
        ("- T002 必须在 T001 之后", ["T001 < T002"]),
        ("- T001 阻塞 T002", ["T001 < T002"]),
        ("- T003 不依赖 T001", []),
        ("- T001完了後に T002〜T003 を実行", ["T001 < T002 T003"]),
        ("- T001が T002 より先", ["T001 < T002"]),
        ("- T003は T001に依存", ["T001 < T003"]),
        ("- T001-T002 이후 T003", ["T001 T002 < T003"]),
        ("- T003 зависит от T001", ["T001 < T003"]),
        ("- T001 перед T003", ["T001 < T003"]),
        ("- T001 и T002 параллельно, затем T003", ["T001 T002 < T003"]),
        ("- T003 depende de T001", ["T001 < T003"]),
        ("- T001 antes de T003", ["T001 < T003"]),
        ("- T003 dépend de T001", ["T001 < T003"]),
        ("- Setup (T001) avant Tests (T003)", ["T001 < T003"]),
        ("- T003 hängt von T001 ab", ["T001 < T003"]),
        ("- T003 nach T001", ["T001 < T003"]),
    ],
)
def test_languages(line: str, expected: list[str]) -> None:
    assert pairs(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "- **Foundational (Phase 2)**: Depends on Setup - BLOCKS all user stories",
            ["Setup < Foundational (Phase 2)", "Foundational (Phase 2) < all user stories"],
        ),
        ("- **User Story 2 (P2)**: Can start after Phase 2", ["Phase 2 < User Story 2 (P2)"]),
        ("- **Polish**: Depends on all user stories being complete", ["all user stories < Polish"]),
        ("- US2 and US3 can run in parallel after US1", ["US1 < US2 and US3 can run in parallel"]),
        ("- Setup → Foundational → US1", ["Setup < Foundational", "Foundational < US1"]),
    ],
)
def test_groups_in_words(line: str, expected: list[str]) -> None:
    assert pairs(line) == expected


def test_items_below_a_label_are_about_the_label() -> None:
    assert pairs("- **US2**:\n  - depends on T003\n  - blocks T009") == ["T003 < US2", "US2 < T009"]


def test_a_wrapped_item_is_one_sentence_and_keeps_its_line() -> None:
    (found,) = stated("- T003 (the table) must be merged\n  before T004")
    assert (found.before.ids, found.after.ids) == (("T003",), ("T004",))
    assert found.line == PLAN.count("\n") + 4


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        ("(depends on T001, T002)", ["T001 T002 < T009"]),
        ("(depends on T001 + T002; quickstart step 2)", ["T001 T002 < T009"]),
        ("(FR-013; depends on T001)", ["T001 < T009"]),
        ("(after T001 — same file)", ["T001 < T009"]),
        ("(needs T001's JSON)", ["T001 < T009"]),
        ("[needs T001/T002]", ["T001 T002 < T009"]),
        ("[deps:T001,T002]", ["T001 T002 < T009"]),
        ("— depends on T001, T002", ["T001 T002 < T009"]),
        (". Depends on T001.", ["T001 < T009"]),
        ("(blocks T010)", ["T009 < T010"]),
        ("(depends on\n  T001, T002)", ["T001 T002 < T009"]),
        ("Depends: T001, T002", ["T001 T002 < T009"]),
        ("<!-- depends: T001 -->", ["T001 < T009"]),
        ("{deps: T001}", ["T001 < T009"]),
        ("@depends(T001)", ["T001 < T009"]),
        ("like T001 does, built in T002", []),
        ("before T001 is called", []),
        ("(does not depend on T001)", []),
    ],
)
def test_at_the_end_of_a_task(suffix: str, expected: list[str]) -> None:
    text = PLAN.replace("src/thing9.py", f"src/thing9.py {suffix}")
    found = parse(text.encode()).statements
    assert [f"{shown(item.before)} < {shown(item.after)}" for item in found] == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("- **Depends on**: T001, T002", [("T001 T002", "T009", "field")]),
        ("- Dependencies: T001 (the table)", [("T001", "T009", "field")]),
        ("- Depends on T001 (same file)", [("T001", "T009", "field")]),
        ("- depends_on: [T001, T002]", [("T001 T002", "T009", "field")]),
        ("- **依赖**：T001（表）、T002", [("T001 T002", "T009", "field")]),
        ("- 前置条件：T001", [("T001", "T009", "field")]),
        ("- _Depends: T001_", [("T001", "T009", "field")]),
        ("- **Dependencies**: None (parallel with T001)", [("", "T009", "none")]),
        ("- **依存関係**: なし", [("", "T009", "none")]),
        ("- **Blocks**: T010", [("T009", "T010", "blocks")]),
        (
            "- **Depends on**:\n    - T001\n    - T002 (the table)\n    - and so on",
            [("T001", "T009", "field"), ("T002", "T009", "field")],
        ),
        ("- Checks that T001 passes", []),
    ],
)
def test_fields(field: str, expected: list[tuple[str, str, str]]) -> None:
    text = PLAN.replace("src/thing9.py\n", f"src/thing9.py\n  {field}\n")
    found = parse(text.encode()).statements
    assert [(shown(item.before), shown(item.after), item.rule) for item in found] == expected


def test_a_table_with_a_dependency_column() -> None:
    table = (
        "| Task | Depends on |\n|---|---|\n| T003 | T001, T002 |\n| T004 | — |\n"
        "| T005-T006 | All prior phases |"
    )
    assert [(shown(item.before), shown(item.after), item.rule) for item in stated(table)] == [
        ("T001 T002", "T003", "column"),
        ("", "T004", "none"),
        ("All prior phases", "T005 T006", "column"),
    ]


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        ("T001-T002 (Setup)\n  → T003 (Tests)\n  → T004", ["T001 T002 < T003", "T003 < T004"]),
        (
            "Setup (T001-T002)\n    ↓\nTests (T003)\n    ↓\nCore (T004)",
            ["T001 T002 < T003", "T003 < T004"],
        ),
        ("T001\n├── T002\n│   └── T003\n└── T004", ["T001 < T002", "T002 < T003", "T001 < T004"]),
        ("T001 ──┐\nT002 ──┼──> T004\nT003 ──┘", ["T002 < T004", "T001 T002 T003 < T004"]),
        (
            "T001 ──┬─► T002 ──► T003\n       └─► T004",
            ["T001 < T002", "T002 < T003", "T001 < T004"],
        ),
        ("Layer (T001-T003)\n  ├─ T001 → T002", ["T001 < T002"]),
        ('# After T001 is done:\nTask: "T002 before T003 in src/a.py"', []),
        ("Wave 1: T001, T002\nWave 2 (after T003): T004", ["T003 < T004", "T001 T002 < T004"]),
    ],
)
def test_drawings(drawing: str, expected: list[str]) -> None:
    found = pairs(f"```text\n{drawing}\n```")
    assert sorted(set(found)) == sorted(expected)


def test_each_line_of_a_drawn_chain_is_the_reason_for_its_own_link() -> None:
    found = stated("```\nT001\n  → T002\n  → T003\n```")
    first = found[0].line
    assert [(shown(item.before), item.line) for item in found] == [
        ("T001", first),
        ("T002", first + 1),
    ]


def test_mermaid() -> None:
    flow = """```mermaid
flowchart TD
    subgraph one["Phase 1"]
        T001["T001: Do thing 1"]:::done
        N2[T002: Do thing 2]
    end
    T001 --> N2 & T003
    T003 -->|then| T004 --> T005
    T004 -.-> T006
    one --> T007
    classDef done fill:#fff
```"""
    assert pairs(flow) == ["T001 < T002 T003", "T003 < T004", "T004 < T005", "T001 T002 < T007"]


def test_a_mermaid_graph_with_numbers_of_its_own_is_not_enforced() -> None:
    rows = "\n".join(
        f'    T{n}["Paint the wall {n}"] --> T{n + 1}["Paint the wall {n + 1}"]'
        for n in range(1, 6)
    )
    found = stated(f"```mermaid\ngraph LR\n{rows}\n```")
    assert found
    assert all(item.soft for item in found)


def test_waves() -> None:
    plan = (
        "# Plan\n\n- [ ] 1. Storage\n  - [ ] 1.1 Write a.py\n  - [ ] 1.2 Write b.py\n"
        "- [ ] 2. Printing\n"
    )
    waves = (
        '```json\n{"waves": [{"id": 0, "tasks": ["1.1", "1.2"]}, {"id": 1, "tasks": ["2"]}]}\n```'
    )
    found = stated(waves, "Task Dependency Graph", plan)
    assert [(shown(item.before), shown(item.after), item.rule) for item in found] == [
        ("", "1.1 1.2", "none"),
        ("1.1 1.2", "2", "wave"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1.1 → 1.2 → 2", ["1.1 < 1.2", "1.2 < 2"]),
        ("- 1.2 depends on 1.1", ["1.1 < 1.2"]),
        ("- Task 2 depends on tasks 1.1-1.2", ["1.1 1.2 < 2"]),
        ("- Version 2.0 depends on 3.1", []),
    ],
)
def test_ids_without_letters(line: str, expected: list[str]) -> None:
    plan = "# Plan\n\n- [ ] 1. Storage\n  - [ ] 1.1 a.py\n  - [ ] 1.2 b.py\n- [ ] 2. Printing\n"
    found = stated(line, "Task Dependency Graph", plan)
    assert [f"{shown(item.before)} < {shown(item.after)}" for item in found] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("## Phase 2: Shop (depends on Phase 1)", ["Phase 1 < T002"]),
        ("### Services (after Models)", ["Models < T002"]),
        ("## Phase 2: Orders before payment", []),
    ],
)
def test_conditions_in_headings(heading: str, expected: list[str]) -> None:
    text = (
        "# T\n## Phase 1: Base\n### Models\n- [ ] T001 Order in a.py\n"
        f"{heading}\n- [ ] T002 Shop in b.py\n"
    )
    found = parse(text.encode()).statements
    assert [f"{shown(item.before)} < {shown(item.after)}" for item in found] == expected


def test_a_mapping_of_tasks_to_what_they_need() -> None:
    found = stated("```yaml\nT002: [T001]\nT003: []\nT004: [T002, T003]\n```")
    assert [(shown(item.before), shown(item.after), item.rule) for item in found] == [
        ("T001", "T002", "field"),
        ("", "T003", "none"),
        ("T002 T003", "T004", "field"),
    ]


def test_requirement_numbers_are_no_ids_of_numbered_tasks() -> None:
    plan = (
        "# Plan\n\n- [ ] 1.1 Write a.py\n  - _Requirements: 1.2, 2.1_\n"
        "- [ ] 1.2 Write b.py\n  - _Depends: 1.1_\n"
    )
    found = parse(plan.encode()).statements
    assert [(shown(item.before), shown(item.after)) for item in found] == [("1.1", "1.2")]


@pytest.mark.parametrize(
    "heading",
    [
        "Task Generation Rules",
        "Validation Checklist",
        "Implementation Strategy",
        "Execution Flow (main)",
    ],
)
def test_sections_that_are_not_about_this_plan(heading: str) -> None:
    assert pairs("- T001 before T002\n- Tests before implementation", heading) == []


def test_outside_the_sections_about_order_both_sides_must_be_ids() -> None:
    assert pairs(
        "- T001 blocks T002\n- Tests before implementation\n- T003 then T004", "Notes"
    ) == ["T001 < T002"]


def test_general_rules_about_every_story_are_no_dependencies() -> None:
    assert pairs("- Within each story: tests before implementation") == []


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "- T001 blocks T002",
                "T001 → (T002",
                "├── T003",
                "```",
                "| Task | Depends on |",
                "T001-T0",
                "after",
            ]
        ),
    ),
    max_size=12,
)


@given(LINES)
def test_no_text_makes_it_raise(lines: list[str]) -> None:
    stated("\n".join(lines))


@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.sampled_from(["-", "–", "~", "..", " through ", " to "]),
)
def test_a_range_is_all_tasks_between_its_ends(first: int, last: int, dash: str) -> None:
    text = PLAN.replace("- [ ] T010a Do one more in src/more.py\n", "")
    section = f"\n## Dependencies\n\n- T{first:03}{dash}T{last:03} blocks T999\n"
    (found,) = parse((text + section).encode()).statements
    if first <= last:
        assert found.before.ids == tuple(f"T{n:03}" for n in range(first, last + 1))
    else:
        assert found.before.ids == (f"T{first:03}", f"T{last:03}")


def test_gantt_charts() -> None:
    chart = """```mermaid
gantt
    dateFormat YYYY-MM-DD
    section Setup
    Do thing (T001)         :done, a1, 2026-01-01, 1d
    Nobody's task           :a2, after a1, 1d
    section Core
    T002 and T003           :crit, b1, after a1, 2d
    Do thing (T004)         :b2, after b1 a2, 1d
```"""
    assert pairs(chart) == ["T001 < T002 T003", "T002 T003 < T004"]
