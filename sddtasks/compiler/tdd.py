"""Test-driven order: which tests are written before their code, and the gates that see to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.compiler.matching import by_test
from sddtasks.compiler.matching import matches
from sddtasks.compiler.phases import Barriers
from sddtasks.compiler.phases import gate_name
from sddtasks.compiler.words import Role
from sddtasks.compiler.words import roles
from sddtasks.model.links import Check
from sddtasks.model.links import Edge
from sddtasks.model.links import Gate
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Task

PRODUCT = (Kind.CODE, Kind.INTEGRATE)
_CHECKING = re.compile(
    r"^(?:\W*(?:final|manual(?:ly)?|full|re-?)\W+)?(?:run|re-?run|execute|verify|validate|confirm"
    r"|check|ensure|smoke|walk|perform|review|measure|проверить|запустить|прогнать|ejecutar"
    r"|verificar|validar|executar|vérifier|exécuter|prüfen)\b"
    r"|^(?:运行|验证|检查|確認|検証|실행|확인)|\bmanual(?:ly)?\b|手动|手動|вручную",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\bregressions?\b|\bexisting\b|\bstill (?:pass|work)|回归|回帰|регресс", re.IGNORECASE
)
_SOURCE = re.compile(r"\.(?!(?:md|markdown|mdx|txt|rst|adoc)$)\w+$", re.IGNORECASE)
_RED = re.compile(r"(?:^|[\W_])red(?:$|[\W_])", re.IGNORECASE)
_FIRST = re.compile(
    r"\bfirst\b|\btdd\b|\bbefore\b|\bfail|\bred\b|测试优先|優先|优先|先行|ファースト|必须在"
    r"|сначала|primero|primeiro|d'abord|zuerst",
    re.IGNORECASE,
)


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
) -> Tests:
    """Classify the plan's test tasks. `stated` are the edges of the document."""
    stated = tuple(stated)
    writers = [task for task in plan.tasks if task.kind is Kind.TEST]
    products = [task for task in plan.tasks if task.kind in PRODUCT]
    files = {task.id: test_files(task, is_test) for task in writers}
    by_phase = defaultdict[str, list[str]](list)
    for task in products:
        by_phase[task.phase].append(task.id)
    headings = {phase.id: phase.heading for phase in barriers.phases}
    polish = frozenset(name for name, text in headings.items() if Role.POLISH in roles(text))
    declared = frozenset(
        task.id
        for task in writers
        if task.phase not in polish and _is_declared(task, headings.get(task.phase, ""))
    )
    links = {name: dict(found) for name, found in by_test(matches(writers, products)).items()}
    known = {task.id for task in writers}, {task.id for task in products}
    for edge in stated:
        if edge.before in known[0] and edge.after in known[1]:
            links.setdefault(edge.before, {})[edge.after] = True
    found = Tests(files, frozenset(), declared, links, _frozen(by_phase), polish)
    return Tests(
        files, _first(plan, writers, found, stated), declared, links, found.products, polish
    )


def test_files(task: Task, is_test: Callable[[str], bool]) -> tuple[str, ...]:
    """The files with tests that a task writes; by their names, else all its source files."""
    named = tuple(path for path in task.paths if is_test(path))
    return named or tuple(path for path in task.paths if _SOURCE.search(path))


def _frozen(groups: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(found) for name, found in groups.items()}


def _is_declared(task: Task, heading: str) -> bool:
    """Does a heading or a label say that this test comes first?"""
    if any(_RED.search(label) for label in task.labels):
        return True
    if task.commands and (_CHECKING.search(task.title) or task.title.startswith("`")):
        return False
    return any(
        Role.TESTS in roles(text) and _FIRST.search(text) for text in (task.section, heading)
    )


def _first(
    plan: Plan, writers: Iterable[Task], found: Tests, stated: Iterable[Edge]
) -> frozenset[str]:
    index = {task.id: position for position, task in enumerate(plan.tasks)}
    phase_of = {task.id: task.phase for task in plan.tasks}
    last_product = max(
        (
            index[name]
            for phase, names in found.products.items()
            if phase not in found.polish
            for name in names
        ),
        default=-1,
    )
    behind = _behind_code(stated, phase_of, found.products)
    has_first_phase = bool(found.declared)

    def is_first(task: Task) -> bool:
        place = index[task.id]
        if task.phase in found.polish or (task.paths and not found.files[task.id]):
            return False
        if task.id in found.declared:
            return place < last_product and task.id not in behind
        if _CHECKING.search(task.title) or _AFTERWARDS.search(task.title) or task.id in behind:
            return False
        linked = found.links.get(task.id)
        if linked:
            return any(index[c] > place and phase_of[c] == task.phase for c in linked)
        own = [index[name] for name in found.products.get(task.phase, ())]
        return not has_first_phase and bool(own) and place < min(own)

    return frozenset(task.id for task in writers if is_first(task))


def _behind_code(
    stated: Iterable[Edge], phase_of: Mapping[str, str], products: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """Tasks that wait for code of their own phase because the document says so."""
    outgoing = defaultdict[str, list[str]](list)
    for edge in stated:
        if phase_of.get(edge.before) == phase_of.get(edge.after):
            outgoing[edge.before].append(edge.after)
    reached: set[str] = set()
    queue = [name for names in products.values() for name in names]
    while queue:
        for name in outgoing.get(queue.pop(), ()):
            if name not in reached:
                reached.add(name)
                queue.append(name)
    return frozenset(reached)


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
