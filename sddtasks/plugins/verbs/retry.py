"""`doit sdd retry TASK`: one task again, now; with a hint for the agent, or by another agent."""

from __future__ import annotations

import argparse
import sys

from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins import single
from sddtasks.plugins.questions import asker

PURPOSE = "try one task again now, with a hint for the agent or by another agent"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(
        prog=program,
        description=f"{PURPOSE}. What is there is judged first. Exit code: 0 done, 1 it failed or"
        " waits for you, 2 a broken machine, 3 nothing was started, 130 interrupted.",
    )
    words.add_argument("task")
    words.add_argument(
        "--hint", default="", help="what the agent should know; kept until it is done"
    )
    words.add_argument("--agent", default="", help="who writes the code this time")
    words.add_argument("--retries", default="", help="how often the agent is called again")
    words.add_argument("--feature", default="", help="feature directory")
    words.add_argument("--allow-dirty", action="store_true", help="keep uncommitted files out")
    words.add_argument("--yes", "-y", action="store_true", help="answer yes to every question")
    words.add_argument("--json", action="store_true", help="one event a line, for machines")
    return words


def run(arguments: argparse.Namespace) -> int:
    screen = display.choose(sys.stdout, as_json=arguments.json)
    given = {"agent": arguments.agent, "retries": arguments.retries}
    options = {
        "overrides": {name: value for name, value in given.items() if value},
        "allow_dirty": arguments.allow_dirty,
        "ask": asker(screen, yes=arguments.yes),
    }
    name = arguments.task
    return single.run(
        finding.find(arguments.feature).feature,
        name,
        screen,
        options,
        lambda work: work.retry(name, arguments.hint.strip(), arguments.agent),
    )
