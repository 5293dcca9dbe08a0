"""vitest, read through a reporter of our own: its JSON report loses time-outs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.javascript import program
from sddtasks.toolchains.javascript import reading
from sddtasks.toolchains.javascript.source import Project

NAME = "vitest"

missing = program.missing(NAME)
detect = program.detect(NAME, "vitest.config.*", "vitest.workspace.*")
is_test = program.is_test
build_request = base.no_build


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the whole suite, without the files in `hide`."""
    arguments = (
        "run",
        f"--reporter={program.PROBES / 'vitest_reporter.mjs'}",
        *("--coverage.enabled=false", "--bail=0", "--watch=false"),
        *(f"--exclude={file}" for file in hide),
        *base.words(options, "args"),
        *base.existing(root, files),
    )
    return program.request(root, NAME, arguments, scratch, options)


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    report = base.report(outcome, program.REPORT)
    return reading.read(NAME, outcome, report, Project(root), files)
