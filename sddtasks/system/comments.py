"""The HTML comments of a Markdown text that are comments: not shown as code, and not quoted."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_OPEN, _CLOSE = "<!--", "-->"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, with its `<!--` and `-->`, and the 1-based number of its first line."""

    line: int
    text: str


def comments(lines: Sequence[str]) -> Iterator[Comment]:
    """The comments of a text in order, as CommonMark sees it.

    None is inside a fence, also one that never ends, an indented code block, a code span or a
    quoted block. What stands inside a longer comment is that comment's text.
    """
    quotes = row = 0
    for token in _MARKDOWN.parse("\n".join(lines)):
        quotes += token.nesting * (token.type in ("blockquote_open", "blockquote_close"))
        if token.type == "tr_open" and token.map:
            row = token.map[0]
        if quotes:
            continue
        line = (token.map[0] if token.map else row) + 1
        if token.type == "html_block":
            yield from _comments(token.content, line)
        elif token.type == "inline":
            yield from _inline(token.children or (), line)


def _inline(children: Sequence[Token], line: int) -> Iterator[Comment]:
    for child in children:
        if child.type == "html_inline":
            yield from _comments(child.content, line)
        line += child.content.count("\n") + (child.type in ("softbreak", "hardbreak"))


def _comments(html: str, line: int) -> Iterator[Comment]:
    start = html.find(_OPEN)
    while start >= 0:
        end = html.find(_CLOSE, start + len(_OPEN))
        if end < 0:
            return
        yield Comment(line + html.count("\n", 0, start), html[start : end + len(_CLOSE)])
        start = html.find(_OPEN, end)
