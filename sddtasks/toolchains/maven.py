"""Maven with surefire: compiler messages from its output, results from its XML reports.

Maven compiles the tests of a module as a whole, so a test that lacks its subject keeps its
neighbours from running: they are reported as not run, each by name.
"""

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

NAME = "maven"
_DEFINITION = "pom.xml"
_QUIET = ("-B", "-Dstyle.color=never")

detect = base.has_file(_DEFINITION)
is_test = source.is_test


def missing(root: Path, options: Options) -> str | None:
    if shutil.which(_program(root)):
        return None
    return "mvn is not on PATH: install Maven, or add the wrapper `mvnw` to the project"


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run the classes in these files; for none the whole suite, without the files in `hide`."""
    project = Project(root)
    wanted = base.existing(root, files)
    classes = [project.class_of(file) for file in wanted]
    classes += [f"!{project.class_of(file)}" for file in hide] if not wanted else []
    modules = sorted({project.module(file, _DEFINITION) for file in wanted} - {"."})
    command = (
        *(_program(root), *_QUIET),
        *((f"-Dtest={','.join(classes)}",) if classes else ()),
        *("-Dsurefire.failIfNoSpecifiedTests=false", "-DfailIfNoTests=false"),
        *(("-pl", ",".join(modules), "-am") if modules else ()),
        *base.words(options, "args"),
        "test",
    )
    reported = wanted or base.test_files(root, is_test)
    return Request(
        argv=command,
        cwd=root,
        timeout=base.timeout(options),
        reports=tuple(_reports(project, reported)),
    )


def build_request(root: Path, scratch: Path, options: Options) -> Request | None:
    command = (_program(root), *_QUIET, *base.words(options, "args"), "compile")
    return Request(argv=command, cwd=root, timeout=base.timeout(options))


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    return reading.read(NAME, outcome, Project(root), files)


def _program(root: Path) -> str:
    wrapper = root / "mvnw"
    return str(wrapper) if wrapper.is_file() else "mvn"


def _reports(project: Project, files: Sequence[str]) -> Iterator[Path]:
    for file in files:
        module = project.root / project.module(file, _DEFINITION)
        for name in project.classes(file):
            yield module / "target" / "surefire-reports" / f"TEST-{name}.xml"
