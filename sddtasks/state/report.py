"""The completion report: what was done, how it was proven, and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from pathlib import Path

from sddtasks.model import remedies
from sddtasks.model.events import TaskFailed
from sddtasks.model.job import JobResult
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.remedies import REMEDIES
from sddtasks.state import counts
from sddtasks.state.progress import Progress
from sddtasks.state.records import Record
from sddtasks.system import escape
from sddtasks.system import files
from sddtasks.system import resources

NAME = "implementation-report.md"
_TEMPLATE = "report/completion.md.j2"
MARK = b"<!-- sddtasks/implementation-report/"
"""In every report of ours, and in nobody else's."""


def write(
    feature: Feature,
    graph: Graph,
    records: Mapping[str, Record],
    progress: Progress,
    final: JobResult,
) -> Path:
    """Write the report beside tasks.md; returns where."""
    tasks = graph.plan.tasks
    rows = [
        {
            "id": task.id,
            "title": task.title,
            "record": records.get(task.id),
            "seconds": round(progress.of(task.id).seconds, 1),
        }
        for task in tasks
    ]
    done = {task.id: records[task.id] for task in tasks if task.id in records}
    known = {name: records[name] for name in graph.order if name in records}
    values: dict[str, object] = {
        "feature": feature.name,
        "title": graph.plan.title,
        "finished_at": final.completed_at,
        "started_at": progress.started_at,
        "runs": progress.runs,
        "rows": rows,
        "count": counts.of(len(tasks), done.values()),
        "skipped": {name: record for name, record in known.items() if record.skipped},
        "taken_at_word": {name: record for name, record in done.items() if record.is_accepted},
        "claimed": [name for name, record in done.items() if record.claimed],
        "red": {name: dict(record.red) for name, record in done.items() if record.red},
        "notes": [(name, note) for name, record in done.items() for note in record.notes],
        "waivers": progress.waivers,
        "refusals": [_refusal(event) for event in progress.failures],
        "usage": progress.usage,
        "accepted": {name: record.accepted for name, record in done.items() if record.accepted},
        "warnings": _warnings(graph, records, final),
        "test_runs": _test_runs(records.values(), final, len(done)),
        "verdicts": final.verdicts,
        "seconds": round(sum(story.seconds for story in progress.stories.values()), 1),
    }
    path = feature.directory / NAME
    text = resources.render(_TEMPLATE, values, escaped=escape.markdown).rstrip()
    files.write_atomic(path, f"{text}\n\n{_mark(text)}\n")
    return path


def is_edited(path: Path) -> bool:
    """Has somebody written into a report of ours?"""
    try:
        whole = path.read_text(encoding="utf-8").rstrip()
    except (OSError, UnicodeDecodeError):
        return False
    text, mark, _ = whole.rpartition(MARK.decode())
    return bool(mark) and not whole.endswith(_mark(text.rstrip()))


def _mark(text: str) -> str:
    """The last line: whose file it is, and what it held."""
    return f"{MARK.decode()}1 {files.digest(text)[:16]} -->"


def _warnings(
    graph: Graph, records: Mapping[str, Record], final: JobResult
) -> dict[str, tuple[str, ...]]:
    """What each task and gate has brought, in the order of the plan."""
    found = {name: tuple(records[name].warnings) for name in graph.order if name in records}
    return {name: rows for name, rows in {**found, final.name: final.warnings}.items() if rows}


def _refusal(event: TaskFailed) -> dict[str, str]:
    """What was refused, with the advice that was given."""
    failure = remedies.class_of(event.failure)
    return {
        "task": event.task,
        "failure": event.failure,
        "reason": (event.message.splitlines() or [""])[0],
        "advice": REMEDIES[failure].advice if failure else "",
    }


def _test_runs(done: Iterable[Record], final: JobResult, tasks: int) -> dict[str, float]:
    """How often whole suites were run, and parts of them."""
    totals = Counter[str](final.runs)
    for record in done:
        totals.update(record.runs)
    whole, part = totals["whole"], totals["part"]
    return {"whole": whole, "part": part, "per_task": round(whole / max(tasks, 1), 2)}
