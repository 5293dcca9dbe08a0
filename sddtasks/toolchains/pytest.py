"""pytest, observed from inside by a probe plugin: exit codes and JUnit XML are not enough.

The project's own configuration stays in force, `addopts` included, since tests may need it
(import mode, plugins, markers). What would falsify or narrow the observation is overridden on the
command line: coverage thresholds, stopping at the first failure, the cache.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.python import interpreter
from sddtasks.toolchains.python import probing
from sddtasks.toolchains.python import reading
from sddtasks.toolchains.python import source

NAME = "pytest"
_CONFIGURATION = ("pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
_MARKER = "pytest"

is_test = source.is_test
build_request = base.no_build


def test_names(root: Path) -> tuple[str, ...]:
    """Patterns of test files that the project's own configuration sets: `python_files`."""
    return source.python_files(root)


def missing(root: Path, options: Options) -> str | None:
    python = interpreter.interpreter(root, options)
    if interpreter.has_module(python, "pytest"):
        return None
    return f"pytest is not installed for {python}: install it there, or set the option `python`"


def detect(root: Path) -> bool:
    named = any(_MARKER in base.source(root, file) for file in (*_CONFIGURATION, "conftest.py"))
    requirements = root.glob("requirements*.txt")
    return (
        named
        or (root / "tests" / "conftest.py").is_file()
        or any(_MARKER in base.source(root, file.name) for file in requirements)
    )


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the whole suite, without the files in `hide`."""
    arguments = (
        *("-m", "pytest", "-p", "sdd_probe", "-q", "--color=no", "--tb=short"),
        *("--maxfail=0", "--continue-on-collection-errors"),
        *("-o", f"cache_dir={scratch / 'pytest-cache'}", "--cache-clear"),
        *(("--no-cov",) if _measures_coverage(root) else ()),
        *base.words(options, "args"),
        *(f"--ignore={file}" for file in hide),
        *base.existing(root, files),
    )
    return probing.request(root, arguments, scratch, options)


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    run = base.started(NAME, outcome, source.declared(root, files))
    return reading.read(run, outcome, base.report(outcome, probing.REPORT), root, files)


def _measures_coverage(root: Path) -> bool:
    inherited = os.environ.get("PYTEST_ADDOPTS", "")
    return "--cov" in inherited or any("--cov" in base.source(root, f) for f in _CONFIGURATION)
