"""Findings about order: unknown ids, circles, left-overs, tests and code the wrong way round."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from difflib import get_close_matches

from sddtasks.compiler.catalogue import problem
from sddtasks.compiler.catalogue import some
from sddtasks.compiler.facts import Facts
from sddtasks.compiler.graph import MEMBER
from sddtasks.compiler.graph import Cycle
from sddtasks.compiler.graph import cycle_text
from sddtasks.model.links import Edge
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Statement
from sddtasks.model.plan import Task

_VIOLATION = "Tests not completed before implementation"
_OWN_PLACE = frozenset({"inline", "field", "column"})
_ELSEWHERE = re.compile(
    r"\b(?:spec|feature|plan|issue|pr|milestone|m)[\s#-]*\d|\b\d{3}-[a-z]|removed|dropped"
    r"|other feature",
    re.IGNORECASE,
)


def unknown_ids(facts: Facts) -> Iterator[Problem]:
    """An unknown id stops the run where a task lists what it needs; in a sentence it may be old."""
    known = list(facts.tasks)
    seen: set[tuple[int, str]] = set()
    for said in facts.plan.statements:
        for name in (*said.before.ids, *said.after.ids):
            if name in facts.tasks or (said.line, name) in seen:
                continue
            seen.add((said.line, name))
            near = get_close_matches(name, known, n=2, cutoff=0.7)
            hint = f"did you mean {' or '.join(near)}?" if near else "define it or remove the name"
            code = "SDD010" if _is_needed(said, name) else "SDD020"
            yield problem(code, said.line, f"{name} is not a task of this plan", hint)


def _is_needed(said: Statement, name: str) -> bool:
    return (
        said.rule in _OWN_PLACE
        and name in said.before.ids
        and not said.soft
        and not _ELSEWHERE.search(said.text)
    )


def cycles(facts: Facts) -> Iterator[Problem]:
    """The shortest circle of each set of lines, and every stated edge that was given up.

    Circles of nothing but stated edges are errors; where inferred order is part of it, a warning.
    """
    seen: set[frozenset[int]] = set()
    told: set[int] = set()
    for cycle in facts.cycles:
        stated = [edge for edge in cycle.edges if edge.stated]
        given_up = [edge for edge in cycle.opened if edge.stated]
        lines = frozenset(edge.line for edge in stated)
        if lines not in seen:
            seen.add(lines)
            yield from _circle(cycle, stated)
            told.update(lines)
        for line in sorted({edge.line for edge in given_up} - told):
            told.add(line)
            edge = next(edge for edge in given_up if edge.line == line)
            text = f"{edge.before} before {edge.after} is not enforced, it is part of a circle"
            yield problem("SDD011", line, text, "remove one of these dependencies")


def _circle(cycle: Cycle, stated: Sequence[Edge]) -> Iterator[Problem]:
    text = cycle_text(cycle.edges)
    weakest = cycle.opened[0]
    if all(edge.stated or edge.rule == MEMBER for edge in cycle.edges):
        line = max(edge.line for edge in stated)
        hint = "remove one of these dependencies"
        yield problem("SDD011", line, f"the tasks wait for each other: {text}", hint)
    elif weakest.stated:
        said = (
            f"{weakest.before} before {weakest.after} contradicts the order of the phases: {text}"
        )
        hint = "not enforced; move the task or correct the line"
        yield problem("SDD021", weakest.line, said, hint)
    elif weakest.rule != "parent":
        line = max(edge.line for edge in stated or cycle.edges)
        yield problem("SDD030", line, f"an inferred order was left out, it would close {text}")


def left_overs(facts: Facts) -> Iterator[Problem]:
    for said in facts.said.left_overs:
        yield problem(
            "SDD022",
            said.line,
            f"`{said.text}` is an example of the template and does not fit these tasks",
            "not enforced; delete the line or write this plan's own dependencies",
        )


def shared_files(facts: Facts) -> Iterator[Problem]:
    """[P] promises different files."""
    clashes = defaultdict[tuple[str, str], list[Task]](list)
    for edge in facts.edges:
        first, second = facts.tasks.get(edge.before), facts.tasks.get(edge.after)
        if edge.rule != "same file" or first is None or second is None:
            continue
        if first.parallel and second.parallel and first.phase == second.phase:
            clashes[first.phase, edge.text] += (first, second)
    for (_, path), tasks in clashes.items():
        unique = {task.id: task for task in tasks}
        last = max(unique.values(), key=lambda task: task.line)
        yield problem(
            "SDD023",
            last.line,
            f"{some(list(unique))} are marked [P] but all change {path}; they run one by one",
            "take away [P], or give each task a file of its own",
        )


def code_before_tests(facts: Facts) -> Iterator[Problem]:
    """Tests that the document wants first, and their code stands before them or is done already.

    What is ticked is a claim, which the run verifies: it warns. What stands first would run first.
    """
    tests = facts.tests
    for name in sorted(tests.declared, key=facts.positions.__getitem__):
        line = facts.tasks[name].line
        codes = [code for code, decides in tests.links.get(name, {}).items() if decides]
        early = [code for code in codes if facts.positions[code] < facts.positions[name]]
        done = [code for code in codes if facts.tasks[code].done]
        if codes and len(early) == len(codes) and name not in tests.first:
            text = f"{_VIOLATION}: {some(early)} before its test {name}"
            yield problem("SDD013", line, text, f"move {name} in front of {early[0]}")
        elif done and not facts.tasks[name].done and name in tests.first:
            text = f"{_VIOLATION}: {some(done)} is ticked, its test {name} is not"
            yield problem("SDD031", line, text, f"untick {done[0]}, or tick {name} if it is done")


def tests_without_code(facts: Facts) -> Iterator[Problem]:
    tests = facts.tests
    lone = [name for name in facts.tasks if name in tests.declared and name not in tests.first]
    for name in lone:
        codes = tests.links.get(name, {})
        if not codes and tests.files.get(name):
            yield problem(
                "SDD028",
                facts.tasks[name].line,
                f"no code comes after {name}, so its tests cannot fail first",
                "they must pass at once",
            )


def tests_afterwards(facts: Facts) -> Iterator[Problem]:
    """Told once per phase: these tests are not expected to fail."""
    after = defaultdict[str, list[str]](list)
    for name, files in facts.tests.files.items():
        if files and name not in facts.tests.first and name not in facts.tests.declared:
            after[facts.tasks[name].phase].append(name)
    for names in after.values():
        line = facts.tasks[names[0]].line
        text = f"{some(names)}: written after the code, so the tests must pass at once"
        yield problem("SDD043", line, text)


ORDER_RULES: tuple[Callable[[Facts], Iterator[Problem]], ...] = (
    unknown_ids,
    cycles,
    left_overs,
    shared_files,
    code_before_tests,
    tests_without_code,
    tests_afterwards,
)
