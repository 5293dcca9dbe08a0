"""From a feature directory to its Graph: parse tasks.md and compile it with its surroundings."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import PurePosixPath

from sddtasks import toolchains
from sddtasks.app import documents
from sddtasks.app import policies
from sddtasks.compiler import compile_plan
from sddtasks.compiler.homecoming import relative_to
from sddtasks.model.config import Settings
from sddtasks.model.errors import PlanError
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Severity
from sddtasks.parser import parse

_SHOWN = 20


def graph_of(feature: Feature, settings: Settings) -> Graph:
    """Compile, whatever the problems."""
    source = documents.read_plan(feature)
    plan = relative_to(parse(source), PurePosixPath(feature.root))
    said = policies.problems(source, plan, settings)
    return compile_plan(
        replace(plan, problems=(*plan.problems, *said)),
        documents=documents.read(feature),
        existing=lambda path: os.path.exists(feature.root / path),
        is_test=toolchains.may_hold_tests,
        severities=settings.rules,
    )


def sound_graph(feature: Feature, settings: Settings) -> Graph:
    """Compile, or raise PlanError with every error."""
    graph = graph_of(feature, settings)
    errors = [problem for problem in graph.problems if problem.severity is Severity.ERROR]
    if errors:
        raise PlanError(_told(feature, errors), errors, f"doit sdd check {feature.relative}")
    return graph


def _told(feature: Feature, errors: list[Problem]) -> str:
    rows = [
        f"  {feature.relative}/tasks.md:{error.line}: {error.text} [{error.code}]"
        + (f"\n      {error.hint}" if error.hint else "")
        for error in errors[:_SHOWN]
    ]
    if len(errors) > _SHOWN:
        rows.append(f"  … and {len(errors) - _SHOWN} more")
    return "Invalid or missing tasks.md: it cannot be compiled\n" + "\n".join(rows)
