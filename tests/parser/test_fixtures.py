"""Whole files, one per dialect: what the parser reads from each is written beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sddtasks.model.plan import Plan
from sddtasks.model.plan import Task
from sddtasks.parser import parse

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.md"))


def rendered(text: bytes) -> str:
    """A plan as lines for people: a table of tasks under their phases, then the problems."""
    plan = parse(text)
    return "\n".join([f"{plan.dialect}: {plan.title}", *_lines(plan)]) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    if plan.front_matter:
        yield f"front matter {dict(plan.front_matter)}"
    for phase in plan.phases:
        yield f"phase {phase.id}: {phase.title} (line {phase.line})"
        for task in plan.tasks:
            if task.phase == phase.id:
                yield f"  {_task(task)}"
    for problem in plan.problems:
        yield f"{problem.code} {problem.severity} line {problem.line}: {problem.text}"


def _task(task: Task) -> str:
    lines = f"{task.line}" if task.line == task.end_line else f"{task.line}-{task.end_line}"
    parts = [f"{lines} {task.id} [{task.mark}] {task.kind.value}: {task.title}"]
    parts += ["parallel"] if task.parallel else []
    parts += ["optional"] if task.optional else []
    parts += [f"parent={task.parent}"] if task.parent else []
    parts += [f"story={task.story}"] if task.story else []
    parts += [f"section={task.section}"] if task.section else []
    for name in ("paths", "removes", "inputs", "commands", "labels", "body"):
        values = getattr(task, name)
        parts += [f"{name}={list(values)}"] if values else []
    return " | ".join(parts)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_file_is_read_as_expected(path: Path) -> None:
    assert rendered(path.read_bytes()) == path.with_suffix(".expected").read_text(encoding="utf-8")


def test_every_fixture_is_also_read_with_crlf_and_byte_order_mark() -> None:
    for path in FIXTURES:
        text = path.read_bytes()
        windows = b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")
        assert rendered(windows) == rendered(text), path.name
