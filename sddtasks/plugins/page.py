"""Styled lines on a stream: printed once, or kept up to date on a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any
from typing import Self
from typing import TextIO

from sddtasks.system import escape

Styled = tuple[str, str]


def is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("CI")


def print_lines(stream: TextIO, lines: Iterable[Styled]) -> None:
    """With their styles in a terminal, as plain text elsewhere."""
    if not is_terminal(stream) or os.environ.get("NO_COLOR"):
        stream.writelines(f"{escape.line(text).rstrip()}\n" for text, _ in lines)
        stream.flush()
        return
    import rich.console  # noqa: PLC0415 - only a terminal pays for rich

    console = rich.console.Console(file=stream, highlight=False)
    for text, style in lines:
        shown = escape.line(text)
        console.print(shown, style=style or None, markup=False, overflow="ellipsis", no_wrap=True)


class LivePage:
    """A page that is drawn again in its place; what was drawn last stays."""

    def __init__(self, stream: TextIO) -> None:
        import rich.console  # noqa: PLC0415 - only a terminal pays for rich
        import rich.live  # noqa: PLC0415

        console = rich.console.Console(file=stream, highlight=False)
        self._live: Any = rich.live.Live(console=console, auto_refresh=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._live.stop()

    def draw(self, lines: Iterable[Styled]) -> None:
        import rich.text  # noqa: PLC0415 - loaded with the console

        page = rich.text.Text(no_wrap=True, overflow="ellipsis")
        for text, style in lines:
            page.append(f"{escape.line(text)}\n", style=style or None)
        self._live.update(page, refresh=True)
