"""What happens for each kind of task: the gates before, the act, the gates after. A table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.model.links import Check
from sddtasks.model.plan import Kind
from sddtasks.model.verdict import GateName


@dataclass(frozen=True, slots=True)
class Recipe:
    """`commands`: may commands of the document do the work; `template`: what the agent is told."""

    template: str
    after: tuple[GateName, ...]
    red_before: bool = False
    commands: bool = False


_BOUNDS = (GateName.PATHS, GateName.FROZEN, GateName.SCOPE, GateName.SECRETS)
_END = (GateName.ACCEPT, GateName.EFFECT)
_CODE = (
    *_BOUNDS,
    GateName.SUBSTANCE,
    GateName.BUILD,
    GateName.GREEN,
    GateName.SUITE,
    *_END,
)

RECIPES: Mapping[Kind, Recipe] = {
    Kind.SETUP: Recipe(template="setup", after=(*_BOUNDS, GateName.SUITE, *_END), commands=True),
    Kind.TEST: Recipe(template="test", after=(*_BOUNDS, GateName.RED, GateName.SUITE, *_END)),
    Kind.CODE: Recipe(template="code", red_before=True, after=_CODE),
    Kind.INTEGRATE: Recipe(template="integrate", red_before=True, after=_CODE),
    Kind.POLISH: Recipe(template="polish", after=(*_BOUNDS, GateName.SUITE, *_END), commands=True),
}

CHECKS: Mapping[Check, tuple[GateName, ...]] = {
    Check.ORDER: (),
    Check.TESTS: (GateName.ORDER, GateName.FROZEN, GateName.LINKS),
    Check.PHASE: (GateName.FROZEN, GateName.GREEN, GateName.SUITE, GateName.LINKS),
    Check.FINAL: (GateName.PATHS, GateName.FROZEN, GateName.BUILD, GateName.SUITE),
}
