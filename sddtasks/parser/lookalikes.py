"""Words that are nearly ids of the plan, as `T0O7`, `t007` and `T-007` are of T007."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Sequence

from sddtasks.model.plan import Problem
from sddtasks.model.plan import Severity
from sddtasks.model.plan import Task
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import LineKind

_PLAIN = re.compile(r"([A-Z]{1,6})(\d{2,5})")
_DIGITS = str.maketrans("OoIl", "0011")
_READ = frozenset({LineKind.PROSE, LineKind.HEADING, LineKind.ROW})


def lookalikes(document: Document, tasks: Sequence[Task]) -> Iterator[Problem]:
    """Each such word once, where it first stands."""
    shapes = [match for task in tasks if (match := _PLAIN.fullmatch(task.id))]
    if not shapes:
        return
    known = {task.id for task in tasks}
    (prefix, width), _ = Counter((shape[1], len(shape[2])) for shape in shapes).most_common(1)[0]
    word = re.compile(
        rf"(?<![\w./#-]){prefix}[-_]?(?P<number>[\dOoIl]{{{width}}})(?![\w-]|[./]\w)",
        re.IGNORECASE,
    )
    seen = set(known)
    for line in document.lines:
        if line.kind not in _READ:
            continue
        for match in word.finditer(line.text):
            meant = prefix + match["number"].translate(_DIGITS)
            if match[0] not in seen and _is_meant(match["number"], meant, known):
                seen.add(match[0])
                yield _problem(line.number, match, meant)


def _is_meant(number: str, meant: str, known: Collection[str]) -> bool:
    """Letters among digits (not `Tool`) are no word, even if no task has that number."""
    return meant in known if number.isdigit() else any(char.isdigit() for char in number)


def _problem(line: int, match: re.Match[str], meant: str) -> Problem:
    return Problem(
        "SDD033",
        Severity.WARNING,
        line,
        f"{match[0]} is not an id of this plan, so what is said of it is not read",
        f"did you mean {meant}?",
        match.start() + 1,
        len(match[0]),
    )
