"""This project's own chores: `doit list` names them, `doit` runs every check."""

from __future__ import annotations

import sys
from pathlib import Path

DOIT_CONFIG = {"default_tasks": ["check"], "verbosity": 2}

CHECKS = ["lint", "types", "floors", "test"]

_Chore = dict[str, object]


def _python(module: str, *words: str) -> list[str]:
    """The tools of the environment that doit runs in, whatever PATH says."""
    return [sys.executable, "-m", module, *words]


def task_lint() -> _Chore:
    """ruff: rules and format"""
    return {"actions": [_python("ruff", "check"), _python("ruff", "format", "--check")]}


def task_types() -> _Chore:
    """mypy --strict, package and tests"""
    return {"actions": [_python("mypy")]}


def task_floors() -> _Chore:
    """import-linter: arrows only point down"""
    return {"actions": [[str(Path(sys.executable).with_name("lint-imports"))]]}


def task_test() -> _Chore:
    """pytest, two at a time"""
    return {"actions": [_python("pytest", "-n", "2")]}


def task_cov() -> _Chore:
    """pytest with branch coverage"""
    return {"actions": [_python("pytest", "-n", "2", "--cov", "--cov-report", "term:skip-covered")]}


def task_bench() -> _Chore:
    """ratios to plain doit and to bare git; takes minutes and gates nothing"""
    return {"actions": [[sys.executable, "tests/bench/bench.py"]]}


def task_check() -> _Chore:
    """all of lint, types, floors and test"""
    return {"actions": None, "task_dep": CHECKS}
