"""`doit sdd waive TASK PATH --because=…`: let a task change a path that is not its own."""

from __future__ import annotations

import argparse

from sddtasks.model.errors import ConfigError
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins.database import opened

PURPOSE = "let a task change a frozen path, or one beyond its scope; recorded and reported"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("task")
    words.add_argument("path", help="relative to the project's root, as the refusal names it")
    words.add_argument("--because", required=True, help="why; it goes into journal and report")
    words.add_argument("--feature", default="", help="feature directory")
    return words


def run(arguments: argparse.Namespace) -> int:
    if not arguments.because.strip():
        raise ConfigError("--because is empty: a waiver needs a reason", "--because='…'")
    found = finding.find(arguments.feature)
    with opened(found.feature, {}) as tasks:
        tasks.work.waive(arguments.task, arguments.path, arguments.because)
    display.tell(
        f"{arguments.task} may change {arguments.path}: {arguments.because}\n"
        f"  next      doit implement {found.feature.relative}"
    )
    return 0
