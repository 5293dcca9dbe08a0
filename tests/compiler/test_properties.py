"""What holds for every plan, however strange."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sddtasks.compiler import compile_plan
from sddtasks.compiler.waves import waves
from sddtasks.model.links import Graph
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Phase
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.model.plan import Task
from tests.compiler.reading import is_test

NAMES = st.integers(1, 14).map("T{:03}".format)
SIDES = st.one_of(
    st.lists(NAMES, min_size=1, max_size=10).map(lambda ids: Ref(tuple(ids))),
    st.sampled_from(["everything else", "tests", "implementation", "Phase 2", "US1"]).map(
        lambda words: Ref((), words)
    ),
)
STATEMENTS = st.builds(
    Statement,
    before=SIDES,
    after=SIDES,
    rule=st.sampled_from(["blocks", "arrow", "field", "tree", "wave", "none"]),
    line=st.integers(20, 40),
    text=st.just("stated"),
    soft=st.booleans(),
)
PATHS = st.sampled_from(
    ["a.py", "src/a.py", "tests/test_a.py", "src/", "../x.py", "/home/kim/x.py", "b.md", "c.yaml"]
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    phases = tuple(
        Phase(str(number), title, f"Phase {number}: {title}", number)
        for number, title in enumerate(
            draw(st.permutations(["Setup", "Tests First", "User Story 1", "Polish"])), 1
        )
    )
    tasks = [
        Task(
            id=name,
            title=draw(
                st.sampled_from(["Order", "Unit test of Order", "GET /orders", "Delete it"])
            ),
            line=place,
            end_line=place,
            phase=draw(st.sampled_from(["", "1", "2", "3", "4"])),
            kind=draw(st.sampled_from(Kind)),
            parallel=draw(st.booleans()),
            paths=tuple(draw(st.lists(PATHS, max_size=3))),
            removes=tuple(draw(st.lists(PATHS, max_size=1))),
            inputs=tuple(draw(st.lists(st.sampled_from(["b.md", "b.md#x", "c.yaml"]), max_size=2))),
            parent=draw(st.one_of(st.none(), NAMES)),
        )
        for place, name in enumerate(draw(st.lists(NAMES, max_size=14)), 1)
    ]
    statements = tuple(draw(st.lists(STATEMENTS, max_size=8)))
    return Plan("x", "x", phases, tuple(tasks), statements, (), "")


def graph_of(plan: Plan) -> Graph:
    documents = {"specs/1/b.md": "# X\n", "specs/1/c.yaml": ""}
    return compile_plan(plan, documents=documents, existing=frozenset(), is_test=is_test)


@given(plans())
def test_the_order_respects_every_edge(plan: Plan) -> None:
    graph = graph_of(plan)
    place = {node: number for number, node in enumerate(graph.order)}
    assert len(place) == len(graph.order) == len(graph.links) + len(graph.gates)
    for name, links in graph.links.items():
        assert all(place[before] < place[name] for before in links.task_dep)
    for gate in graph.gates:
        assert all(place[before] < place[gate.name] for before in gate.waits_for)
    for edge in graph.edges:
        assert place[edge.before] < place[edge.after]


@given(plans())
def test_paths_suit_doit(plan: Plan) -> None:
    graph = graph_of(plan)
    place = {node: number for number, node in enumerate(graph.order)}
    owners: dict[str, str] = {}
    for name, links in graph.links.items():
        assert not set(links.targets) & set(links.file_dep)
        for path in links.targets:
            assert owners.setdefault(path, name) == name
            assert not path.startswith(("/", ".."))
    for name, links in graph.links.items():
        for path in links.file_dep:
            assert path not in owners or place[owners[path]] < place[name]
        assert set(links.guards) <= set(links.tests) or links.red_expected or not links.guards


@given(plans())
def test_every_red_test_has_one_deadline(plan: Plan) -> None:
    graph = graph_of(plan)
    deadlines = [path for links in graph.links.values() for path in links.guards]
    deadlines += [path for gate in graph.gates for path in gate.guards]
    assert len(deadlines) == len(set(deadlines))
    tasks = {task.id: task for task in reversed(plan.tasks)}
    for name, links in graph.links.items():
        if links.red_expected:
            tests = [path for path in tasks[name].paths if is_test(path)]
            assert set(tests) <= set(deadlines)


@given(plans())
def test_waves_respect_every_edge(plan: Plan) -> None:
    graph = graph_of(plan)
    wave = {name: number for number, names in enumerate(waves(graph).waves) for name in names}
    assert set(wave) == set(graph.links)
    for edge in graph.edges:
        assert wave[edge.before] < wave[edge.after]


@given(plans())
def test_compiling_twice_is_compiling_once(plan: Plan) -> None:
    assert graph_of(plan) == graph_of(plan)
