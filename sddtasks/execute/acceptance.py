"""What a task says of its own verification: ```accept blocks and `verify: …` clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sddtasks.model.plan import Task

_VERIFY = re.compile(
    r"\b(?:verify|verified by|verification)\s*[:：]\s*\**\s*`([^`]+)`", re.IGNORECASE
)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*(\S*)")


def work(task: Task) -> tuple[str, ...]:
    """The task's commands that are no checks: those may do what it asks for."""
    checks = {*fenced(task), *clauses(task)}
    return tuple(command for command in task.commands if command not in checks)


def fenced(task: Task) -> Iterator[str]:
    """The lines of the task's ```accept blocks, less comments."""
    opening = ""
    for line in task.body:
        mark = _FENCE.match(line)
        if opening:
            if mark and mark[1].startswith(opening):
                opening = ""
            elif line.strip() and not line.strip().startswith("#"):
                yield line.strip()
        elif mark and mark[2].lower() == "accept":
            opening = mark[1]


def clauses(task: Task) -> Iterator[str]:
    """`verify: `cmd`` in the title or the body."""
    for line in (task.title, *task.body):
        yield from _VERIFY.findall(line)
