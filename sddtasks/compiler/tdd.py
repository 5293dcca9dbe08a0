"""Test-driven order: which tests are written before their code, and the gates that see to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.compiler.matching import by_test
from sddtasks.compiler.matching import matches
from sddtasks.compiler.phases import Barriers
from sddtasks.compiler.phases import gate_name
from sddtasks.compiler.red import Surroundings
from sddtasks.compiler.red import declared
from sddtasks.compiler.red import first
from sddtasks.compiler.words import Role
from sddtasks.compiler.words import roles
from sddtasks.model.links import Check
from sddtasks.model.links import Edge
from sddtasks.model.links import Gate
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Task

PRODUCT = (Kind.CODE, Kind.INTEGRATE)
_SOURCE = re.compile(r"\.(?!(?:md|markdown|mdx|txt|rst|adoc)$)\w+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tests:
    """`files`: what each test task writes. `first`: tests that must fail when they are written.

    `declared`: tests that the document wants first. `links`: test task → the code tasks it is
    about, and whether it passes once the last of them is done. `products`: phase → its code tasks.
    """

    files: Mapping[str, tuple[str, ...]]
    first: frozenset[str]
    declared: frozenset[str]
    links: Mapping[str, Mapping[str, bool]]
    products: Mapping[str, tuple[str, ...]]
    polish: frozenset[str]


def read_tests(
    plan: Plan,
    barriers: Barriers,
    is_test: Callable[[str], bool],
    stated: Iterable[Edge] = (),
    single: Collection[tuple[str, str]] = frozenset(),
) -> Tests:
    """Classify the plan's test tasks. `stated` are the edges of the document.

    A test is about the code that its names tell, and about what an edge in `single` ties it to.
    Other edges, of sentences about groups (`tests before implementation`), only order it.
    """
    stated = tuple(stated)
    about = _links(plan, (edge for edge in stated if (edge.before, edge.after) in single))
    writers = [task for task in plan.tasks if task.kind is Kind.TEST]
    products = defaultdict[str, list[str]](list)
    for task in plan.tasks:
        if task.kind in PRODUCT:
            products[task.phase].append(task.id)
    headings = {phase.id: phase.heading for phase in barriers.phases}
    around = Surroundings(
        index={task.id: position for position, task in enumerate(plan.tasks)},
        phase_of={task.id: task.phase for task in plan.tasks},
        headings=headings,
        products=products,
        polish=_polish(barriers),
        links=_links(plan, stated),
    )
    wanted = declared(writers, around)
    return Tests(
        files={task.id: test_files(task, is_test) for task in writers},
        first=first(writers, wanted, around, stated),
        declared=wanted,
        links=about,
        products={phase: tuple(names) for phase, names in products.items()},
        polish=around.polish,
    )


def _polish(barriers: Barriers) -> frozenset[str]:
    named = ((phase.id, phase.name or phase.heading) for phase in barriers.phases)
    return frozenset(identifier for identifier, name in named if Role.POLISH in roles(name))


def _links(plan: Plan, stated: Iterable[Edge]) -> dict[str, dict[str, bool]]:
    """The code each test is about: by names, and where the document makes it wait for the test."""
    tests = [task for task in plan.tasks if task.kind is Kind.TEST]
    codes = [task for task in plan.tasks if task.kind in PRODUCT]
    links = {name: dict(found) for name, found in by_test(matches(tests, codes)).items()}
    test_ids, code_ids = {task.id for task in tests}, {task.id for task in codes}
    for edge in stated:
        if edge.before in test_ids and edge.after in code_ids:
            links.setdefault(edge.before, {})[edge.after] = True
    return links


def test_files(task: Task, is_test: Callable[[str], bool]) -> tuple[str, ...]:
    """The files with tests that a task writes; by their names, else all its source files."""
    named = tuple(path for path in task.paths if is_test(path))
    return named or tuple(path for path in task.paths if _SOURCE.search(path))


def tests_gates(plan: Plan, found: Tests) -> Iterator[tuple[Gate, tuple[Edge, ...]]]:
    """In each phase that holds both: all tests that come first, then the code behind them."""
    index = {task.id: position for position, task in enumerate(plan.tasks)}
    firsts = defaultdict[str, list[Task]](list)
    for task in plan.tasks:
        if task.id in found.first:
            firsts[task.phase].append(task)
    for phase, writers in firsts.items():
        last = index[writers[-1].id]
        codes = [name for name in found.products.get(phase, ()) if index[name] > last]
        if not codes:
            continue
        ids = tuple(task.id for task in writers)
        gate = Gate(
            name=f"{gate_name(phase)}.tests",
            check=Check.TESTS,
            phase=phase,
            waits_for=ids,
            line=writers[0].line,
            why=f"tests before code: {', '.join(ids[:6])}{' …' if len(ids) > 6 else ''}",
        )
        yield (
            gate,
            tuple(
                Edge(gate.name, name, "tests first", writers[0].line, stated=False)
                for name in codes
            ),
        )


def test_edges(plan: Plan, found: Tests) -> Iterator[Edge]:
    """Each test that comes first precedes the code it is about, inside its phase."""
    tasks = {task.id: (position, task) for position, task in enumerate(plan.tasks)}
    for name in found.first:
        place, task = tasks[name]
        for code in found.links.get(name, ()):
            later, product = tasks[code]
            if product.phase == task.phase and later > place:
                yield Edge(name, code, "tests first", task.line, stated=False)


def phase_checks(barriers: Barriers, found: Tests) -> dict[str, Check]:
    """The gate of a phase in which nothing but tests come first checks that they are red."""
    return {
        phase.id: Check.TESTS
        for phase in barriers.phases
        if phase.id not in found.products
        and any(name in found.first for name in barriers.members[phase.id])
    }
