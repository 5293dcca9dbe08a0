"""`doit sdd sample DIR`: a small feature to try, played back from a recording."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sddtasks.app import samples

PURPOSE = "make the sample project in a new directory"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("directory", help="a directory that does not exist yet, or is empty")
    return words


def run(arguments: argparse.Namespace) -> int:
    directory = Path(arguments.directory)
    feature = samples.make(directory)
    sys.stdout.write(
        f"Made {directory}: a git repository with one feature, {feature}.\n"
        "Its agent is a replay: recorded edits, but real commits, tests and gates.\n"
        f"  next      cd {directory} && doit implement\n"
    )
    return 0
