"""What a task says about itself: at the end of its line and in the fields below it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.model.plan import Task
from sddtasks.parser.depends_fields import field
from sddtasks.parser.depends_fields import is_open_field
from sddtasks.parser.depends_fields import valued
from sddtasks.parser.depends_inline import inline
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_words import speaks_of_order
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import LineKind

_ITEM = re.compile(r"^\s*(?:[-*+•·]\s+|\d+[.)]\s+|\||#|>|\*\*|_[A-Z])")
_VALUE = re.compile(r"^\W*\x01\d+\x02")
_MOST_WRAPPED = 12


def task_statements(
    document: Document, tasks: Sequence[Task], reader: Reader
) -> Iterator[Statement]:
    by_line = defaultdict[int, list[Task]](list)
    for task in tasks:
        by_line[task.line].append(task)
    open_field: Ref | None = None
    for number, names in _owners(tasks, len(document.lines)).items():
        line = document.lines[number - 1]
        if number in by_line:
            text = _own_text(document, by_line[number][0])
            if speaks_of_order(text):
                own = [task.id for task in by_line[number]]
                yield from inline(text, own, number, reader)
            open_field = None
        elif open_field is not None and _VALUE.match(reader.mark(line.text).text):
            yield from valued(line.text, open_field, number, reader, blocks=False, rule="field")
        elif is_open_field(line.text):
            open_field = Ref(names)
        else:
            open_field = None
            yield from field(line.text, Ref(names), number, reader)


def _own_text(document: Document, task: Task) -> str:
    """The task's line and the wrapped rest of its description."""
    own = document.lines[task.line - 1]
    parts = [own.text]
    if own.kind is not LineKind.PROSE:
        return own.text
    for line in document.lines[task.line : min(task.end_line, task.line + _MOST_WRAPPED)]:
        if line.kind is not LineKind.PROSE or not line.text.strip() or _ITEM.match(line.text):
            break
        parts.append(line.text.strip())
    return " ".join(parts)


def _owners(tasks: Iterable[Task], lines: int) -> Mapping[int, tuple[str, ...]]:
    """For each line the innermost tasks whose text it is part of."""
    result: dict[int, tuple[str, ...]] = {}
    starts: dict[int, int] = {}
    for task in sorted(tasks, key=lambda task: task.line):
        for line in range(task.line, min(task.end_line, lines) + 1):
            if starts.get(line) == task.line:
                result[line] = (*result[line], task.id)
            else:
                result[line], starts[line] = (task.id,), task.line
    return result
