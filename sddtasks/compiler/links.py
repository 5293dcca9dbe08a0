"""Each task in doit's terms: file_dep, targets, task_dep, guards, documents and digest."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from sddtasks.compiler.deadlines import Deadlines
from sddtasks.compiler.digest import digest
from sddtasks.compiler.documents import Reference
from sddtasks.compiler.documents import resolve
from sddtasks.compiler.graph import predecessors
from sddtasks.compiler.ownership import Ownership
from sddtasks.compiler.ownership import clean
from sddtasks.compiler.tdd import PRODUCT
from sddtasks.compiler.tdd import Tests
from sddtasks.model.links import Edge
from sddtasks.model.links import TaskLinks
from sddtasks.model.plan import Task


def task_links(
    tasks: Sequence[Task],
    edges: Iterable[Edge],
    owned: Ownership,
    tests: Tests,
    due: Deadlines,
    documents: Mapping[str, str],
) -> dict[str, TaskLinks]:
    """The links of all tasks, which are given in the order of the graph."""
    waits = predecessors(edges)
    written = frozenset(_written(tasks, documents))
    places = {task.id: place for place, task in enumerate(tasks)}
    result = {}
    for task in tasks:
        references = [resolve(text, documents) for text in dict.fromkeys(task.inputs)]
        guards = tuple(sorted(due.guards.get(task.id, ())))
        linked = tuple(sorted(due.linked.get(task.id, ()))) if task.kind in PRODUCT else ()
        whole = _whole(references, written)
        settled = (file for file in linked if _is_settled(file, task, owned, places))
        targets = owned.targets[task.id]
        inputs = dict.fromkeys((*whole, *map(clean, settled)))
        result[task.id] = TaskLinks(
            file_dep=tuple(path for path in inputs if path not in targets),
            targets=targets,
            task_dep=waits.get(task.id, ()),
            guards=guards,
            tests=linked,
            documents=tuple(dict.fromkeys(_shown(references))),
            red_expected=task.id in tests.first,
            digest=digest(task, guards, (found.section for found in references if found.section)),
        )
    return result


def _written(tasks: Iterable[Task], documents: Mapping[str, str]) -> Iterator[str]:
    """Design documents that some task changes."""
    for task in tasks:
        for path in (*task.paths, *task.removes):
            yield from resolve(path, documents).paths


def _whole(references: Iterable[Reference], written: frozenset[str]) -> Iterator[str]:
    """Documents named as a whole that nothing in the plan changes."""
    for found in references:
        if not found.anchor:
            yield from (path for path in found.paths if path not in written)


def _is_settled(file: str, task: Task, owned: Ownership, places: Mapping[str, int]) -> bool:
    """An earlier task is the only one to write this file."""
    writers = owned.writers.get(clean(file), ())
    return len(writers) == 1 and places[writers[0]] < places[task.id]


def _shown(references: Iterable[Reference]) -> Iterator[str]:
    for found in references:
        if found.section:
            yield f"{found.paths[0]}#{found.anchor}"
        else:
            yield from found.paths
