"""A Site is a place in the document that looks as if it defined a task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from sddtasks.parser.ids import leading_id
from sddtasks.parser.ids import leading_range

_CHECKBOX = re.compile(r"\[(?P<mark>[ xX✓✔✅☑~>?!/-]?)\]")
_DONE_SIGNS = ("✅", "✓", "✔", "☑")
_AROUND_SIGN = "✅✓✔☑\ufe0f \t"


class Form(IntEnum):
    """How a task is written; when two forms say the same, the one that stands first here wins."""

    HEADING = 0
    BOX = 1
    BOLD = 2
    ROW = 3
    BARE = 4


@dataclass(frozen=True, slots=True)
class Site:
    """One line that may define tasks: several if it names a range, one without an id if allowed.

    `indent` is the column of a list item's bullet, or the level of a heading. `text` is what
    follows the id. `fields` are the other cells of a table row by their column's header.
    """

    form: Form
    line: int
    text: str
    ids: tuple[str, ...] = ()
    indent: int = 0
    mark: str = " "
    numbered: bool = False
    named: bool = False
    optional: bool = False
    struck: bool = False
    placeholder: bool = False
    boxed: bool = False
    fields: tuple[tuple[str, str], ...] = ()


def site_of(
    form: Form, line: int, text: str, indent: int = 0, mark: str | None = None
) -> Site | None:
    """The site that `text` makes: a range or an id.

    Without a `mark` of a box before the text, a box or a done sign around the id gives it.
    """
    before, rest = _mark_before(text)
    mark = mark or before
    identifiers, end = leading_range(rest)
    if identifiers:
        return Site(
            form, line, rest[end:], identifiers, indent, mark or " ", boxed=mark is not None
        )
    identifier = leading_id(rest)
    if identifier is None:
        return None
    after = rest[identifier.end :]
    if mark is None:
        mark, after = _mark_after(after)
    return Site(
        form=form,
        line=line,
        text=after,
        ids=(identifier.text,),
        indent=indent,
        mark=mark or " ",
        numbered=identifier.numbered,
        named=identifier.named,
        optional=identifier.optional,
        struck=identifier.struck,
        placeholder=identifier.placeholder,
        boxed=mark is not None,
    )


def _mark_before(text: str) -> tuple[str | None, str]:
    """`[X] T001 …` or `✅ T001 …` → the mark and what follows."""
    stripped = text.lstrip(" *_")
    box = _CHECKBOX.match(stripped)
    if box:
        return box["mark"] or " ", stripped[box.end() :].lstrip()
    if stripped.startswith(_DONE_SIGNS):
        return stripped[0], stripped.lstrip(_AROUND_SIGN)
    return None, text


def _mark_after(text: str) -> tuple[str | None, str]:
    """`T001 [X] …`, `T001 ✅ …` or `T001 … ✅` → the mark and the text without it."""
    stripped = text.lstrip(" *_`:：")
    box = _CHECKBOX.match(stripped)
    if box:
        return box["mark"] or " ", stripped[box.end() :]
    if stripped.startswith(_DONE_SIGNS):
        return stripped[0], stripped.lstrip(_AROUND_SIGN)
    unsigned = text.rstrip(" \t\ufe0f")
    if unsigned.endswith(_DONE_SIGNS):
        return unsigned[-1], unsigned.rstrip(_AROUND_SIGN)
    return None, text
