"""All problems of a plan at once, sorted by line, with the severities that the project wants."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from sddtasks.compiler.catalogue import RULES
from sddtasks.compiler.facts import Facts
from sddtasks.compiler.rules_documents import DOCUMENT_RULES
from sddtasks.compiler.rules_order import ORDER_RULES
from sddtasks.compiler.rules_tasks import TASK_RULES
from sddtasks.compiler.ties import turned_phases
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Severity

OFF = "off"


def problems(facts: Facts, severities: Mapping[str, str]) -> tuple[Problem, ...]:
    """Every finding of every rule, each once."""
    rules = (*TASK_RULES, *ORDER_RULES, *DOCUMENT_RULES)
    found = chain(
        facts.plan.problems,
        facts.said.problems,
        facts.ties.problems,
        turned_phases(facts.said.phase_relations, facts.barriers),
        chain.from_iterable(rule(facts) for rule in rules),
    )
    graded = _graded(dict.fromkeys(found), severities)
    return tuple(sorted(graded, key=lambda item: (item.line, item.column, item.code, item.text)))


def _graded(found: Iterable[Problem], severities: Mapping[str, str]) -> Iterator[Problem]:
    """The problems with the severities of the project, by code or by name."""
    for item in found:
        rule = RULES.get(item.code)
        wanted = severities.get(item.code) or (severities.get(rule.name) if rule else None)
        if wanted is None or (rule and rule.is_fixed):
            yield item
        elif wanted != OFF:
            yield replace(item, severity=Severity(wanted))
