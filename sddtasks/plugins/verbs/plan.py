"""`doit sdd plan`: what would be done, in which order and why, without doing anything."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from collections.abc import Mapping

from sddtasks.app import compilation
from sddtasks.app import settings
from sddtasks.compiler.plan_json import plan_json
from sddtasks.compiler.waves import waves
from sddtasks.model.links import Graph
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins.database import reasons

PURPOSE = "show the compiled plan: waves, critical path, what would run and why"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("feature", nargs="?", default="", metavar="FEATURE_DIR")
    words.add_argument("--json", action="store_true", help="the whole plan for other programs")
    return words


def run(arguments: argparse.Namespace) -> int:
    feature = finding.find(arguments.feature).feature
    graph = compilation.graph_of(feature, settings.load(feature.root, {}))
    if arguments.json:
        display.tell_json(plan_json(graph))
        return 0
    display.tell_lines(_told(graph, reasons(feature)))
    return 0


def _told(graph: Graph, why: Mapping[str, str]) -> Iterator[str]:
    """Waves with their tasks, then the numbers; `why` has what is not up to date."""
    found = waves(graph)
    titles = {task.id: task.title for task in graph.plan.tasks}
    for number, wave in enumerate(found.waves, 1):
        yield f"wave {number}"
        for name in wave:
            state = f"  [{why[name]}]" if name in why else "  [up to date]"
            yield f"  {name:<8}{titles[name]}{state}"
    path = found.critical_path
    yield f"critical path: {len(path)} of {len(titles)} tasks: {' → '.join(path)}"
    yield f"at most {found.width} tasks can be worked on at the same time"
    yield f"{len([name for name in titles if name in why])} of {len(titles)} tasks would run"
