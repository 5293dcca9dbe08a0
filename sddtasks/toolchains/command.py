"""Any command line: read from the JUnit XML or the TAP that it writes, else from its exit code.

Options: `command`, in which the words `{files}` and `{report}` stand for the test files and for
a path at which a JUnit report is expected; `report` for a report that is written elsewhere;
`build` for a command that compiles.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model import testnames
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains import junit
from sddtasks.toolchains import tap
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.wording import reason_of

NAME = "command"
_CANNOT_START = (126, 127)


def missing(root: Path, options: Options) -> str | None:
    command = base.words(options, "command")
    if not command:
        return "set the option `command` to the command line that runs the tests"
    if shutil.which(command[0]) or (root / command[0]).is_file():
        return None
    return f"{command[0]} is not on PATH: install it, or change the option `command`"


def detect(root: Path) -> bool:
    """Never by itself: it has to be configured."""
    return False


def is_test(path: PurePosixPath) -> bool:
    return testnames.has_test_name(str(path))


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the command itself knows what the whole suite is."""
    report = scratch / "report.xml"
    wanted = base.existing(root, files) or tuple(
        file for file in base.test_files(root, is_test) if hide and file not in hide
    )
    values = {"{files}": wanted, "{report}": (str(report),)}
    argv = tuple(
        part
        for word in base.words(options, "command")
        for part in values.get(word, (word.replace("{report}", str(report)),))
    )
    elsewhere = base.text(options, "report")
    return Request(
        argv=argv,
        cwd=root,
        timeout=base.timeout(options),
        reports=(root / elsewhere if elsewhere else report,),
    )


def build_request(root: Path, scratch: Path, options: Options) -> Request | None:
    command = base.words(options, "build")
    return Request(argv=command, cwd=root, timeout=base.timeout(options)) if command else None


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    run = base.judged(base.started(NAME, outcome, dict.fromkeys(files, ())), outcome)
    if run.trouble:
        return run
    if outcome.exit_code in _CANNOT_START:
        return base.broken(run, Reason.ENVIRONMENT, base.tail(outcome))
    found = [case for report in outcome.reports.values() for case in junit.cases(report)]
    if not found and tap.is_tap(outcome.output):
        found = list(tap.cases(outcome.output))
    if not found:
        return _by_exit_code(run, outcome, files)
    run = base.consistent(replace(run, cases=tuple(_case(case, root, files) for case in found)))
    return run if run.trouble else base.with_unseen(run, root, files)


def _case(case: junit.Case, root: Path, files: Sequence[str]) -> TestCase:
    file = _file_of(case, root, files)
    identifier = "::".join(part for part in (file, case.owner, case.name) if part)
    if case.result is not Result.FAILED:
        return TestCase(identifier, file, case.result, message=base.brief(case.message))
    told = f"{case.type}\n{case.message}\n{case.text}"
    reason = Reason.ASSERTION if "ssert" in case.type else reason_of(told)
    return Finding(reason, base.brief(case.message or case.text)).case(identifier, file)


def _file_of(case: junit.Case, root: Path, files: Sequence[str]) -> str:
    """The report's own word, else the requested file that the class is named after."""
    if case.file:
        return base.relative(case.file, root) or case.file
    words = set(re.findall(r"\w+", case.owner))
    matching = [file for file in files if words & set(PurePosixPath(file).name.split("."))]
    return (matching or list(files) or [case.owner])[0]


def _by_exit_code(run: TestRun, outcome: Outcome, files: Sequence[str]) -> TestRun:
    """Weak evidence: one result for each file as a whole."""
    said = f"{outcome.errors}\n{outcome.output}"
    whole = files or ("suite",)
    if outcome.exit_code == 0:
        cases = tuple(TestCase(file, file, Result.PASSED) for file in whole)
    else:
        found = Finding(reason_of(said), base.tail(outcome))
        cases = tuple(found.case(file, file) for file in whole)
    return replace(run, cases=cases, weak=True)
