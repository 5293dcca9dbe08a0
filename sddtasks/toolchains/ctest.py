"""CTest: builds the project's tests outside the tree and reads its JUnit report.

The executables of a project are built one by one (`--keep-going`): a test that does not compile
or link fails by its own name, the others run.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model import testnames
from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains import junit
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.wording import reason_of

NAME = "ctest"
REPORT = "ctest.xml"
_SCRIPT = """\
cmake -S "$1" -B "$2" && cmake --build "$2" -- -k
ctest --test-dir "$2" --output-on-failure --output-junit "$3" $4
"""
_ERROR = re.compile(
    r"^(?:\S*?/)?(?P<file>\S+?\.(?:c|cc|cpp|cxx|h|hh|hpp)):(?P<line>\d+):(?:\d+:)? "
    r"(?:fatal )?error: (?P<text>.*)$"
    r"|(?P<object>\S+?\.(?:c|cc|cpp|cxx)):\(?[^:]*?\)?:? (?P<link>undefined reference to .*)$",
    re.MULTILINE,
)
_ABSENT = re.compile(
    r"undefined reference to [`'](?P<a>[\w:]+)"
    r"|[‘'](?P<b>[\w:]+)[’'] (?:was not declared|has not been declared|is not a member"
    r"|does not name a type|undeclared)"
    r"|no member named [‘'](?P<c>\w+)"
    r"|implicit declaration of function [‘'](?P<d>\w+)"
    r"|unknown type name [‘'](?P<e>\w+)"
    r"|fatal error: (?P<f>\S+): No such file|(?P<g>\S+\.h\w*): No such file or directory"
)
_FRAMEWORKS = frozenset("gtest gmock catch2 doctest boost criterion cmocka unity check".split())

detect = base.has_file("CMakeLists.txt")
is_test = testnames.of("c", "cc", "cpp", "cxx")


def missing(root: Path, options: Options) -> str | None:
    absent = [name for name in ("cmake", "ctest", "sh") if shutil.which(name) is None]
    return f"{absent[0]} is not on PATH: install CMake 3.21 or later" if absent else None


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run the tests named after these files; for none the whole suite, without those in `hide`."""
    wanted, flag = (files, "-R") if files else (hide, "-E")
    names = "|".join(re.escape(PurePosixPath(file).stem) for file in wanted)
    chosen = f"{flag}^({names})" if names else ""
    report = scratch / REPORT
    places = (str(root), str(scratch / "build"), str(report), chosen)
    return Request(
        argv=("sh", "-c", _SCRIPT, "ctest", *places, *base.words(options, "args")),
        cwd=root,
        env={"LC_ALL": "C"},
        timeout=base.timeout(options),
        reports=(report,),
    )


def build_request(root: Path, scratch: Path, options: Options) -> Request | None:
    script = 'cmake -S "$1" -B "$2" && cmake --build "$2"'
    places = (str(root), str(scratch / "build"))
    return Request(
        argv=("sh", "-c", script, "cmake", *places), cwd=root, timeout=base.timeout(options)
    )


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    declared = {file: (f"{file}::{PurePosixPath(file).stem}",) for file in files}
    run = base.judged(base.started(NAME, outcome, declared), outcome)
    unbuilt = {failure.file: failure for failure in _unbuilt(outcome, root)}
    cases = [_case(case, root, files) for case in junit.cases(base.report(outcome, REPORT))]
    run = replace(
        run,
        cases=tuple(case for case in cases if case.file not in unbuilt),
        load_failures=tuple(unbuilt.values()),
    )
    if not base.report(outcome, REPORT) and not unbuilt:
        run = base.broken(run, Reason.ENVIRONMENT, f"ctest did not test: {base.tail(outcome)}")
    run = base.consistent(run)
    return run if run.trouble else base.with_unseen(run, root, files, Reason.NO_TESTS)


def _case(case: junit.Case, root: Path, files: Sequence[str]) -> TestCase:
    homes = {PurePosixPath(file).stem: file for file in (*base.test_files(root, is_test), *files)}
    file = homes.get(case.name, case.name)
    if case.result is not Result.FAILED:
        return TestCase(f"{file}::{case.name}", file, case.result)
    found = Finding(
        reason_of(f"{case.message}\n{case.text}"), base.brief(case.message or case.text)
    )
    return found.case(f"{file}::{case.name}", file)


def _unbuilt(outcome: Outcome, root: Path) -> Iterator[LoadFailure]:
    """Test files that do not compile, or whose program does not link."""
    found: dict[str, list[Finding]] = {}
    tests = base.test_files(root, is_test)
    for match in _ERROR.finditer(f"{outcome.errors}\n{outcome.output}"):
        name = PurePosixPath(match["file"] or match["object"]).name
        file = next((test for test in tests if PurePosixPath(test).name == name), None)
        if file:
            found.setdefault(file, []).append(_finding(match["text"] or match["link"]))
    for file, findings in found.items():
        yield base.worst(findings).load_failure(file)


def _finding(text: str) -> Finding:
    absent = _ABSENT.search(text)
    if absent:
        name = next(value for value in absent.groups() if value)
        if name.split("/")[0].removesuffix(".h") in _FRAMEWORKS:
            return Finding(Reason.ENVIRONMENT, base.brief(text))
        return Finding(Reason.MISSING, base.brief(text), (name,))
    syntax = re.search(r"^expected |stray |unterminated", text)
    return Finding(Reason.SYNTAX if syntax else Reason.LOAD, base.brief(text))
