"""`doit sdd status`: the feature at a glance, also while a run is at work on it."""

from __future__ import annotations

import argparse
import sys

from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins import glance
from sddtasks.plugins import page
from sddtasks.plugins.looking import Looker

PURPOSE = "show the feature at a glance: phases, what runs, what failed, what is next"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("feature", nargs="?", default="", metavar="FEATURE_DIR")
    words.add_argument("--json", action="store_true", help="the same for other programs")
    return words


def run(arguments: argparse.Namespace) -> int:
    feature = finding.find(arguments.feature).feature
    found = Looker(feature).overview()
    if arguments.json:
        display.tell_json(glance.document(found))
    else:
        page.print_lines(sys.stdout, glance.lines(found))
    return 0
