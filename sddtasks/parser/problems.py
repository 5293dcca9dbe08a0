"""What the parser itself finds wrong with a file. Findings about the graph are the compiler's."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from sddtasks.model.plan import Problem
from sddtasks.model.plan import Severity
from sddtasks.model.plan import Task
from sddtasks.model.plan import most_names
from sddtasks.parser.lookalikes import lookalikes
from sddtasks.parser.sites import Site
from sddtasks.system import escape
from sddtasks.system.markdown import LONGEST
from sddtasks.system.markdown import Document

LARGEST = 16 * 2**20
"""How many bytes of a document are read: room for 100,000 tasks."""


def problems(
    document: Document, tasks: Sequence[Task], sites: Iterable[Site], *, numbered: bool
) -> tuple[Problem, ...]:
    """Everything wrong with the file as a file, sorted by line."""
    found = [
        *_undecodable(document),
        *_unclosed(document),
        *_cut(document),
        *_controls(document),
        *_duplicates(tasks),
        *_placeholders(sites),
        *(_generated(tasks) if numbered else ()),
        *lookalikes(document, tasks),
    ]
    if not tasks:
        found.append(_nothing())
    return tuple(sorted(found, key=lambda problem: problem.line))


def _nothing() -> Problem:
    return Problem(
        "SDD001",
        Severity.ERROR,
        1,
        "no tasks found",
        "write tasks as check boxes with ids: - [ ] T001 Create the package in src/shop/",
    )


def _undecodable(document: Document) -> Iterator[Problem]:
    for line in document.undecodable[:1]:
        more = len(document.undecodable) - 1
        text = "text is not UTF-8" + (f" (and {more} more lines)" if more else "")
        yield Problem("SDD002", Severity.ERROR, line, text, "save the file as UTF-8")


def _duplicates(tasks: Iterable[Task]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for task in tasks:
        if task.id in first:
            text = f"{task.id} is defined twice, first in line {first[task.id]}"
            yield Problem("SDD003", Severity.ERROR, task.line, text, "give one of them a new id")
        else:
            first[task.id] = task.line


def _placeholders(sites: Iterable[Site]) -> Iterator[Problem]:
    for site in sites:
        if site.placeholder:
            text = f"{site.ids[0]} is a placeholder of the template, not an id"
            yield Problem("SDD004", Severity.ERROR, site.line, text, "number the task or delete it")


def _unclosed(document: Document) -> Iterator[Problem]:
    for line in document.unclosed:
        text = "a code fence or comment begins here and never ends"
        yield Problem("SDD005", Severity.WARNING, line, text, "close it, or delete this line")


def _cut(document: Document) -> Iterator[Problem]:
    for line in document.cut[:1]:
        others = len(document.cut) - 1
        more = f" (and {others} more lines)" if others else ""
        text = f"only the first {LONGEST} characters of this line are read{more}"
        yield Problem("SDD007", Severity.WARNING, line, text, "break the line")


def _controls(document: Document) -> Iterator[Problem]:
    """Characters that nobody sees and that change what a terminal or an editor shows."""
    lines = [line for line in document.lines if line.text != escape.terminal(line.text)]
    for line in lines[:1]:
        more = f" (and {len(lines) - 1} more lines)" if lines[1:] else ""
        text = f"this line holds a control character, which is shown as {_shown(line.text)}{more}"
        yield Problem("SDD009", Severity.WARNING, line.number, text, "delete it")


def _shown(text: str) -> str:
    """The first such character, as it is shown."""
    return next(shown for char in text if (shown := escape.terminal(char)) != char)


def too_large(size: int) -> Problem:
    """A document that is not read at all; `size` in bytes."""
    text = f"the document has {size} bytes, and at most {LARGEST} are read"
    return Problem("SDD008", Severity.ERROR, 1, text, "make several features of it")


def too_many(tasks: int, line: int) -> Problem:
    """Dependencies of which only a part was read."""
    most = most_names(tasks)
    text = f"the dependencies name more than {most} ids: those from here on are not read"
    hint = "let phases and checkpoints say what waits for everything before it"
    return Problem("SDD014", Severity.ERROR, line, text, hint)


def _generated(tasks: Sequence[Task]) -> Iterator[Problem]:
    if tasks:
        text = (
            f"the tasks have no ids: they are numbered 1 to {len(tasks)} in the order of the file"
        )
        hint = "give each task an id, so that finished work is recognised after the file changes"
        yield Problem("SDD006", Severity.NOTE, tasks[0].line, text, hint)
