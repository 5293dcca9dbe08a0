"""A Site is a place in the document that looks as if it defined a task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from sddtasks.parser.ids import TaskId
from sddtasks.parser.ids import leading_id
from sddtasks.parser.ids import leading_range

_CHECKBOX = re.compile(r"\[(?P<mark>[ xX✓✔✅☑~>?!/-]?)\]")
_DONE_SIGN = re.compile(r"^\s*(?P<sign>[✅✓✔☑])\ufe0f?\s*|\s*(?P<last>[✅✓✔☑])\ufe0f?\s*$")


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


def site_of(form: Form, line: int, text: str, indent: int = 0) -> Site | None:
    """The site that `text` makes: a range or an id, with a check box or a done sign around it."""
    mark, rest = _mark_before(text)
    identifiers, end = leading_range(rest)
    if identifiers:
        return Site(form, line, rest[end:], identifiers, indent, mark or " ", boxed=mark is not None)
    identifier = leading_id(rest)
    if identifier is None:
        return None
    return _identified(Site(form, line, rest, indent=indent), identifier, mark)


def _identified(site: Site, identifier: TaskId, mark: str | None) -> Site:
    after = site.text[identifier.end :]
    text = after
    if mark is None:
        mark, text = _mark_after(after)
    return Site(
        form=site.form,
        line=site.line,
        text=text,
        ids=(identifier.text,),
        indent=site.indent,
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
    sign = _DONE_SIGN.match(stripped)
    if sign and sign["sign"]:
        return sign["sign"], stripped[sign.end() :]
    return None, text


def _mark_after(text: str) -> tuple[str | None, str]:
    """`T001 [X] …` or `T001 … ✅` → the mark and the text without it."""
    stripped = text.lstrip(" *_`:：")
    box = _CHECKBOX.match(stripped)
    if box:
        return box["mark"] or " ", stripped[box.end() :]
    sign = _DONE_SIGN.search(text)
    if sign:
        return sign["sign"] or sign["last"], text[: sign.start()] + text[sign.end() :]
    return None, text
