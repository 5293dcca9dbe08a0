"""Which test policy holds for which task: front matter and HTML comments of tasks.md."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.plan import Phase
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Task
from sddtasks.system.comments import comments
from sddtasks.system.markdown import Line
from sddtasks.system.markdown import LineKind
from sddtasks.system.markdown import read

POLICIES = ("strict", "when-tests-exist", "off")
_VALUE = "|".join(POLICIES)
_COMMENT = re.compile(
    rf"<!--\s*sddtasks\s*:\s*(?:([\w.-]+)\s+)?tests\s*[=:]\s*({_VALUE})\s*-->", re.IGNORECASE
)
_PAIR = re.compile(rf"\s*([\w.-]+)\s*:\s*[\"']?({_VALUE})[\"']?\s*(?:#.*)?$", re.IGNORECASE)
_EVERYTHING = "tests"


@dataclass(frozen=True, slots=True)
class _Stated:
    """A policy for what `name` names: a task, a story, a phase, or everything."""

    name: str
    policy: str


def policies(text: bytes, plan: Plan) -> Mapping[str, str]:
    """Task id → policy, for the tasks of which the document says something.

    The closest statement counts: task, then story, then phase, then the whole document. In the
    front matter they stand below `sddtasks:` (`tests: off`, `T012: off`, `US1: off`, `3.5: off`).
    A comment that is shown as code or quoted is an example and says nothing.
    """
    lines = read(text).lines
    stated = {found.name: found.policy for found in _front_matter(lines)}
    stated.update({found.name: found.policy for found in _comments(lines, plan)})
    known = ((task, _closest(task, stated)) for task in plan.tasks)
    return {task.id: policy for task, policy in known if policy}


def _closest(task: Task, stated: Mapping[str, str]) -> str:
    names = (task.id, task.story or "", f"phase {task.phase}", task.phase, _EVERYTHING)
    return next((stated[name] for name in names if name in stated), "")


def _front_matter(lines: Sequence[Line]) -> Iterator[_Stated]:
    inside = False
    for line in lines:
        if line.kind is not LineKind.FRONT_MATTER:
            return
        if not line.text[:1].isspace():
            inside = line.text.partition(":")[0].strip() == "sddtasks"
        pair = _PAIR.match(line.text) if inside and line.text[:1].isspace() else None
        if pair:
            yield _Stated(pair[1], pair[2].lower())


def _comments(lines: Sequence[Line], plan: Plan) -> Iterator[_Stated]:
    texts = ["" if line.kind is LineKind.FRONT_MATTER else line.text for line in lines]
    if not _COMMENT.search("\n".join(texts)):
        return
    owners = _owners(plan)
    for comment in comments(texts):
        match = _COMMENT.fullmatch(comment.text)
        if match:
            line = texts[comment.line - 1]
            name = match[1] or _next_to(comment.line, line, owners, plan.phases)
            yield _Stated(name, match[2].lower())


def _owners(plan: Plan) -> dict[int, str]:
    """For each line of a task its id; of tasks within each other the outermost."""
    return {
        line: task.id
        for task in reversed(plan.tasks)
        for line in range(task.line, task.end_line + 1)
    }


def _next_to(number: int, line: str, owners: Mapping[int, str], phases: Sequence[Phase]) -> str:
    """A comment on a task's lines or right above it is the task's, one below a heading the
    phase's, one before the first phase everybody's."""
    if number in owners:
        return owners[number]
    if number + 1 in owners and not line.partition("<!--")[0].strip():
        return owners[number + 1]
    index = bisect_right(phases, number, lo=min(1, len(phases)), key=lambda phase: phase.line)
    phase = phases[max(index - 1, 0)] if phases else None
    return f"phase {phase.id}" if phase and phase.line <= number else _EVERYTHING
