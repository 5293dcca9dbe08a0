"""`doit sdd skip TASK --because=…`: go on without a task, on the record."""

from __future__ import annotations

import argparse

from sddtasks.model.errors import ConfigError
from sddtasks.plugins import display
from sddtasks.plugins import finding
from sddtasks.plugins.database import opened
from sddtasks.plugins.telling import some

PURPOSE = "go on without a task; the reason is recorded and shown everywhere"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("task")
    words.add_argument("--because", required=True, help="why; it goes into state, report and git")
    words.add_argument(
        "--without-test",
        action="store_true",
        help="of a test: its code may be implemented without it",
    )
    words.add_argument("--feature", default="", help="feature directory")
    words.add_argument("--allow-dirty", action="store_true", help="keep uncommitted files out")
    return words


def run(arguments: argparse.Namespace) -> int:
    if not arguments.because.strip():
        raise ConfigError("--because is empty: a skipped task needs a reason", "--because='…'")
    found = finding.find(arguments.feature)
    name, untested = arguments.task, arguments.without_test
    with opened(found.feature, {"allow_dirty": arguments.allow_dirty}) as tasks:
        tasks.work.skip(name, arguments.because, untested=untested)
        waiting = tasks.work.waits_for_skipped(name)
    if waiting:
        display.tell(
            f"Skipped {name}: {arguments.because}\n"
            f"  blocked   {some(waiting)}: code is not begun before its tests were seen failing\n"
            f"  next      doit sdd skip {name} --without-test --because=…"
            "  implement without its test, on the record\n"
            f"            doit sdd undo {name}  take the skip back: the test is written after all"
        )
        return 0
    without = "; its code may be implemented without it" if untested else ""
    display.tell(
        f"Skipped {name}: {arguments.because}{without}\n"
        f"  next      doit implement {found.feature.relative}"
    )
    return 0
