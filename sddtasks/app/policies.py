"""Which test policy holds for each task: the person's setting, and what tasks.md makes of it.

A document may ask for more than the person does. What asks for less counts only where the person
lets it (`tests_from_documents = "any"`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping

from sddtasks.compiler.catalogue import problem
from sddtasks.compiler.catalogue import some
from sddtasks.model.config import Settings
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Problem
from sddtasks.parser import policy


def in_force(source: bytes, plan: Plan, settings: Settings) -> Mapping[str, str]:
    """Task id → policy, for the tasks of which the document says something that counts."""
    counts_all = settings.tests_from_documents == "any"
    return {
        name: wish
        for name, wish in policy.policies(source, plan).items()
        if counts_all or not _is_weaker(wish, settings)
    }


def weakened(source: bytes, plan: Plan, settings: Settings) -> Mapping[str, str]:
    """Task id → policy, for the tasks of which less is asked than the person's setting says."""
    held = in_force(source, plan, settings)
    return {name: wish for name, wish in held.items() if _is_weaker(wish, settings)}


def problems(source: bytes, plan: Plan, settings: Settings) -> Iterator[Problem]:
    """A warning for each policy that is weaker than the setting, whether it counts or not."""
    wishes = defaultdict[str, list[str]](list)
    for name, wish in policy.policies(source, plan).items():
        if _is_weaker(wish, settings):
            wishes[wish].append(name)
    lines = {task.id: task.line for task in reversed(plan.tasks)}
    for wish, names in wishes.items():
        said = f"tests = {wish} for {some(names)}"
        if settings.tests_from_documents == "any":
            text = f"{said}: less than tests = {settings.tests}, as tests_from_documents allows"
            yield problem("SDD035", lines[names[0]], text, "report and last line name these tasks")
        else:
            text = f"{said} is not heeded: the settings say tests = {settings.tests}"
            hint = 'tests_from_documents = "any" in sddtasks.toml lets tasks.md ask for less'
            yield problem("SDD034", lines[names[0]], text, hint)


def _is_weaker(wish: str, settings: Settings) -> bool:
    return policy.POLICIES.index(wish) > policy.POLICIES.index(settings.tests)
