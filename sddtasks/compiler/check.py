"""All problems of a plan at once, sorted by line, with the severities that the project wants."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace

from sddtasks.compiler.catalogue import RULES
from sddtasks.compiler.catalogue import problem
from sddtasks.compiler.graph import cycle_text
from sddtasks.compiler.ownership import Ownership
from sddtasks.compiler.phases import Barriers
from sddtasks.compiler.stated import Stated
from sddtasks.compiler.tdd import Tests
from sddtasks.compiler.ties import Ties
from sddtasks.model.links import Edge
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Severity

_OFF = "off"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is known about a plan once its graph stands."""

    plan: Plan
    said: Stated
    barriers: Barriers
    ties: Ties
    tests: Tests
    cycles: tuple[tuple[Edge, ...], ...]
    owned: Ownership
    positions: Mapping[str, int]
    edges: tuple[Edge, ...]
    documents: Mapping[str, str]
    exists: Callable[[str], bool]


def problems(facts: Facts, severities: Mapping[str, str]) -> tuple[Problem, ...]:
    """Every finding of every rule, each once."""
    found = dict.fromkeys(
        (
            *facts.plan.problems,
            *facts.said.problems,
            *facts.ties.problems,
            *_rules(facts),
        )
    )
    graded = _graded(found, severities)
    return tuple(sorted(graded, key=lambda item: (item.line, item.column, item.code, item.text)))


def _rules(facts: Facts) -> Iterator[Problem]:
    yield from _cycles(facts)


def _cycles(facts: Facts) -> Iterator[Problem]:
    for cycle in facts.cycles:
        if any(edge.rule == "parent" for edge in cycle):
            continue
        stated = [edge for edge in cycle if edge.stated]
        line = max(edge.line for edge in stated or cycle)
        if all(edge.stated or edge.rule == "member" for edge in cycle):
            yield problem("SDD011", line, f"circle: {cycle_text(cycle)}", "remove one of the lines")
        else:
            yield problem("SDD030", line, f"left out, it would close {cycle_text(cycle)}")


def _graded(found: Iterable[Problem], severities: Mapping[str, str]) -> Iterator[Problem]:
    """The problems with the severities of the project, by code or by name."""
    for item in found:
        rule = RULES.get(item.code)
        wanted = severities.get(item.code) or (severities.get(rule.name) if rule else None)
        if wanted is None:
            yield item
        elif wanted != _OFF:
            yield replace(item, severity=Severity(wanted))
