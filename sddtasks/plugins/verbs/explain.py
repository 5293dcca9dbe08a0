"""`doit sdd explain TASK`: why a task stands where it stands, and whether it is up to date."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator

from sddtasks.app import compilation
from sddtasks.app import settings
from sddtasks.compiler.explain import Cause
from sddtasks.compiler.explain import Explanation
from sddtasks.compiler.explain import explain
from sddtasks.execute.recipes import RECIPES
from sddtasks.model.errors import SddError
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins.database import reasons

PURPOSE = "say why a task stands where it stands: its edges with their lines, gates, paths"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("task")
    words.add_argument("directory", nargs="?", default="", metavar="FEATURE_DIR")
    words.add_argument("--feature", default="", help="the same as FEATURE_DIR")
    return words


def run(arguments: argparse.Namespace) -> int:
    feature = finding.find(arguments.directory or arguments.feature).feature
    graph = compilation.graph_of(feature, settings.load(feature.root, {}))
    if arguments.task not in graph.links:
        close = difflib.get_close_matches(arguments.task, graph.links, n=3)
        hint = f"did you mean {' or '.join(close)}?" if close else "doit list shows the tasks"
        raise SddError(f"there is no task {arguments.task}", hint)
    path = f"{feature.relative}/tasks.md"
    why = reasons(feature).get(arguments.task, "")
    display.tell_lines(_told(explain(graph, arguments.task), path, why))
    return 0


def _told(found: Explanation, path: str, why: str) -> Iterator[str]:
    task, links = found.task, found.links
    yield f"{task.id}  {task.title}"
    yield f"  {path}:{task.line}  {task.kind}{', in parallel' if task.parallel else ''}"
    yield f"  status      {'would run: ' + why if why else 'up to date'}"
    yield from _causes("waits for", found.waits_for, path)
    yield from _causes("awaited by", found.waited_for_by, path)
    gates = [gate.value for gate in RECIPES[task.kind].after]
    yield f"  gates       {', '.join(gates)}"
    yield from _listed("must pass", links.guards)
    yield from _listed("inputs", links.file_dep)
    owners = dict(found.owners)
    yield from _listed(
        "paths", [_owned(name, owners.get(name, ""), task.id) for name in task.paths]
    )
    yield from _listed("due", [f"{name} with {owner}" for name, owner in found.guarded_at])
    yield from _listed("documents", links.documents)


def _causes(label: str, causes: tuple[Cause, ...], path: str) -> Iterator[str]:
    yield from _listed(
        label,
        [
            f"{cause.name:<10} {'stated' if cause.stated else 'inferred'}: {cause.rule or 'path'}"
            + (f"  {path}:{cause.line}" if cause.line else "")
            + (f"  “{' '.join(cause.text.split())[:80]}”" if cause.text else "")
            for cause in causes
        ],
    )


def _listed(label: str, rows: tuple[str, ...] | list[str]) -> Iterator[str]:
    for index, row in enumerate(rows):
        yield f"  {label if index == 0 else '':<10}  {row}"


def _owned(path: str, owner: str, task: str) -> str:
    if not owner:
        return path
    return f"{path}  (owned)" if owner == task else f"{path}  (owned by {owner})"
