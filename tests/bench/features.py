"""Features of any size to measure with: a plan, its files, its finished state, and the same graph
as a dodo.py that somebody might have written for plain doit."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from doit.dependency import Dependency

from sddtasks.app import compilation
from sddtasks.app import table
from sddtasks.app.row import Row
from sddtasks.model import events
from sddtasks.model.config import Settings
from sddtasks.model.how import How
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.job import Terms
from sddtasks.model.job import Tool
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.plugins.backend import SddBackend
from sddtasks.plugins.tasks import FeatureTasks
from sddtasks.state import evidence
from sddtasks.state import records
from sddtasks.state.journal import Journal
from sddtasks.system import clock
from sddtasks.system import environment

STORY = 25
RELATIVE = "specs/001-bench"
AGENT = "agent.sh"
_SETTINGS = f"""\
agent = "command"
parallel = 1

[agents.command]
argv = ["/bin/sh", "{{root}}/{AGENT}"]
"""
_SCRIPT = """\
mkdir -p "$(dirname "src/$SDD_TASK")" && echo "written for $SDD_TASK" > "src/$SDD_TASK.txt"
"""


def plan(tasks: int, missing: Collection[str] = ()) -> str:
    """Stories of 25 tasks, each with a file of its own, most of them side by side."""
    lines = ["# Tasks: A feature to measure with", ""]
    for number in range(tasks):
        story, place = divmod(number, STORY)
        if place == 0:
            lines += ["", f"## Phase 3.{story + 1}: Story {story + 1}", ""]
        name = name_of(number)
        box = "[ ]" if name in missing else "[x]"
        mark = "[P] " if place % 5 else ""
        lines.append(f"- {box} {name} {mark}Configure part {number} in src/{name}.txt")
    return "\n".join([*lines, ""])


def name_of(number: int) -> str:
    return f"T{number + 1:05}"


def make(directory: Path, tasks: int, missing: Collection[str] = ()) -> Feature:
    """A project in which all tasks but `missing` are completed, according to every witness."""
    feature = _written(directory, tasks, missing)
    graph = compilation.sound_graph(feature, Settings())
    _populate(feature, graph, missing)
    return feature


def make_plain(directory: Path, feature: Feature) -> None:
    """The same names and task_dep for doit alone, one `config_changed` a task; executed once."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    rows = "\n".join(
        f"    ({row.name!r}, {row.title!r}, {row.digest!r}, {list(row.task_dep)!r}),"
        for row in table.rows(feature)
    )
    (directory / "dodo.py").write_text(_DODO.format(rows=rows), encoding="utf-8")


_DODO = """\
from doit.tools import config_changed

DOIT_CONFIG = {{"backend": "sqlite3", "dep_file": "doit.db"}}

TASKS = [
{rows}
]


def work():
    return True


def task_feature():
    for name, doc, definition, task_dep in TASKS:
        yield {{
            "basename": name,
            "doc": doc,
            "actions": [work],
            "task_dep": task_dep,
            "uptodate": [config_changed(definition)],
        }}
"""


def _written(directory: Path, tasks: int, missing: Collection[str]) -> Feature:
    shutil.rmtree(directory, ignore_errors=True)
    feature = Feature(directory, directory / RELATIVE, Path(RELATIVE).name)
    feature.directory.mkdir(parents=True)
    feature.tasks_md.write_text(plan(tasks, missing), encoding="utf-8")
    (directory / "src").mkdir()
    for name in map(name_of, range(tasks)):
        if name not in missing:
            text = f"written for {name}\n"
            (directory / "src" / f"{name}.txt").write_text(text, encoding="utf-8")
    (directory / "sddtasks.toml").write_text(_SETTINGS, encoding="utf-8")
    (directory / AGENT).write_text(_SCRIPT, encoding="utf-8")
    environment.forget_repository()
    (directory / "pyproject.toml").write_text('[tool.doit]\nloader = "sdd"\n', encoding="utf-8")
    for words in (
        ("init", "--quiet", "--initial-branch", "bench"),
        ("config", "user.name", "Bench"),
        ("config", "user.email", "bench@example.invalid"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "Everything"),
    ):
        subprocess.run(["git", *words], cwd=directory, check=True)
    return feature


def _populate(feature: Feature, graph: Graph, missing: Collection[str]) -> None:
    """Evidence, journal and database as a run leaves them, without its commits."""
    journal = Journal(feature.state_dir / "journal.jsonl")
    jobs = {task.id: task for task in graph.plan.tasks}
    rows = table.rows(feature)
    unfinished = _unfinished(rows, missing)
    with _database(feature) as tasks:
        journal.append(events.RunStarted(clock.stamp(), "bench", 1, len(jobs)))
        for row in rows:
            if row.name in unfinished or not row.checked:
                continue
            job = Job(
                name=row.name,
                feature=feature,
                terms=Terms(Tool("command"), ()),
                phase=None,
                task=jobs.get(row.name),
            )
            result = _result(job)
            record = records.of_result(result, row.digest, row.title, claimed=False)
            journal.append(events.TaskCompleted(clock.stamp(), row.name, How.EXECUTED, seconds=1.0))
            tasks.work.save(row.name, record)
        journal.append(events.RunEnded(clock.stamp(), "bench", 0))


def _unfinished(rows: list[Row], missing: Collection[str]) -> set[str]:
    """The missing tasks and every gate that waits for one of them, near or far."""
    found = set(missing)
    for row in rows:
        if row.members is not None and found & set(row.task_dep):
            found.add(row.name)
    return found


def _result(job: Job) -> JobResult:
    now = clock.stamp()
    path = job.feature.state_dir / "evidence" / f"{job.name.replace(':', '-')}.toml"
    result = JobResult(
        name=job.name,
        status=JobStatus.COMPLETED,
        message="",
        started_at=now,
        completed_at=now,
        attempts=1,
        evidence=path.relative_to(job.feature.root).as_posix(),
        commit="0" * 40,
    )
    digest = evidence.write(path, evidence.describe(job, result, [], "", {}))
    return replace(result, evidence_digest=digest)


@contextlib.contextmanager
def _database(feature: Feature) -> Iterator[FeatureTasks]:
    """Open as in a run, but the mirror is not written after each of thousands of records."""
    tasks = FeatureTasks(feature)
    dependency = Dependency(SddBackend, tasks.configuration["dep_file"])
    tasks.attach(dependency)
    dependency.backend.on_change = None
    yield tasks
    dependency.close()
