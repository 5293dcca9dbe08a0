"""`doit sdd skip TASK --because=…`: go on without a task, on the record."""

from __future__ import annotations

import argparse
import sys

from sddtasks.model.errors import ConfigError
from sddtasks.plugins import finding
from sddtasks.plugins.database import opened

PURPOSE = "go on without a task; the reason is recorded and shown everywhere"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("task")
    words.add_argument("--because", required=True, help="why; it goes into state, report and git")
    words.add_argument("--feature", default="", help="feature directory")
    words.add_argument("--allow-dirty", action="store_true", help="keep uncommitted files out")
    return words


def run(arguments: argparse.Namespace) -> int:
    if not arguments.because.strip():
        raise ConfigError("--because is empty: a skipped task needs a reason", "--because='…'")
    found = finding.find(arguments.feature)
    with opened(found.feature, {"allow_dirty": arguments.allow_dirty}) as tasks:
        tasks.work.skip(arguments.task, arguments.because)
    sys.stdout.write(
        f"Skipped {arguments.task}: {arguments.because}\n"
        f"  next      doit implement {found.feature.relative}\n"
    )
    return 0
