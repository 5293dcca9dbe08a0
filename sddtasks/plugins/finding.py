"""The feature that a command is about; what a killed run has left half written is mended first."""

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
    root = discovery.project_root(start)
    if ending.holders(root):  # only then is there a reason to load git
        for note in importlib.import_module("sddtasks.app.mending").mend(root):
            display.warn(note)
    found = discovery.find(start, argument, variable)
    moved = possession.look(found.feature)
    if moved:
        display.warn(moved)
    return found
