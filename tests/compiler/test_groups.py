"""Groups that dependencies name: by headings, without what these say about order themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.model.links import Graph
from tests.compiler.reading import codes
from tests.compiler.reading import compiled
from tests.compiler.reading import the
from tests.compiler.reading import waits

OHLCV = Path(__file__).parents[1] / "features/ohlcv/specs/001-ohlcv-data-collector/tasks.md"
LEVELS = """# Tasks: Shop
## Phase 1: Core
### Level 1: Models
- [ ] T001 [P] Order in src/order.py
- [ ] T002 [P] User in src/user.py
### Level 2: Interfaces (depend on models)
- [ ] T003 [P] Store interface in src/store.py
- [ ] T004 [P] Bus interface in src/bus.py
### Level 3: Services {clause}
- [ ] T005 [P] Order service in src/services/order.py
- [ ] T006 [P] User service in src/services/user.py
"""
SENTENCES = """## Dependencies
- Models (T001-T002) before interfaces
- Interfaces (T003-T004) before services
"""
GIVEN_UP = ("SDD011", "SDD021", "SDD030", "SDD045")


def test_the_feature_of_the_specification_is_ordered_as_it_says() -> None:
    graph = compiled(OHLCV.read_text(encoding="utf-8"))
    assert [code for code in codes(graph) if code in GIVEN_UP] == []
    for first, last, after in ((12, 15, 16), (16, 19, 20), (20, 24, 25), (25, 25, 27)):
        for number in range(first, last + 1):
            assert waits(graph, f"T{after:03}", f"T{number:03}")
    assert not waits(graph, "T016", "T020")


def test_a_sentence_about_all_code_orders_tests_and_does_not_date_them() -> None:
    graph = compiled(OHLCV.read_text(encoding="utf-8"))
    due = {file: task for task, links in graph.links.items() for file in links.guards}
    assert waits(graph, "T012", "T005")
    assert due == {
        "test/contract/exchange_contract_test.go": "T020",
        "test/contract/storage_contract_test.go": "T021",
        "test/contract/gap_storage_contract_test.go": "T022",
    }


@pytest.mark.parametrize(
    "clause",
    [
        "(Depend on Interfaces + Models)",
        "(depends on Models and Interfaces)",
        "(needs: Interfaces, Models)",
        "(prerequisite: Interfaces)",
        "(blocked by Interfaces)",
        "(can start after Level 2)",
        "(requires T003, T004)",
        "(Priority: P1 – depends on Interfaces)",
        "[after Interfaces]",
        "{after Interfaces}",
        "– requires Interfaces",
        "— depends on Interfaces",
        "- only after Interfaces",
        ": depends on Interfaces",
        ", after Interfaces",
        "⚠️ only after Interfaces",
        "（依赖 Interfaces）",
        "（Interfaces 完成之后）",
        "【依赖：Interfaces】",
        "（Interfacesに依存）",
        "(Interfaces 이후)",
        "(после Interfaces)",
        "(hängt von Interfaces ab)",
        "(dépend de Interfaces)",
        "(después de Interfaces)",
    ],
)
def test_a_clause_of_a_heading_is_about_the_tasks_below_it(clause: str) -> None:
    for text in (LEVELS.format(clause=clause), LEVELS.format(clause=clause) + SENTENCES):
        graph = compiled(text)
        assert waits(graph, "T003", "T001")
        assert waits(graph, "T005", "T004")
        assert waits(graph, "T006", "T003")
        assert not waits(graph, "T006", "T005")
        assert [code for code in codes(graph) if code in GIVEN_UP] == []


@pytest.mark.parametrize(
    ("text", "later", "earlier", "not_before"),
    [
        pytest.param(
            "## Phase 2: API (depends on Phase 1)\n- [ ] T001 Route in api.py\n"
            "## Phase 1: Base\n- [ ] T002 Base in base.py\n"
            "## Phase 3: End\n- [ ] T003 End in end.py\n"
            "## Dependencies\n- API before End\n",
            *("T003", "T001", ""),
            id="the phase, not the one that waits for it",
        ),
        pytest.param(
            "## Phase 1: Work\n### Parser\n- [ ] T001 [P] Parser in p.py\n"
            "### Printer (after parser)\n- [ ] T002 [P] Printer in q.py\n"
            "### Editor\n- [ ] T003 [P] Editor in e.py\n## Dependencies\n- Editor after Parser\n",
            *("T003", "T001", "T002"),
            id="a word in the heading and in another one's clause",
        ),
        pytest.param(
            "## Phase 1: US1\n### Models\n- [ ] T001 [P] [US1] A in a.py\n"
            "### Services (after Models)\n- [ ] T002 [P] [US1] B in b.py\n"
            "## Phase 2: US2\n### Models\n- [ ] T003 [P] [US2] C in c.py\n"
            "### Services (after Models)\n- [ ] T004 [P] [US2] D in d.py\n"
            "## Dependencies\n- US1 and US2 can run in parallel\n",
            *("T004", "T003", "T001"),
            id="of the same story",
        ),
        pytest.param(
            "## 1. Data\n- [ ] 1.1 Tables in a.sql\n"
            "## 2. Server (needs Data)\n- [ ] 2.1 Server in s.go\n"
            "## 3. Client\n- [ ] 3.1 Client in c.ts\n## Dependencies\n- Data before Client\n",
            *("3.1", "1.1", ""),
            id="openspec",
        ),
        pytest.param(
            "## Phase 1: Code\n- [ ] T001 [P] Core model in a.py\n"
            "- [ ] T002 [P] Core store in b.py\n- [ ] T003 [P] Report in c.py\n"
            "## Dependencies\n- T003 depends on Code\n",
            *("T003", "T002", ""),
            id="a group around the task means the rest before it",
        ),
    ],
)
def test_which_group_is_meant(text: str, later: str, earlier: str, not_before: str) -> None:
    graph = compiled(f"# Tasks: X\n{text}")
    assert waits(graph, later, earlier)
    assert not not_before or not waits(graph, later, not_before)


@pytest.mark.parametrize(
    "field",
    [
        "**Dependencies**: None",
        "**Depends on**: nothing",
        "**Dependencies**: see above",
        "- Dependencies: external API",
        "**Prerequisites**: Node 20 and a database",
        "**Depends on**: Phase 1",
        "**依赖**: 无",
        "**Blocked by**: the review of the architecture (partially)",
    ],
)
@pytest.mark.parametrize(
    "heading",
    [
        "## Phase 2: Core",
        "## Phase 2: User Story 1 - Buy (P1)",
        "## WP02 – Core",
        "### Task Group 2: Core",
        "## 2. Core",
        "## Phase 2: Core\n### Services",
    ],
)
def test_a_field_of_a_section_takes_no_order_out_of_it(heading: str, field: str) -> None:
    first = heading.split("\n", maxsplit=1)[0].replace("2", "1").replace("Core", "Base")
    text = (
        f"# Tasks: Shop\n{first}\n- [ ] T000 Base in src/base.py\n{heading}\n{field}\n\n"
        "- [ ] T001 Order in src/order.py\n- [ ] T002 Bill in src/bill.py\n"
        "- [ ] T003 Post in src/post.py\n"
    )
    graph = compiled(text)
    assert waits(graph, "T002", "T001")
    assert waits(graph, "T003", "T002")


@pytest.mark.parametrize(
    ("field", "freed"),
    [
        ("Dependencies: None", True),
        ("Depends on: T000", True),
        ("Depends on: external API", False),
        ("Depends on: see above", False),
        ("Blocks: T004", False),
    ],
)
def test_a_field_of_a_task_frees_that_task_only(field: str, *, freed: bool) -> None:
    text = (
        "# Tasks: Shop\n## Phase 1: Core\n- [ ] T000 Base in src/base.py\n"
        f"- [ ] T001 Order in src/order.py\n- [ ] T002 Bill in src/bill.py\n  - {field}\n"
        "- [ ] T003 Post in src/post.py\n- [ ] T004 Mail in src/mail.py\n"
    )
    graph = compiled(text)
    assert waits(graph, "T002", "T001") is not freed
    assert waits(graph, "T001", "T000")
    assert waits(graph, "T003", "T001")
    assert waits(graph, "T004", "T003")


PHASES = """# Tasks: Shop
## Phase 1: Setup
- [ ] T001 Set up in setup.cfg
## Phase 2: Foundational
- [ ] T002 [P] Base in src/base.py
- [ ] T003 [P] Log in src/log.py
## Phase 3: User Story 1 - Buy
- [ ] T004 [US1] Buy in src/buy.py
## Phase 4: User Story 2 - Sell
- [ ] T005 [US2] Sell in src/sell.py
## Phase 5: Polish (after US1, US2)
- [ ] T006 Docs in docs/index.md
## Dependencies
"""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("- T006 before T002", "SDD021"),
        ("- Polish before T002", "SDD021"),
        ("- Foundational depends on Polish", "SDD021"),
        ("- Phase 3 depends on Phase 4", "SDD021"),
        ("- User Story 1 depends on User Story 2", "SDD021"),
        ("- T002 → T003 → T002", "SDD011"),
        ("- T003 depends on Phase 9", "SDD045"),
        ("- T003 depends on all validation", "SDD045"),
        ("- T003 partially depends on T002", "SDD044"),
        ("- T003 depends on T099", "SDD020"),
    ],
)
def test_whatever_is_given_up_is_told_with_its_line(line: str, code: str) -> None:
    graph = compiled(f"{PHASES}\n{line}\n")
    assert the(graph, code).line == PHASES.count("\n") + 2


def test_a_story_in_a_clause_makes_no_story_of_a_phase() -> None:
    graph = compiled(PHASES)
    assert waits(graph, "T006", "T004")
    assert waits(graph, "T006", "T005")
    assert [code for code in codes(graph) if code in GIVEN_UP] == []


def test_every_stated_edge_of_many_circles_is_kept_or_told() -> None:
    names = [f"T{number:03}" for number in range(1, 121)]
    tasks = "".join(f"- [ ] {name} [P] Part in src/{name}.py\n" for name in names)
    pairs = [(names[n], names[n + 1]) for n in range(0, 120, 2)]
    lines = "".join(f"- {a} blocks {b}\n- {b} blocks {a}\n" for a, b in pairs)
    text = f"# T\n## Phase 1: Core\n{tasks}## Dependencies\n{lines}"
    graph = compiled(text)
    kept = {(edge.before, edge.after) for edge in graph.edges if edge.stated}
    told = "".join(problem.text for problem in graph.problems if problem.code == "SDD011")
    for first, second in pairs:
        assert len({(first, second), (second, first)} & kept) == 1
        assert first in told
        assert second in told


def stated_order(graph: Graph) -> list[str]:
    return [name for name in graph.order if name.startswith("T")]


def test_what_is_stated_beats_the_order_of_the_document() -> None:
    text = (
        "# T\n## Phase 1: Core\n### Services\n- [ ] T001 [P] Shop in src/shop.py\n"
        "### Models\n- [ ] T002 [P] Order in src/order.py\n"
        "## Dependencies\n- Models before services\n"
    )
    assert stated_order(compiled(text)) == ["T002", "T001"]
