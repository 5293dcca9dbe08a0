"""Tables with a column of tasks and one of what they depend on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_fields import NEEDS
from sddtasks.parser.depends_fields import valued
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import is_empty
from sddtasks.parser.depends_reader import plain
from sddtasks.system.markdown import Table

_NEEDS_HEADER = re.compile(
    rf"^\W*(?:{NEEDS}|after|(?:can )?starts? after|depends on \(.*\)|blocked by.*)\W*$",
    re.IGNORECASE,
)
_BLOCKS_HEADER = re.compile(r"^\W*(?:blocks|unblocks|blocking)\W*$", re.IGNORECASE)
_TASK_HEADER = re.compile(
    r"^\W*(?:tasks?|ids?|task ids?|#|no\.?|任务|タスク|작업|задача|tarea|tarefa)\W*(?:ids?)?\W*$",
    re.IGNORECASE,
)


def columns(tables: Iterable[Table], reader: Reader) -> Iterator[Statement]:
    """Tables with a column of tasks and one of what they depend on."""
    for table in tables:
        header = table.header.cells
        needs = [n for n, cell in enumerate(header) if _NEEDS_HEADER.match(_bare(cell))]
        blocks = [n for n, cell in enumerate(header) if _BLOCKS_HEADER.match(_bare(cell))]
        if not (needs or blocks):
            continue
        for row in table.rows:
            owner = _owner(row.cells, header, reader, {*needs, *blocks})
            if is_empty(owner):
                continue
            for column in (*needs, *blocks):
                if column < len(row.cells):
                    yield from valued(
                        row.cells[column],
                        owner,
                        row.line,
                        reader,
                        blocks=column in blocks,
                        rule="column",
                    )


def _bare(cell: str) -> str:
    return cell.replace("*", "").replace("_", "").strip()


def _owner(cells: Sequence[str], header: Sequence[str], reader: Reader, others: set[int]) -> Ref:
    """The tasks of a row: in the column called so, else in the first that begins with an id."""
    named = [n for n, cell in enumerate(header) if _TASK_HEADER.match(_bare(cell))]
    rest = [n for n in range(len(cells)) if n not in others and n not in named]
    for number in (*named, *rest):
        if number < len(cells):
            refs = reader.mark(cells[number], numbers=number in named)
            if refs.ids and refs.text.lstrip("[(x] ").startswith("\x01"):
                return Ref(refs.ids[0])
    return reader.side(reader.mark(cells[0]), plain(cells[0])) if cells else Ref()
