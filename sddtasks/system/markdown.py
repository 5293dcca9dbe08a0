"""Bytes → Document: what each line of a Markdown text is.

It answers block questions only (heading, fence, comment, table row); what a line means is not its
concern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

LINE_END = re.compile("\r\n|\r|\n")
_BOM = "\ufeff"
_FRONT_MATTER_KEY = re.compile(r"\s*(?:[\w.-]+\s*:|#|-\s)")
_ATX = re.compile(r"\s*#{1,6}(?:[ \t]|$)")
_SETEXT_UNDERLINE = re.compile(r" {0,3}(?:=+|-{4,})[ \t]*$")
_MAX_NESTING = 20
LONGEST = 8_000
"""How many characters of one line are read; only generated texts are longer."""
_LONGEST_HEADING = 400


class LineKind(StrEnum):
    """What a line is. Everything that is not one of the others is PROSE: lists, quotes, text."""

    PROSE = "prose"
    HEADING = "heading"
    ROW = "table row"
    FENCE = "fence"
    COMMENT = "html comment"
    FRONT_MATTER = "front matter"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line end. `number` is 1-based, so it is `document.lines[number - 1]`."""

    number: int
    text: str
    kind: LineKind = LineKind.PROSE
    level: int = 0
    """1 to 6 for a heading, otherwise 0."""
    info: str = ""
    """The fence's info string ("mermaid", "json"), on each of its lines."""

    @property
    def heading(self) -> str:
        """The heading's text without `#`, otherwise the line's text stripped."""
        text = self.text.strip()[:_LONGEST_HEADING]
        if self.kind is not LineKind.HEADING or not _ATX.match(text):
            return text
        unclosed = text.rstrip("#")
        text = unclosed if unclosed.endswith((" ", "\t")) else text
        return text.lstrip("#").strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the 1-based number of its line and the stripped text of its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header row; `rows` are the rows below the delimiter row."""

    header: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block: lines of its two fences (1-based, inclusive) and what is between."""

    line: int
    end_line: int
    info: str
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown text as blocks. Line numbers are those of the file; a byte order mark is dropped.

    `unclosed` are the lines on which a fence or comment begins that never ends; such a line is
    PROSE, and so is what follows it. `undecodable` are the lines that are not UTF-8, `cut` those
    that are longer than LONGEST.
    """

    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    fences: tuple[Fence, ...] = ()
    front_matter: tuple[tuple[str, str], ...] = ()
    unclosed: tuple[int, ...] = ()
    undecodable: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()


def read(data: bytes) -> Document:
    """The Document of any bytes; never raises."""
    text, undecodable = _decode(data)
    lines = LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    cut = tuple(number for number, line in enumerate(lines, 1) if len(line) > LONGEST)
    for number in cut:
        lines[number - 1] = lines[number - 1][:LONGEST]
    front_end = _front_matter_end(lines)
    body = [""] * front_end + lines[front_end:]
    tokens = _MARKDOWN.parse("\n".join(body))
    unclosed = tuple(_unclosed(tokens, body))
    if unclosed:
        for number in unclosed:
            body[number - 1] = ""
        tokens = _MARKDOWN.parse("\n".join(body))
    fences = tuple(_fences(tokens, body))
    return Document(
        lines=_lines(lines, front_end, tokens, fences),
        tables=tuple(_tables(tokens)),
        fences=fences,
        front_matter=tuple(_front_matter(lines[:front_end])),
        unclosed=unclosed,
        undecodable=undecodable,
        cut=cut,
    )


def _markdown() -> MarkdownIt:
    """CommonMark blocks and tables; inline text is not parsed, which is half of the time."""
    markdown = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    return markdown.disable(["inline", "reference", "code"])


_MARKDOWN = _markdown()


def _decode(data: bytes) -> tuple[str, tuple[int, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace").removeprefix(_BOM)
    bad = []
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            bad.append(number)
    return text, tuple(bad)


def _front_matter_end(lines: list[str]) -> int:
    """How many lines the front matter takes, 0 for none: `---`, keys, `---` at the very start."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return index + 1
        if line.strip() and not _FRONT_MATTER_KEY.match(line) and not line.startswith((" ", "\t")):
            return 0
    return 0


def _front_matter(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines[1:-1]:
        key, colon, value = line.partition(":")
        if colon and key and not key[0].isspace() and not key.startswith(("#", "-")):
            yield key.strip(), value.strip().strip("\"'")


def _block_lines(token: Token) -> tuple[int, int]:
    """The token's first line and the line after its last one, 0-based."""
    first, end = token.map or [0, 0]
    return first, end


def _unclosed(tokens: Iterable[Token], lines: list[str]) -> Iterator[int]:
    """Top-level fences and comments that run to the end of the text because nothing ends them."""
    for token in tokens:
        if token.level or token.type not in ("fence", "html_block"):
            continue
        first, end = _block_lines(token)
        if end < len(lines):
            continue
        last = lines[end - 1].strip() if end > first + 1 else ""
        if not _ends(token, last):
            yield first + 1


def _ends(token: Token, last: str) -> bool:
    """Whether a fence or a comment ends on its last line, and not only with the text."""
    if token.type == "fence":
        return last.startswith(token.markup) and not last.strip(token.markup[0])
    return not token.content.lstrip().startswith("<!--") or "-->" in token.content


def _fences(tokens: Iterable[Token], lines: list[str]) -> Iterator[Fence]:
    for token in tokens:
        if token.type == "fence":
            first, end = _block_lines(token)
            content = tuple(token.content.split("\n")[:-1])
            yield Fence(first + 1, end, token.info.strip(), content)


def _tables(tokens: Iterable[Token]) -> Iterator[Table]:
    rows: list[Row] = []
    line, cells = 0, list[str]()
    for token in tokens:
        if token.type == "tr_open":
            line, cells = _block_lines(token)[0] + 1, []
        elif token.type == "inline" and line:
            cells.append(token.content.strip())
        elif token.type == "tr_close":
            rows.append(Row(line, tuple(cells)))
            line = 0
        elif token.type == "table_close":
            yield Table(rows[0], tuple(rows[1:]))
            rows = []


def _lines(
    texts: list[str], front_end: int, tokens: Iterable[Token], fences: Iterable[Fence]
) -> tuple[Line, ...]:
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    for index in range(front_end):
        lines[index] = Line(index + 1, texts[index], LineKind.FRONT_MATTER)
    for fence in fences:
        for number in range(fence.line, min(fence.end_line, len(lines)) + 1):
            lines[number - 1] = Line(number, texts[number - 1], LineKind.FENCE, info=fence.info)
    for token in tokens:
        for line in _token_lines(token, texts):
            lines[line.number - 1] = line
    return tuple(lines)


def _token_lines(token: Token, texts: list[str]) -> Iterator[Line]:
    first, end = _block_lines(token)
    if token.type == "heading_open" and _is_heading(texts, first, end):
        yield Line(first + 1, texts[first], LineKind.HEADING, int(token.tag[1:]))
    elif token.type == "table_open":
        for index in range(first, end):
            yield Line(index + 1, texts[index], LineKind.ROW)
    elif token.type == "html_block" and token.content.lstrip().startswith("<!--"):
        for index in range(first, min(end, len(texts))):
            yield Line(index + 1, texts[index], LineKind.COMMENT)


def _is_heading(texts: list[str], first: int, end: int) -> bool:
    """`#` headings, and underlined ones unless `---` closes a paragraph, where a rule is meant."""
    if end - first == 1:
        return bool(_ATX.match(texts[first]))
    return end - first == 2 and bool(_SETEXT_UNDERLINE.match(texts[end - 1]))
