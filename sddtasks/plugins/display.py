"""How a run is shown: plain lines, a live line in a terminal, or one JSON object a line."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any
from typing import Protocol
from typing import TextIO

from sddtasks.system import clock


class Display(Protocol):
    def show(self, event: Mapping[str, object], text: str) -> None:
        """Something that stays on the screen. `event["event"]` names it for machines."""

    def working(self, text: str) -> None:
        """What is being done now; empty when nothing is."""

    def line(self, text: str) -> None:
        """A line of output of what is being done."""


class PlainDisplay:
    """For pipes, CI and NO_COLOR."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def show(self, event: Mapping[str, object], text: str) -> None:
        if text:
            self._stream.write(f"{text}\n")
            self._stream.flush()

    def working(self, text: str) -> None:
        return

    def line(self, text: str) -> None:
        return


class JsonDisplay(PlainDisplay):
    """For machines."""

    def show(self, event: Mapping[str, object], text: str) -> None:
        row = json.dumps({"at": clock.stamp(), **event}, ensure_ascii=False)
        super().show(event, row)


class LiveDisplay:
    """For people at a terminal: a spinner, the time, and the last line of output."""

    def __init__(self, stream: TextIO) -> None:
        import rich.console  # noqa: PLC0415 - 60 ms that only a terminal has to pay

        self._console = rich.console.Console(file=stream, highlight=False)
        self._status: Any = None
        self._title = ""

    def show(self, event: Mapping[str, object], text: str) -> None:
        if text:
            self._console.print(text, markup=False, style=_STYLES.get(str(event.get("event"))))

    def working(self, text: str) -> None:
        self._title = text
        if self._status:
            self._status.stop()
            self._status = None
        if text:
            self._status = self._console.status(_escaped(text))
            self._status.start()

    def line(self, text: str) -> None:
        if self._status and text.strip():
            room = max(20, self._console.width - len(self._title) - 8)
            self._status.update(_escaped(f"{self._title}  {text.strip()[:room]}"))


_STYLES = {"completed": "green", "failed": "red", "waiting": "yellow", "gate": "cyan"}


def choose(stream: TextIO, *, as_json: bool) -> Display:
    if as_json:
        return JsonDisplay(stream)
    if stream.isatty() and not os.environ.get("NO_COLOR") and not os.environ.get("CI"):
        return LiveDisplay(stream)
    return PlainDisplay(stream)


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")
