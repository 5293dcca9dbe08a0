"""`doit sdd accept TASK --because=…`: a person says that a task is done, on the record."""

from __future__ import annotations

import argparse
import sys

from sddtasks.model.errors import ConfigError
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins import single

PURPOSE = "say that a task is done of which nothing can be seen; recorded and shown everywhere"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(
        prog=program,
        description=f"{PURPOSE}. Its gates are asked all the same, and what one of them refuses is"
        " not accepted. Exit code: 0 accepted, 1 refused, 2 a broken machine, 3 nothing was"
        " started, 130 interrupted.",
    )
    words.add_argument("task")
    words.add_argument("--because", required=True, help="why; it goes into state, report and git")
    words.add_argument("--feature", default="", help="feature directory")
    words.add_argument("--allow-dirty", action="store_true", help="keep uncommitted files out")
    words.add_argument("--json", action="store_true", help="one event a line, for machines")
    return words


def run(arguments: argparse.Namespace) -> int:
    because = arguments.because.strip()
    if not because:
        raise ConfigError("--because is empty: a person's word needs a reason", "--because='…'")
    name = arguments.task
    return single.run(
        finding.find(arguments.feature).feature,
        name,
        display.choose(sys.stdout, as_json=arguments.json),
        {"allow_dirty": arguments.allow_dirty},
        lambda work: work.accept(name, because),
    )
