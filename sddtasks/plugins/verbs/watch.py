"""`doit sdd watch`: the status, kept up to date until the run that is at work ends."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from collections.abc import Sequence

from sddtasks.model import events
from sddtasks.model.events import Event
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins import glance
from sddtasks.plugins import page
from sddtasks.plugins.looking import Looker
from sddtasks.plugins.run import INTERRUPTED

PURPOSE = "watch a run of another process until it ends"
_SECONDS = 0.5
_LOST = 2


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(
        prog=program,
        description=f"{PURPOSE}; a line for each event where there is no terminal. Exit code: that"
        " of the run; 0 if there is none, 2 if it ended without a word, 130 after Ctrl-C, which"
        " ends the watching and not the run.",
    )
    words.add_argument("feature", nargs="?", default="", metavar="FEATURE_DIR")
    return words


def run(arguments: argparse.Namespace) -> int:
    looker = Looker(finding.find(arguments.feature).feature)
    if looker.holder() is None:
        page.print_lines(sys.stdout, glance.lines(looker.overview()))
        display.tell(f"No run is at work on {looker.feature.relative}.")
        return 0
    seen = len(looker.events())
    try:
        if page.is_terminal(sys.stdout):
            _draw(looker)
        else:
            _print(looker, seen)
    except KeyboardInterrupt:
        return INTERRUPTED
    return _exit_code(looker.events()[seen:])


def _draw(looker: Looker) -> None:
    with page.LivePage(sys.stdout) as live:
        while looker.holder():
            live.draw(glance.lines(looker.overview()))
            time.sleep(_SECONDS)
        live.draw(glance.lines(looker.overview()))


def _print(looker: Looker, seen: int) -> None:
    """One line for each event from now on."""
    page.print_lines(sys.stdout, glance.lines(looker.overview()))
    is_on = True
    while is_on:
        is_on = looker.holder() is not None
        history = looker.events()
        display.tell_lines(_told(looker, history[seen:]))
        seen = len(history)
        if is_on:
            time.sleep(_SECONDS)


def _told(looker: Looker, fresh: Sequence[Event]) -> Iterator[str]:
    titles = {task.id: f" - {task.title}" for task in looker.graph().plan.tasks}
    for event in fresh:
        match event:
            case events.TaskStarted():
                yield f"{event.at}  started    {event.task}{titles.get(event.task, '')}"
            case events.TaskCompleted():
                yield f"{event.at}  completed  {event.task}{titles.get(event.task, '')}"
            case events.TaskFailed():
                yield f"{event.at}  failed     {event.task}  {event.failure}: {_first(event)}"
            case events.TaskWaiting():
                yield f"{event.at}  waiting    {event.task}  {_first(event)}"
            case events.RunEnded():
                yield f"{event.at}  ended      exit code {event.exit_code}"


def _first(event: events.TaskFailed | events.TaskWaiting) -> str:
    return (event.message.splitlines() or [""])[0]


def _exit_code(fresh: Sequence[Event]) -> int:
    codes = [event.exit_code for event in fresh if isinstance(event, events.RunEnded)]
    return codes[-1] if codes else _LOST
