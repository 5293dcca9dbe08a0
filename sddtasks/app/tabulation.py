"""From a feature to its rows, when the table is out of date: settings, parser, compiler."""

from __future__ import annotations

from collections.abc import Mapping

from sddtasks.app import compilation
from sddtasks.app import documents
from sddtasks.app import policies
from sddtasks.app import settings
from sddtasks.app.row import FINAL
from sddtasks.app.row import Row
from sddtasks.model.links import Check
from sddtasks.model.links import Gate
from sddtasks.model.links import Graph
from sddtasks.model.links import TaskLinks
from sddtasks.model.plan import Feature
from sddtasks.model.plan import Phase
from sddtasks.model.plan import Task
from sddtasks.state.mirror import parallel_groups
from sddtasks.system import files


def compiled(feature: Feature) -> list[Row]:
    """Raises PlanError or ConfigError when the feature cannot be compiled."""
    loaded = settings.load(feature.root, {})
    graph = compilation.sound_graph(feature, loaded)
    weak = policies.weakened(documents.read_plan(feature), graph.plan, loaded)
    return [row._replace(weakened=weak.get(row.name, "")) for row in of_graph(graph)]


def of_graph(graph: Graph) -> list[Row]:
    tasks = {task.id: task for task in graph.plan.tasks}
    gates = {gate.name: gate for gate in graph.gates}
    groups = {name: group[0] for group in parallel_groups(graph.plan.tasks) for name in group}
    headings = {phase.id: _label(phase) for phase in graph.plan.phases}
    table = [
        _gate(gates[name], headings)
        if name in gates
        else _task(tasks[name], graph.links[name], headings, groups)
        for name in graph.order
    ]
    table.append(
        Row(
            name=FINAL,
            title="The whole suite, every named path, the report",
            digest="",
            phase="",
            group="",
            checked=True,
            file_dep=[],
            targets=[],
            task_dep=_ends(table),
            members=list(graph.order),
        )
    )
    return table


def _label(phase: Phase) -> str:
    """The heading as far as the title goes: "Phase 3.2: Tests First (TDD)"."""
    at = phase.heading.find(phase.title)
    return phase.heading[: at + len(phase.title)] if at >= 0 else phase.heading


def _gate(gate: Gate, headings: Mapping[str, str]) -> Row:
    return Row(
        name=gate.name,
        title=gate.why,
        digest=files.digest("\n".join((gate.check, *gate.guards))),
        phase=headings.get(gate.phase, ""),
        group="",
        checked=gate.check is not Check.ORDER,
        file_dep=[],
        targets=[],
        task_dep=list(gate.waits_for),
        members=list(gate.waits_for),
    )


def _task(
    task: Task, links: TaskLinks, headings: Mapping[str, str], groups: Mapping[str, str]
) -> Row:
    return Row(
        name=task.id,
        title=task.title,
        digest=links.digest,
        phase=headings.get(task.phase, ""),
        group=groups.get(task.id, ""),
        checked=True,
        file_dep=list(links.file_dep),
        targets=list(links.targets),
        task_dep=list(links.task_dep),
        members=None,
    )


def _ends(table: list[Row]) -> list[str]:
    """What nothing else waits for: waiting for these is waiting for everything."""
    awaited = {name for row in table for name in row.task_dep}
    return [row.name for row in table if row.name not in awaited]
