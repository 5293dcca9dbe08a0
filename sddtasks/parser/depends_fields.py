"""Dependencies in a field: `- **Depends on**: T007, T008`, also with its values listed below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import is_empty
from sddtasks.parser.depends_reader import plain
from sddtasks.parser.depends_words import NONE_VALUE
from sddtasks.parser.depends_words import SOFT

NEEDS = (
    r"depend(?:s|ing|ent|encies|ency)?(?: only)?(?: on)?|depends[_-]on|deps?|blocked[ _-]?by"
    r"|requires?|needs?|prerequisites?|prereqs?|waits? for|依赖(?:于|关系|任务|项)?|依賴"
    r"|依存(?:関係|タスク)?|前置(?:条件|依赖|任务)?|前提(?:条件)?|의존성?|선행(?: 작업)?|зависит от"
    r"|зависимост\w*|depende d[eo]|dependencias?|dependências?|dépend de|dépendances?"
    r"|abhängig(?:keiten)?(?: von)?"
)
_FIELD = re.compile(
    rf"^[-*+•·_`\s]*(?:(?P<needs>{NEEDS})|(?P<blocks>blocks|blocking|阻塞))[_*`]*"
    r"(?:\s*[:：][_*`]*\s*(?P<value>.*)|[ \t]+(?P<said>(?:on )?\[?[A-Za-z]{0,6}-?\d.*))$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*[—–](?!\s*\[?[A-Z]{0,6}-?\d)")
"""`— (independent)`: nothing; `— T003` is a list item."""
_MOST = 160
_PARALLEL_ASIDE = re.compile(
    r"[(（][^()（）]*\b(?:parallel|concurrent)[^()（）]*[)）]", re.IGNORECASE
)


def is_field(text: str) -> bool:
    return _FIELD.match(_bare(text)) is not None


def is_open_field(text: str) -> bool:
    """A field without a value of its own: its values may stand in the items below."""
    match = _FIELD.match(_bare(text))
    return match is not None and match["value"] is not None and not match["value"].strip("_* ")


def _bare(text: str) -> str:
    return text.replace("**", "").replace("__", "")


def field(
    text: str, owner: Ref, line: int, reader: Reader, *, rule: str = "field"
) -> Iterator[Statement]:
    """The statement of a field below a task or a heading; a task's "none" is one as well."""
    match = _FIELD.match(_bare(text))
    if match is None or is_empty(owner):
        return
    value = match["value"] if match["value"] is not None else match["said"]
    yield from valued(value, owner, line, reader, blocks=bool(match["blocks"]), rule=rule)


def valued(
    value: str, owner: Ref, line: int, reader: Reader, *, blocks: bool, rule: str
) -> Iterator[Statement]:
    """What the value of a field or a table's cell says about its owner; what it blocks, by rule."""
    text = plain(value).strip("_ *")
    if NONE_VALUE.match(text) or _DASH.match(value):
        if not blocks:
            yield Statement(Ref(), owner, "none", line, text)
        return
    text = _PARALLEL_ASIDE.sub("", text)
    refs = reader.ids.mark(text, numbers=True)
    other = _listed(refs.of(refs.text), owner) or reader.side(refs, refs.text.split(". ")[0])
    if is_empty(other):
        other = Ref((), text[:_MOST])
    pair = (owner, other) if blocks else (other, owner)
    yield Statement(
        *pair, "blocks" if blocks else rule, line, value.strip()[:_MOST], bool(SOFT.search(text))
    )


def _listed(ids: Sequence[str], owner: Ref) -> Ref | None:
    others = tuple(name for name in ids if name not in owner.ids)
    return Ref(others) if others else None
