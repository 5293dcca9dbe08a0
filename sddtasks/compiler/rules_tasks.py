"""Findings about single tasks and phases: paths, vagueness, emptiness, template residue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import PurePosixPath

from sddtasks.compiler.catalogue import problem
from sddtasks.compiler.catalogue import some
from sddtasks.compiler.facts import Facts
from sddtasks.compiler.ownership import improper
from sddtasks.compiler.ownership import is_absolute
from sddtasks.compiler.ownership import is_outside
from sddtasks.compiler.words import telling
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Problem
from sddtasks.model.plan import Task

_WRITING = (Kind.CODE, Kind.TEST, Kind.INTEGRATE)
_RESIDUE = re.compile(
    r"\[###[^\]]*\]|\[FEATURE[^\]]*\]|\[Entity\d?\]|\[Service\]|\[service\]\.\w+|\[entity\d?\]\.\w+"
    r"|\[endpoint/feature\]|\[endpoint\]|\[Title\]|\[file\]\.\w+|\[name\]\.\w+|\[location\]|\bTXXX\b"
    r"|\[language\]|\[framework\][^(]|\[Brief description[^\]]*\]|\[DATE\]|\[user journey\]"
)
_FEW_WORDS = 3
_SHOWN = 80
_USUAL = frozenset("src lib app apps packages internal cmd test tests spec docs scripts".split())


def outside(facts: Facts) -> Iterator[Problem]:
    """Each directory of a machine once, at the first task that names a path in it."""
    found = defaultdict[tuple[str, ...], list[tuple[Task, str]]](list)
    for task in facts.tasks.values():
        for path in (*task.paths, *task.removes, *(text.partition("#")[0] for text in task.inputs)):
            wrong = improper(path)
            if wrong:
                shown = path if len(path) <= _SHOWN else f"{path[:_SHOWN]}…"
                hint = "a path names one file below the root of the repository"
                yield problem("SDD012", task.line, f"{shown} {wrong}", hint)
            elif is_outside(path):
                parts = PurePosixPath(path.replace("\\", "/")).parts
                found[parts[:3] if is_absolute(path) else parts].append((task, path))
    for places in found.values():
        yield _outside(*places[0], len({path for _, path in places}) - 1, facts.exists)


def _outside(task: Task, path: str, others: int, exists: Callable[[str], bool]) -> Problem:
    more = f", and {others} more like it" if others else ""
    if path.startswith("~"):
        text = f"{path} lies in the home directory{more}"
        return problem("SDD024", task.line, text, "it is neither checked nor committed")
    if is_absolute(path):
        text = f"{path} is absolute, so it exists on one machine only{more}"
        hint = f"write it relative to the repository, like {_tail(path, exists)}"
        return problem("SDD012", task.line, text, hint)
    text = f"{path} lies outside the repository{more}"
    return problem("SDD012", task.line, text, "a task may only change the repository")


def _tail(path: str, exists: Callable[[str], bool]) -> str:
    """The longest end of the path that begins in this repository, or in a usual directory."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    starts = range(2, len(parts) - 1)
    here = next((start for start in starts if exists(parts[start])), None)
    usual = next((start for start in starts if parts[start] in _USUAL), len(parts) - 3)
    return "/".join(parts[max(usual if here is None else here, 1) :])


def pathless(facts: Facts) -> Iterator[Problem]:
    """Vague tasks one by one, the others once per phase."""
    lacking = defaultdict[str, list[Task]](list)
    parents = {task.parent for task in facts.tasks.values()}
    for task in facts.tasks.values():
        if task.paths or task.removes or task.commands or task.kind not in _WRITING:
            continue
        if task.id in parents:
            continue
        if len(telling(task.title)) <= _FEW_WORDS and not any(line.strip() for line in task.body):
            text = f"{task.id} says too little to be checked: {task.title!r}"
            yield problem("SDD041", task.line, text, "name the files and what must be true of them")
        else:
            lacking[task.phase].append(task)
    for tasks in lacking.values():
        text = f"{some([task.id for task in tasks])} name no file: only their tests can be checked"
        yield problem("SDD040", tasks[0].line, text, "write `in path/to/file`")


def empty_phases(facts: Facts) -> Iterator[Problem]:
    for phase in facts.plan.phases:
        if phase.id not in facts.barriers.members:
            yield problem("SDD042", phase.line, f"no tasks in {phase.heading!r}")


def residue(facts: Facts) -> Iterator[Problem]:
    """Square brackets that only the templates use."""
    plan = facts.plan
    texts = [(1, plan.title)]
    texts += [(phase.line, phase.heading) for phase in plan.phases]
    texts += [(task.line, " ".join((task.title, *task.paths))) for task in facts.tasks.values()]
    for line, text in texts:
        found = _RESIDUE.search(text)
        if found:
            said = f"{found[0]} is a placeholder of the template"
            yield problem("SDD027", line, said, "replace it, or delete the line")


TASK_RULES: tuple[Callable[[Facts], Iterator[Problem]], ...] = (
    outside,
    pathless,
    empty_phases,
    residue,
)
