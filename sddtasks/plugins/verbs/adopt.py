"""`doit sdd adopt`: tasks that got another id keep what was done for them."""

from __future__ import annotations

import argparse

from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins.database import opened

PURPOSE = "let tasks that got another id keep the work that was done under the old one"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("directory", nargs="?", default="", metavar="FEATURE_DIR")
    words.add_argument("--feature", default="", help="the same as FEATURE_DIR")
    words.add_argument("--anew", action="store_true", help="forget the work; it is done again")
    words.add_argument("--allow-dirty", action="store_true", help="keep uncommitted files out")
    return words


def run(arguments: argparse.Namespace) -> int:
    feature = finding.find(arguments.directory or arguments.feature).feature
    with opened(feature, {"allow_dirty": arguments.allow_dirty}) as tasks:
        moved = tasks.work.adopt(anew=arguments.anew)
    verb = "Forgot" if arguments.anew else "Adopted"
    for name, old in moved.items():
        display.tell(f"{verb} {old}, which is {name} now")
    if not moved:
        display.tell("No task that is done has got another id.")
    display.tell(f"  next      doit implement {feature.relative}")
    return 0
