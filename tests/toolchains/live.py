"""Small projects on disk, and real runs of real tools on them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import pytest

from sddtasks import toolchains
from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.system import process

LIMITS: Options = {"timeout": 60}


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return root


def observe(
    name: str, root: Path, files: Sequence[str], scratch: Path, options: Options = LIMITS
) -> TestRun:
    """Start the tool on these files and read what it said."""
    toolchain = toolchains.get(name)
    request = toolchain.test_request(root, files, scratch, options)
    return toolchain.read(process.run(request), root, files)


def unavailable(why: str) -> None:
    """A tool that is not installed: a visible skip on a desk, a failure in CI."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def need(name: str, root: Path) -> None:
    missing = toolchains.get(name).missing(root, {})
    if missing:
        unavailable(missing)


def case_of(run: TestRun, suffix: str) -> TestCase:
    found = [case for case in run.cases if case.id.endswith(suffix)]
    assert len(found) == 1, [case.id for case in run.cases]
    return found[0]


def load_failure_of(run: TestRun, file: str) -> LoadFailure:
    found = [failure for failure in run.load_failures if failure.file == file]
    assert len(found) == 1, run
    return found[0]


def listing(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
