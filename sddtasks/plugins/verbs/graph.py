"""`doit sdd graph`: the plan as a drawing."""

from __future__ import annotations

import argparse

from sddtasks.compiler.plan_json import plan_json
from sddtasks.compiler.render_graph import FORMATS
from sddtasks.compiler.render_graph import drawing
from sddtasks.compiler.render_svg import svg
from sddtasks.compiler.waves import waves
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins.looking import Looker

PURPOSE = "draw the plan: phases, critical path, and the status of each task"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("feature", nargs="?", default="", metavar="FEATURE_DIR")
    words.add_argument(
        "--format", choices=(*FORMATS, "json", "svg"), default="mermaid", dest="form"
    )
    return words


def run(arguments: argparse.Namespace) -> int:
    feature = finding.find(arguments.feature).feature
    looker = Looker(feature)
    graph = looker.graph()
    status = {name: state.status for name, state in looker.statuses().items()}
    if arguments.form == "json":
        display.tell_json(plan_json(graph, status))
        return 0
    drawn = drawing(graph, status)
    text = svg(drawn, waves(graph)) if arguments.form == "svg" else FORMATS[arguments.form](drawn)
    display.tell(text, end="")
    return 0
