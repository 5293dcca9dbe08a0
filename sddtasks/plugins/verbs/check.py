"""`doit sdd check`: everything that is wrong with a tasks.md, before anything runs."""

from __future__ import annotations

import argparse

from sddtasks.app import compilation
from sddtasks.app import documents
from sddtasks.app import settings
from sddtasks.compiler import diagnostics
from sddtasks.model.plan import Severity
from sddtasks.plugins import display
from sddtasks.plugins import finding

PURPOSE = "show every problem of tasks.md at once; exit code 1 if one of them is an error"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("feature", nargs="?", default="", metavar="FEATURE_DIR")
    words.add_argument("--format", choices=diagnostics.FORMATS, default="text", dest="form")
    return words


def run(arguments: argparse.Namespace) -> int:
    feature = finding.find(arguments.feature).feature
    graph = compilation.graph_of(feature, settings.load(feature.root, {}))
    source = documents.read_plan(feature).decode("utf-8-sig", errors="replace")
    path = f"{feature.relative}/tasks.md"
    text = diagnostics.rendered(graph.problems, path, source, arguments.form)
    if text:
        display.tell(text)
    if arguments.form == "text":
        summary = diagnostics.summary(graph.problems)
        display.tell(f"{path}: {len(graph.plan.tasks)} tasks, {summary}")
    errors = any(problem.severity is Severity.ERROR for problem in graph.problems)
    return 1 if errors else 0
