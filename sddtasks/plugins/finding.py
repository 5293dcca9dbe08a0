"""The feature that a command is about; what a killed run has left is looked at first."""

from __future__ import annotations

import importlib
from pathlib import Path

from sddtasks.app import discovery
from sddtasks.app import possession
from sddtasks.app.discovery import Found
from sddtasks.plugins import display
from sddtasks.state import ending


def find(argument: str = "", variable: str = "", start: Path | None = None) -> Found:
    """As `app.discovery` finds it, from the directory that doit was started in."""
    start = start or Path.cwd()
    _mend(discovery.project_root(start))
    found = discovery.find(start, argument, variable)
    moved = possession.look(found.feature)
    if moved:
        display.warn(moved)
    return found


def prepare(start: Path, *, allow_dirty: bool) -> None:
    """Before anything of the project is loaded, or decides what is done: see that it is a person's.

    Raises StateError if the agent of a killed run may have changed it.
    """
    root = discovery.project_root(start)
    _mend(root)
    if ending.holders(root) and not allow_dirty:
        importlib.import_module("sddtasks.app.trust").check(root)


def _mend(root: Path) -> None:
    """Restore what a killed run has left half written."""
    if ending.holders(root):  # only then is there a reason to load git
        for note in importlib.import_module("sddtasks.app.mending").mend(root):
            display.warn(note)
