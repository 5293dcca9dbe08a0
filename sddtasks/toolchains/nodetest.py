"""node:test, the test runner that comes with Node.js, read through a reporter of our own."""

from __future__ import annotations

import shutil
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

NAME = "node"
_OTHER_RUNNERS = frozenset({"vitest", "jest", "mocha", "ava", "jasmine", "tap", "tape", "uvu"})
_MILLISECONDS = 1000
_MARGIN = 0.8

build_request = base.no_build
is_test = base.named(
    *(
        f"*{mark}.{extension}"
        for mark in (".test", "-test", "_test")
        for extension in ("js", "mjs", "cjs")
    ),
    "test-*.js",
    "test-*.mjs",
    "test-*.cjs",
)


def missing(root: Path, options: Options) -> str | None:
    return None if shutil.which("node") else "node is not on PATH: install Node.js 20 or later"


def detect(root: Path) -> bool:
    project = Project(root)
    return bool(project.manifest) and not (_OTHER_RUNNERS & project.packages)


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the whole suite, without the files in `hide`."""
    report = scratch / program.REPORT
    limit = int(base.timeout(options) * _MARGIN * _MILLISECONDS)
    arguments = (
        "--test",
        *((f"--test-timeout={limit}",) if limit else ()),
        f"--test-reporter={program.PROBES / 'node_reporter.mjs'}",
        f"--test-reporter-destination={report}",
        *base.words(options, "args"),
        *(base.existing(root, files) or _suite(root, hide)),
    )
    return program.request(root, "node", arguments, scratch, {**options, "program": "node"})


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    report = base.report(outcome, program.REPORT)
    return reading.read(NAME, outcome, report, Project(root), files)


def _suite(root: Path, hide: Sequence[str]) -> tuple[str, ...]:
    return tuple(file for file in base.test_files(root, is_test) if file not in hide)
