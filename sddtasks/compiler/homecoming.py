"""Absolute paths below the repository, written on this very machine, as paths of the repository."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from sddtasks.compiler.catalogue import problem
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Task


def relative_to(plan: Plan, root: PurePosixPath) -> Plan:
    """The plan with such paths made relative, and a warning for the first of them."""
    tasks = tuple(_at_home(task, root) for task in plan.tasks)
    moved = [old for old, new in zip(plan.tasks, tasks, strict=True) if old is not new]
    if not moved:
        return plan
    return replace(plan, tasks=tasks, problems=(*plan.problems, _told(moved[0], len(moved), root)))


def _at_home(task: Task, root: PurePosixPath) -> Task:
    paths = tuple(_relative(path, root) for path in task.paths)
    removes = tuple(_relative(path, root) for path in task.removes)
    same = (paths, removes) == (task.paths, task.removes)
    return task if same else replace(task, paths=paths, removes=removes)


def _relative(path: str, root: PurePosixPath) -> str:
    above = f"{root}/"
    return path.removeprefix(above) if path != above else path


def _told(task: Task, count: int, root: PurePosixPath) -> Problem:
    above = f"{root}/"
    written = (path for path in (*task.paths, *task.removes) if path.startswith(above))
    path = next(written).removeprefix(above)
    others = f", as in {count - 1} more tasks" if count > 1 else ""
    return problem(
        "SDD032",
        task.line,
        f"{root}/{path} is right on this machine only{others}",
        f"read as {path}; write it so",
    )
