"""What doit needs of a feature, one row per doit task; kept, since most commands only look.

Commands that only look (`doit list`, a run with nothing to do) then pay neither for the parser and
the compiler nor for the configuration's schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from sddtasks import __version__
from sddtasks.app import documents
from sddtasks.model.links import Check
from sddtasks.model.links import Gate
from sddtasks.model.links import Graph
from sddtasks.model.links import TaskLinks
from sddtasks.model.plan import Feature
from sddtasks.model.plan import Phase
from sddtasks.model.plan import Task
from sddtasks.system import files

FINAL = "final"
_CONFIGURATION = ("sddtasks.toml", "pyproject.toml")


class Row(NamedTuple):
    """One doit task. `members`: None for a task of tasks.md, else what a gate vouches for.

    `phase` is the heading; `group` is the same text for neighbouring [P] tasks, else empty.
    `checked`: False for a gate that is only there for the order.
    """

    name: str
    title: str
    digest: str
    phase: str
    group: str
    checked: bool
    file_dep: list[str]
    targets: list[str]
    task_dep: list[str]
    members: list[str] | None


def rows(feature: Feature) -> list[Row]:
    """Every doit task, so ordered that no dependency points back; `final` is the last.

    Raises PlanError or ConfigError when the feature cannot be compiled; nothing is written then.
    """
    key = _key(feature)
    stored = _stored(feature, key)
    if stored is not None:
        return stored
    from sddtasks.app import compilation  # noqa: PLC0415 - see the module's docstring
    from sddtasks.app import settings  # noqa: PLC0415

    graph = compilation.sound_graph(feature, settings.load(feature.root, {}).rules)
    fresh = of_graph(graph)
    documents.prepare_state_dir(feature)
    text = json.dumps({"key": key, "rows": fresh}, ensure_ascii=False)
    files.write_atomic(feature.state_dir / "table.json", text)
    return fresh


def of_graph(graph: Graph) -> list[Row]:
    tasks = {task.id: task for task in graph.plan.tasks}
    gates = {gate.name: gate for gate in graph.gates}
    headings = {phase.id: _label(phase) for phase in graph.plan.phases}
    table = [
        _gate(gates[name], headings)
        if name in gates
        else _task(tasks[name], graph.links[name], headings)
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


def _task(task: Task, links: TaskLinks, headings: Mapping[str, str]) -> Row:
    return Row(
        name=task.id,
        title=task.title,
        digest=links.digest,
        phase=headings.get(task.phase, ""),
        group=f"{task.phase}/{task.section}" if task.parallel else "",
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


def _stored(feature: Feature, key: str) -> list[Row] | None:
    try:
        document = json.loads((feature.state_dir / "table.json").read_bytes())
        return [Row(*values) for values in document["rows"]] if document["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _key(feature: Feature) -> str:
    """What the rows depend on: plan and configuration by content, documents by time and size."""
    parts = [__version__, files.digest(documents.read_plan(feature))]
    parts += [files.file_digest(feature.root / name) for name in _CONFIGURATION]
    parts += [
        f"{path}|{stat.st_mtime_ns}|{stat.st_size}" for path, stat in documents.listed(feature)
    ]
    return files.digest("\n".join(parts))
