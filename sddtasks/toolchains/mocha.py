"""mocha, read through a reporter of our own. What cannot be loaded is told on its output only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.javascript import program
from sddtasks.toolchains.javascript import reading
from sddtasks.toolchains.javascript.source import Project

NAME = "mocha"

missing = program.missing(NAME)
detect = program.detect(NAME, ".mocharc.*")
build_request = base.no_build
is_test = partial(program.is_test_in, "test")


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the whole suite, without the files in `hide`."""
    arguments = (
        *("--reporter", str(program.PROBES / "mocha_reporter.cjs")),
        *("--exit", "--no-bail", "--no-color", "--full-trace"),
        *(word for file in hide for word in ("--ignore", file)),
        *base.words(options, "args"),
        *base.existing(root, files),
    )
    return program.request(root, NAME, arguments, scratch, options)


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    report = base.report(outcome, program.REPORT)
    return reading.read(NAME, outcome, report, Project(root), files)
