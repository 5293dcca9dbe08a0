"""What could be started now, against the plain definition of it."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sddtasks.plugins.frontier import Frontier

Graph = dict[str, list[str]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Each task waits for some of those before it, perhaps twice for the same."""
    names = [f"T{number}" for number in range(draw(st.integers(1, 9)))]
    return {
        name: draw(st.lists(st.sampled_from(names[:place]), max_size=4)) if place else []
        for place, name in enumerate(names)
    }


def behind(graph: Graph, name: str) -> list[str]:
    found: set[str] = set()
    for other, deps in graph.items():
        if name in deps or found & set(deps):
            found.add(other)
    return [other for other in graph if other in found]


@given(graphs(), st.randoms())
def test_ready_is_who_has_nobody_to_wait_for(graph: Graph, random: Random) -> None:
    frontier = Frontier(graph)
    done: set[str] = set()
    while len(done) < len(graph):
        expected = {name for name, deps in graph.items() if name not in done and set(deps) <= done}
        assert set(frontier.ready()) == expected
        name = random.choice(sorted(expected))
        frontier.done(name)
        done.add(name)
    assert frontier.ready() == []


@given(graphs())
def test_behind_is_everything_that_waits_near_or_far(graph: Graph) -> None:
    frontier = Frontier(graph)
    for name in graph:
        assert frontier.behind(name) == behind(graph, name)


def test_a_task_that_nobody_knows_is_of_no_account() -> None:
    frontier = Frontier({"T1": [], "T2": ["T1"]})
    frontier.done("their own task")
    assert list(frontier.ready()) == ["T1"]
