"""unittest, run by a small runner of our own that writes what the pytest plugin writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.python import probing
from sddtasks.toolchains.python import reading
from sddtasks.toolchains.python import source

NAME = "unittest"
_USED = re.compile(r"^\s*(?:import|from) unittest\b", re.MULTILINE)
_PYTEST = re.compile(r"\bpytest\b")

build_request = base.no_build


def is_test(path: PurePosixPath) -> bool:
    """Names of tests; among other tests also `testorder.py`, as the runner's own search has it."""
    beside_tests = bool({"test", "tests"} & set(path.parent.parts))
    among = beside_tests and path.match("test*.py") and path.stem != "testing"
    return among or path.name in ("test.py", "tests.py") or source.is_test(path)


def missing(root: Path, options: Options) -> str | None:
    """It is part of Python."""
    return None


def detect(root: Path) -> bool:
    """Its tests use unittest and nothing in the project speaks of pytest."""
    manifests = ("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", "requirements.txt")
    if any(_PYTEST.search(base.source(root, file)) for file in manifests):
        return False
    texts = [base.source(root, file) for file in _suite(root, ())]
    used = any(_USED.search(text) for text in texts)
    return used and not any(_PYTEST.search(text) for text in texts)


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the whole suite, without the files in `hide`."""
    wanted = base.existing(root, files) or _suite(root, hide)
    return probing.request(root, ("-m", "sdd_unittest", *wanted), scratch, options)


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    run = base.started(NAME, outcome, source.declared(root, files))
    return reading.read(run, outcome, base.report(outcome, probing.REPORT), root, files)


def _suite(root: Path, hide: Sequence[str]) -> tuple[str, ...]:
    return tuple(file for file in base.test_files(root, is_test, ".py") if file not in hide)
