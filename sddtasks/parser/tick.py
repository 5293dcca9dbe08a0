"""Ticking one task in the text of tasks.md: one character changes, every other byte stays."""

from __future__ import annotations

import re

from sddtasks.parser.plan import parse

_BOX = re.compile(rb"\[([^\]\s]| )\]")


def mark_done(text: bytes, task_id: str, line: int = 0) -> bytes:
    """Tick the box of a task. `line` is where the plan has it, a hint that is checked first.

    The same bytes come back when the task has no box, is ticked already, or is not there.
    """
    return _marked(text, task_id, line, b"x", unless=b"xX")


def mark_open(text: bytes, task_id: str, line: int = 0) -> bytes:
    """Take the tick out of the box of a task."""
    return _marked(text, task_id, line, b" ", unless=b" ")


def _marked(text: bytes, task_id: str, line: int, mark: bytes, unless: bytes) -> bytes:
    lines = text.split(b"\n")
    at = line if _stands(lines, task_id, line) else _line_of(text, task_id)
    box = _BOX.search(lines[at - 1]) if at else None
    if box is None or box[1] in unless:
        return text
    start = sum(len(part) + 1 for part in lines[: at - 1]) + box.start(1)
    return text[:start] + mark + text[start + len(box[1]) :]


def _stands(lines: list[bytes], task_id: str, line: int) -> bool:
    """Does the id stand behind the first box of this line?"""
    if not 0 < line <= len(lines):
        return False
    box = _BOX.search(lines[line - 1])
    if box is None:
        return False
    behind = lines[line - 1][box.end() :].lstrip(b" \t*_`[~")
    rest = behind.removeprefix(task_id.encode())
    return rest != behind and not rest[:1].isalnum()


def _line_of(text: bytes, task_id: str) -> int:
    return next((task.line for task in parse(text).tasks if task.id == task_id), 0)
