"""What people and programs are shown: plain lines, a live line in a terminal, or JSON.

The only module that prints: whatever was written by others passes `system.escape` here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any
from typing import Protocol
from typing import TextIO

from sddtasks.system import clock
from sddtasks.system import escape


class Display(Protocol):
    def show(self, event: Mapping[str, object], text: str) -> None:
        """Something that stays on the screen. `event["event"]` names it for machines."""

    def working(self, text: str) -> None:
        """What is being done now; empty when nothing is."""

    def line(self, text: str) -> None:
        """A line of output of what is being done."""


def tell(text: str, *, end: str = "\n") -> None:
    """Print lines on standard output."""
    _write(sys.stdout, escape.terminal(text) + end)


def tell_lines(lines: Iterable[str]) -> None:
    """Print each of these on one line of standard output."""
    _write(sys.stdout, "".join(f"{escape.line(line)}\n" for line in lines))


def warn(text: str, *, end: str = "\n") -> None:
    """Print lines on standard error."""
    _write(sys.stderr, escape.terminal(text) + end)


def tell_json(document: object, *, indent: int | None = 1) -> None:
    """Print a document for other programs on standard output."""
    _write(sys.stdout, escape.as_json(document, indent=indent) + "\n")


class PlainDisplay:
    """For pipes, CI and NO_COLOR."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def show(self, event: Mapping[str, object], text: str) -> None:
        if text:
            _write(self._stream, f"{escape.terminal(text)}\n")

    def working(self, text: str) -> None:
        return

    def line(self, text: str) -> None:
        return


class JsonDisplay(PlainDisplay):
    """For machines."""

    def show(self, event: Mapping[str, object], text: str) -> None:
        super().show(event, escape.as_json({"at": clock.stamp(), **event}))


class LiveDisplay:
    """For people at a terminal: a spinner, the time, and the last line of output."""

    def __init__(self, stream: TextIO) -> None:
        import rich.console  # noqa: PLC0415 - 60 ms that only a terminal has to pay
        import rich.text  # noqa: PLC0415 - loaded with the console

        self._text: Any = rich.text.Text
        self._console = rich.console.Console(file=stream, highlight=False)
        self._status: Any = None
        self._title = ""

    def show(self, event: Mapping[str, object], text: str) -> None:
        if text:
            style = _STYLES.get(str(event.get("event")))
            self._console.print(escape.terminal(text), markup=False, style=style)

    def working(self, text: str) -> None:
        self._title = escape.line(text)
        if self._status:
            self._status.stop()
            self._status = None
        if text:
            self._status = self._console.status(self._text(self._title))
            self._status.start()

    def line(self, text: str) -> None:
        shown = escape.live(text).strip() if self._status else ""
        if shown:
            room = max(20, self._console.width - len(self._title) - 8)
            self._status.update(self._text(f"{self._title}  {shown[:room]}"))


_STYLES = {"completed": "green", "failed": "red", "waiting": "yellow", "gate": "cyan"}


def choose(stream: TextIO, *, as_json: bool) -> Display:
    if as_json:
        return JsonDisplay(stream)
    if stream.isatty() and not os.environ.get("NO_COLOR") and not os.environ.get("CI"):
        return LiveDisplay(stream)
    return PlainDisplay(stream)


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()
