"""The same run for people, for pipes and for machines."""

from __future__ import annotations

import io
import json

import pytest

from sddtasks.plugins import display

EVENT = {"event": "completed", "task": "T001"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_lines() -> None:
    stream = io.StringIO()
    screen = display.choose(stream, as_json=False)
    screen.working("T001")
    screen.line("building [1/2]")
    screen.show(EVENT, "Completed T001 [x]")
    screen.show({"event": "started"}, "")
    assert stream.getvalue() == "Completed T001 [x]\n"


def test_a_machine_gets_one_object_a_line() -> None:
    stream = io.StringIO()
    screen = display.choose(stream, as_json=True)
    screen.show(EVENT, "Completed T001\nand more")
    screen.show({"event": "started", "task": "ü"}, "")
    rows = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [row["event"] for row in rows] == ["completed", "started"]
    assert rows[0]["at"].endswith("Z")
    assert "ü" in stream.getvalue()


@pytest.mark.parametrize("variable", ["NO_COLOR", "CI"])
def test_a_terminal_that_wants_no_life(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for name in ("NO_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    assert isinstance(display.choose(Terminal(), as_json=False), display.LiveDisplay)
    monkeypatch.setenv(variable, "1")
    assert isinstance(display.choose(Terminal(), as_json=False), display.PlainDisplay)


def test_a_terminal_shows_brackets_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    screen = display.choose(stream, as_json=False)
    screen.working("T001 [P] Shelf")
    screen.line("[bold]not markup[/bold]")
    screen.working("")
    screen.show(EVENT, "Completed T001 [P]")
    assert "Completed T001 [P]" in stream.getvalue()
    assert "T001 [P] Shelf" in stream.getvalue()
