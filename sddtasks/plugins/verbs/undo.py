"""`doit sdd undo TASK`: take one task's work back, by revert commits."""

from __future__ import annotations

import argparse
import sys

from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins.database import opened
from sddtasks.plugins.questions import asker

PURPOSE = "take one task's work back by a revert commit; what stands on it is judged again"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("task")
    words.add_argument("--feature", default="", help="feature directory")
    words.add_argument("--allow-dirty", action="store_true", help="keep uncommitted files out")
    words.add_argument("--yes", "-y", action="store_true", help="do not ask")
    return words


def run(arguments: argparse.Namespace) -> int:
    feature = finding.find(arguments.feature).feature
    screen = display.choose(sys.stdout, as_json=False)
    options = {
        "allow_dirty": arguments.allow_dirty,
        "ask": asker(screen, yes=arguments.yes),
    }
    with opened(feature, options) as tasks:
        backup, stale = tasks.work.undo(arguments.task)
    display.tell(f"Took back {arguments.task}; the state before is kept as {backup}")
    if stale:
        display.tell(f"  stale     {', '.join(stale)}: looked at again by the next run")
    display.tell(f"  next      doit implement {feature.relative}")
    return 0
