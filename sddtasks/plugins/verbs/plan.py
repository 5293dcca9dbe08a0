"""`doit sdd plan`: what would be done, in which order and why, without doing anything."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sddtasks.app import compilation
from sddtasks.app import discovery
from sddtasks.app import settings
from sddtasks.compiler.plan_json import plan_json

PURPOSE = "show the compiled plan: waves, critical path, what would run and why"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("feature", nargs="?", default="", metavar="FEATURE_DIR")
    words.add_argument("--json", action="store_true", help="the whole plan for other programs")
    return words


def run(arguments: argparse.Namespace) -> int:
    found = discovery.find(Path.cwd(), arguments.feature)
    graph = compilation.graph_of(found.feature, settings.load(found.feature.root, {}).rules)
    if arguments.json:
        json.dump(plan_json(graph), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return 0
    return 0
