"""`doit sdd sample DIR`: a small feature to try, played back from a recording."""

from __future__ import annotations

import argparse
from pathlib import Path

from sddtasks.app import samples
from sddtasks.plugins import display

PURPOSE = "make the sample project in a new directory"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("directory", help="a directory that does not exist yet, or is empty")
    return words


def run(arguments: argparse.Namespace) -> int:
    directory = Path(arguments.directory)
    feature = samples.make(directory)
    display.tell(
        f"Made {directory}: a git repository with one feature, {feature}.\n"
        "Its agent is a replay: recorded edits, but real commits, tests and gates.\n"
        f"  next      cd {directory} && doit implement"
    )
    return 0
