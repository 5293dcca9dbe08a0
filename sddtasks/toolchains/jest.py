"""jest, read through a reporter of our own. `--forceExit`: open handles are not our question."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.javascript import program
from sddtasks.toolchains.javascript import reading
from sddtasks.toolchains.javascript.source import Project

NAME = "jest"
_MODULES = "--experimental-vm-modules"

missing = program.missing(NAME)
detect = program.detect(NAME, "jest.config.*")
is_test = program.is_test
build_request = base.no_build


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the whole suite, without the files in `hide`."""
    hidden = [f"{re.escape(file)}$" for file in hide]
    arguments = (
        f"--reporters={program.PROBES / 'jest_reporter.cjs'}",
        *("--testLocationInResults", "--forceExit", "--coverage=false", "--bail=0"),
        f"--cacheDirectory={scratch / 'jest-cache'}",
        *(("--testPathIgnorePatterns", "/node_modules/", *hidden) if hidden else ()),
        *base.words(options, "args"),
        *(("--runTestsByPath", *base.existing(root, files)) if files else ()),
    )
    request = program.request(root, NAME, arguments, scratch, options)
    if Project(root).manifest.get("type") != "module":
        return request
    inherited = os.environ.get("NODE_OPTIONS", "")
    return replace(request, env={**request.env, "NODE_OPTIONS": f"{inherited} {_MODULES}".strip()})


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    report = base.report(outcome, program.REPORT)
    return reading.read(NAME, outcome, report, Project(root), files)
