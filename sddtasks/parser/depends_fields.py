"""Dependencies in a fixed place of a task: at the end of its line, in a field, in a column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.model.plan import Task
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import is_empty
from sddtasks.parser.depends_reader import plain
from sddtasks.parser.depends_words import NEGATED
from sddtasks.parser.depends_words import NONE_VALUE
from sddtasks.parser.depends_words import SOFT
from sddtasks.parser.markdown import Table

_NEEDS = (
    r"depend(?:s|ing|ent|encies|ency)?(?: only)?(?: on)?|depends[_-]on|deps?|blocked[ _-]?by"
    r"|requires?|needs?|prerequisites?|prereqs?|waits? for|依赖(?:于|关系|任务|项)?|依賴"
    r"|依存(?:関係|タスク)?|前置(?:条件|依赖|任务)?|前提(?:条件)?|의존성?|선행(?: 작업)?|зависит от"
    r"|зависимост\w*|depende d[eo]|dependencias?|dependências?|dépend de|dépendances?"
    r"|abhängig(?:keiten)?(?: von)?"
)
_FIELD = re.compile(
    rf"^\s*(?:[-*+•·]\s+)?[_*`\s]*(?:(?P<needs>{_NEEDS})|(?P<blocks>blocks|blocking|阻塞))[_*`]*"
    r"(?:\s*[:：][_*`]*\s*(?P<value>.*)|[ \t]+(?P<said>(?:on )?\[?[A-Za-z]{0,6}-?\d.*))$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?P<open>[(（\[]\W*|[;；]\s*|\s[—–-]{1,2}\s+|\.\s+|\*\(\s*|,\s+(?:and )?)"
    r"(?:[^\s\x01()（）\[\]]+\s+){0,2}?"
    rf"(?:(?P<needs>{_NEEDS}|after|follows|once|sequential after)|(?P<blocks>blocks|unblocks|before"
    r"|prerequisite (?:for|of)|required (?:by|for)))\b\s*:?\s*(?P<value>[^\n]{0,400})",
    re.IGNORECASE,
)
_SAFE_OPEN = re.compile(r"[(（\[]")
_HEAD = re.compile(r"^[^\x01]{0,40}\x01\d+\x02(?:[^\x01()（）\[\].;；—]{0,24}\x01\d+\x02)*")
_STOP = re.compile(r"[;；)）\]]|\.(?:\s|$)|\s[—–]\s")
_DEPENDENCY_HEADER = re.compile(
    rf"^\W*(?:{_NEEDS}|after|depends on \(.*\)|blocked by.*)\W*$", re.IGNORECASE
)
_BLOCKS_HEADER = re.compile(r"^\W*(?:blocks|unblocks|blocking)\W*$", re.IGNORECASE)
_TASK_HEADER = re.compile(
    r"^\W*(?:tasks?|ids?|task ids?|#|no\.?|任务|タスク|작업|задача|tarea|tarefa)\W*(?:ids?)?\W*$",
    re.I,
)
_MOST = 160
_PARALLEL_ASIDE = re.compile(
    r"[(（][^()（）]*\b(?:parallel|concurrent)[^()（）]*[)）]", re.IGNORECASE
)


def inline(text: str, task: Task, line: int, reader: Reader) -> Iterator[Statement]:
    """`… in src/a.py (depends on T012, T013)`, `[needs T030/T031]`, `— depends on T003`."""
    refs = reader.mark(text)
    own = Ref((task.id,))
    position = 0
    while match := _INLINE.search(refs.text, position):
        position = match.end("open") + 1
        weak = not _SAFE_OPEN.search(match["open"])
        word = (match["needs"] or match["blocks"]).lower()
        if weak and word in ("after", "once", "before", "follows", "needs", "need", "requires"):
            continue
        value = _STOP.split(match["value"], maxsplit=1)[0]
        head = _HEAD.match(value)
        said = match[0][len(match["open"]) :]
        if head is None or NEGATED.search(said[: -len(match["value"])] + head[0]):
            continue
        ids = tuple(name for name in refs.of(head[0]) if name != task.id)
        if not ids:
            continue
        pair = (own, Ref(ids)) if match["blocks"] else (Ref(ids), own)
        shown = refs.plain(said).strip(" )]")[:_MOST]
        yield Statement(*pair, "inline", line, shown, bool(SOFT.search(value)))


def is_field(text: str) -> bool:
    return _FIELD.match(text.replace("**", "").replace("__", "")) is not None


def field(text: str, owner: Ref, line: int, reader: Reader) -> Iterator[Statement]:
    """`- **Depends on**: T007, T008` below a task or a phase; `none` is a statement as well."""
    match = _FIELD.match(text.replace("**", "").replace("__", ""))
    if match is None or is_empty(owner):
        return
    value = match["value"] if match["value"] is not None else match["said"]
    yield from _value(value, owner, line, reader, blocks=bool(match["blocks"]), rule="field")


def _value(
    value: str, owner: Ref, line: int, reader: Reader, *, blocks: bool, rule: str
) -> Iterator[Statement]:
    text = plain(value).strip("_ *")
    if NONE_VALUE.match(text):
        if not blocks:
            yield Statement(Ref(), owner, "none", line, text)
        return
    text = _PARALLEL_ASIDE.sub("", text)
    refs = reader.ids.mark(text, numbers=True)
    other = _listed(refs.of(refs.text), owner) or reader.side(refs, refs.text.split(". ")[0])
    if is_empty(other):
        other = Ref((), text[:200])
    pair = (owner, other) if blocks else (other, owner)
    yield Statement(*pair, rule, line, value.strip()[:_MOST], bool(SOFT.search(text)))


def _listed(ids: Sequence[str], owner: Ref) -> Ref | None:
    others = tuple(name for name in ids if name not in owner.ids)
    return Ref(others) if others else None


def columns(tables: Iterable[Table], reader: Reader) -> Iterator[Statement]:
    """Tables with a column of tasks and one of what they depend on."""
    for table in tables:
        header = table.header.cells
        needs = [n for n, cell in enumerate(header) if _DEPENDENCY_HEADER.match(_bare(cell))]
        blocks = [n for n, cell in enumerate(header) if _BLOCKS_HEADER.match(_bare(cell))]
        if not (needs or blocks):
            continue
        for row in table.rows:
            owner = _owner(row.cells, header, reader, {*needs, *blocks})
            if is_empty(owner):
                continue
            for column in (*needs, *blocks):
                if column < len(row.cells):
                    yield from _value(
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


def owners(tasks: Iterable[Task], lines: int) -> Mapping[int, tuple[str, ...]]:
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
