"""Tasks as table rows: a column of ids, and another one that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site
from sddtasks.parser.sites import site_of
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import Row
from sddtasks.system.markdown import Table

_ID_HEADER = re.compile(
    r"(?:(?:sub)?task[\s_-]*)?(?:ids?|#|no\.?|nr\.?|number"
    r"|编号|序号|番号|번호|номер|№|n[°º]|numéro|número|nummer)"
    r"|tasks?|t|任务|タスク|작업|задача|tarea|tarefa|tâche|aufgabe",
    re.IGNORECASE,
)
_WHAT_HEADER = re.compile(
    r"tasks?|title|name|description|descri[çp].*|what|summary|action|subtask|work|detail.*"
    r"|任务|描述|内容|说明|标题|タスク|説明|概要|작업|설명|задача|описание|tarea|tarefa|tâche|aufgabe"
    r"|beschreibung",
    re.IGNORECASE,
)
_STATUS_HEADER = re.compile(
    r"status|state|done|✓|✅|状态|狀態|状況|ステータス|상태|статус|estado|statut", re.IGNORECASE
)
_BOX = re.compile(r"\[(?P<mark>[ xX✓✔✅~>-]?)\](?P<star>\*)?")
_SIGN = re.compile("[✅✓✔☑]")


def sites(document: Document) -> Iterator[Site]:
    """The rows of every table that defines tasks."""
    for table in document.tables:
        columns = _columns(table)
        if columns:
            identifier, what = columns
            for row in table.rows:
                site = _site(table.header, row, identifier, what)
                if site:
                    yield site


def _columns(table: Table) -> tuple[int, int] | None:
    """The columns of ids and of descriptions; None if the table only refers to tasks."""
    headers = [cell.strip("*_` ") for cell in table.header.cells]
    for identifier in (i for i, header in enumerate(headers[:3]) if _ID_HEADER.fullmatch(header)):
        if not any(site_of(Form.ROW, row.line, _cell(row, identifier)) for row in table.rows):
            continue
        others = [i for i, header in enumerate(headers) if i != identifier]
        for what in others:
            if _WHAT_HEADER.fullmatch(headers[what]):
                return identifier, what
    return None


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _site(header: Row, row: Row, identifier: int, what: int) -> Site | None:
    site = site_of(Form.ROW, row.line, _cell(row, identifier))
    if site is None:
        return None
    titles = [cell.strip("*_` ") for cell in header.cells]
    fields = tuple(
        (titles[i], cell)
        for i, cell in enumerate(row.cells)
        if i not in (identifier, what) and i < len(titles)
    )
    mark, optional = _status(fields)
    return replace(
        site,
        text=f"{site.text} {_cell(row, what)}",
        mark=mark or site.mark,
        boxed=site.boxed or mark is not None,
        optional=site.optional or optional,
        fields=fields,
    )


def _status(fields: tuple[tuple[str, str], ...]) -> tuple[str | None, bool]:
    for title, cell in fields:
        box = _BOX.match(cell)
        if box:
            return box["mark"] or " ", box["star"] is not None
        sign = _SIGN.match(cell) if _STATUS_HEADER.fullmatch(title) else None
        if sign:
            return sign[0], False
    return None, False
