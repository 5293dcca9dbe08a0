"""Asking the person at the terminal, if there is one."""

from __future__ import annotations

import sys
from collections.abc import Callable

from sddtasks.plugins import display
from sddtasks.plugins.display import Display

Asker = Callable[[str], bool]


def asker(screen: Display, *, yes: bool) -> Asker | None:
    """How to ask a person; None where there is nobody to ask."""
    if yes:
        return lambda question: True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(question: str) -> bool:
        screen.working("")
        display.warn(f"{question} [y/N] ", end="")
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    return ask
