"""File names without a directory: `stock.py` is the one `src/stock.py` that was named before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace

from sddtasks.model.plan import Task
from sddtasks.parser.filekinds import is_configuration


def placed(tasks: Iterable[Task]) -> Iterator[Task]:
    """The tasks in document order, their bare names with the directory that is known by then.

    A name that several directories have stays bare, and so does what usually lies in the root.
    """
    known = defaultdict[str, set[str]](set)
    for task in tasks:
        for path in (*task.paths, *task.removes):
            if "/" in path.rstrip("/"):
                known[path.rsplit("/", 1)[-1]].add(path)
        paths, removes = _placed(task.paths, known), _placed(task.removes, known)
        same = (paths, removes) == (task.paths, task.removes)
        yield task if same else replace(task, paths=paths, removes=removes)


def _placed(paths: tuple[str, ...], known: dict[str, set[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_place(path, known) for path in paths))


def _place(path: str, known: dict[str, set[str]]) -> str:
    places = known.get(path, ())
    usual_in_root = is_configuration(path) or path.split(".", maxsplit=1)[0].isupper()
    return path if len(places) != 1 or usual_in_root else next(iter(places))
