"""Gradle: compiler messages from its output, results from the XML reports of its test task."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path

from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.java import reading
from sddtasks.toolchains.java import source
from sddtasks.toolchains.java.source import Project

NAME = "gradle"
_DEFINITIONS = ("build.gradle", "build.gradle.kts")
_QUIET = ("--console=plain", "--continue", "--no-daemon")

detect = base.has_file(*_DEFINITIONS, "settings.gradle", "settings.gradle.kts")
is_test = source.is_test


def missing(root: Path, options: Options) -> str | None:
    if shutil.which(_program(root)):
        return None
    return "gradle is not on PATH: install it, or add the wrapper `gradlew` to the project"


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run the classes in these files; for none the whole suite, which cannot leave files out."""
    project = Project(root)
    wanted = base.existing(root, files)
    reported = wanted or tuple(f for f in base.test_files(root, is_test) if f not in hide)
    groups: dict[str, list[str]] = {}
    for file in wanted:
        groups.setdefault(_task(project, file), []).append(project.class_of(file))
    tasks = [
        word
        for task, classes in (groups or {"test": []}).items()
        for word in (task, *(part for name in classes for part in ("--tests", name)))
    ]
    return Request(
        argv=(_program(root), *_QUIET, *base.words(options, "args"), "--rerun-tasks", *tasks),
        cwd=root,
        timeout=base.timeout(options),
        reports=tuple(_reports(project, reported)),
    )


def build_request(root: Path, scratch: Path, options: Options) -> Request | None:
    command = (_program(root), *_QUIET, *base.words(options, "args"), "classes")
    return Request(argv=command, cwd=root, timeout=base.timeout(options))


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    return reading.read(NAME, outcome, Project(root), files)


def _program(root: Path) -> str:
    wrapper = root / "gradlew"
    return str(wrapper) if wrapper.is_file() else "gradle"


def _task(project: Project, file: str) -> str:
    module = project.module(file, *_DEFINITIONS)
    return "test" if module == "." else f":{module.replace('/', ':')}:test"


def _reports(project: Project, files: Sequence[str]) -> Iterator[Path]:
    for file in files:
        module = project.root / project.module(file, *_DEFINITIONS)
        for name in project.classes(file):
            yield module / "build" / "test-results" / "test" / f"TEST-{name}.xml"
