"""PHPUnit, read from its JUnit report. A file that cannot be loaded ends PHPUnit without one."""

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
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.traced import Traced
from sddtasks.toolchains.traced import judge

NAME = "phpunit"
REPORT = "phpunit.xml"
_TEST = re.compile(
    r"function\s+(test\w*)\s*\(|(?:@test\b.*?|#\[Test\]\s*public\s+)function\s+(\w+)\s*\(", re.S
)
_FRAME = re.compile(r"^(/\S+\.php):(\d+)$", re.MULTILINE)
_PHP = Language(
    always=re.compile(r"(?:->|::)(?:fail)\s*\(|\bthrow\b"),
    check=re.compile(r"(?:\$this->|self::|static::)assert\w*\s*\("),
    function=re.compile(r"\bfunction\b"),
    undefined=r"$^%s",
    inert=frozenset("true false null TRUE FALSE NULL this self static new array".split()),
)
_ABSENT = (
    r"(?:Class|Interface|Trait|Enum) \"(?P<name>[\w\\]+)\" not found",
    r"Call to undefined (?:method|function) (?P<name>[\w\\:]+)\(\)",
    r"Undefined constant (?P<name>[\w\\:]+)",
    r"Unknown named parameter (?P<name>\$\w+)",
    r"Too few arguments to function (?P<name>[\w\\:]+)\(\)",
)

build_request = base.no_build
detect = base.has_file("phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml")
is_test = testnames.of("php")


def missing(root: Path, options: Options) -> str | None:
    if shutil.which(_program(root)):
        return None
    return "phpunit is not installed: run `composer require --dev phpunit/phpunit`"


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the whole suite, without the classes in `hide`."""
    report = scratch / REPORT
    wanted = base.existing(root, files)
    names = "|".join(PurePosixPath(file).stem for file in wanted or hide)
    pattern = f"^(.*\\\\)?({names})::" if wanted else f"^(?!(.*\\\\)?({names})::)"
    command = (
        *(_program(root), "--colors=never", "--log-junit", str(report)),
        *(("--filter", f"/{pattern}/") if len(wanted) > 1 or (hide and not wanted) else ()),
        *base.words(options, "args"),
        *(wanted if len(wanted) == 1 else ()),
    )
    return Request(argv=command, cwd=root, timeout=base.timeout(options), reports=(report,))


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    run = base.judged(base.started(NAME, outcome, _declared(root, files)), outcome)
    found = [case for case in junit.cases(base.report(outcome, REPORT)) if case.name != "Warning"]
    run = replace(run, cases=tuple(_case(case, root) for case in found))
    fatal = re.search(
        r"(?:Fatal error: +(?:Uncaught )?)(.*)", f"{outcome.errors}\n{outcome.output}"
    )
    if fatal and not found:
        run = replace(run, load_failures=tuple(_unloaded(fatal[1], root, files)))
    elif not base.report(outcome, REPORT):
        reason = Reason.CRASH if run.exit_code == 0 else Reason.ENVIRONMENT
        run = base.broken(run, reason, f"phpunit left no report: {base.tail(outcome)}")
    run = base.consistent(run)
    return run if run.trouble else base.with_unseen(run, root, files, Reason.NO_TESTS)


def _program(root: Path) -> str:
    own = root / "vendor" / "bin" / "phpunit"
    return str(own) if own.is_file() else "phpunit"


def _declared(root: Path, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {
        file: tuple(f"{file}::{a or b}" for a, b in _TEST.findall(base.source(root, file)))
        for file in files
    }


def _case(case: junit.Case, root: Path) -> TestCase:
    file = base.relative(case.file, root) or case.file
    identifier = f"{file}::{case.name}"
    if case.result is not Result.FAILED or "RiskyTest" in case.type:
        result = Result.SKIPPED if case.result is Result.FAILED else case.result
        return TestCase(identifier, file, result, message=base.brief(case.message))
    return _finding(case, root).case(identifier, file)


def _finding(case: junit.Case, root: Path) -> Finding:
    message = "\n".join(line for line in case.text.splitlines()[1:] if not _FRAME.match(line))
    frames = tuple(_own_frames(case.text, root))
    for pattern in _ABSENT:
        match = re.search(pattern, message)
        if match and any(_is_test_side(file) for file, _ in frames[:2]):
            return Finding(Reason.MISSING, base.brief(message), (match["name"].strip("\\"),))
    kind = "" if message.startswith(case.type) else case.type
    return judge(
        Traced(kind, message, frames, case.is_assertion),
        _PHP,
        lambda name: base.source(root, name),
        _is_test_side,
    )


def _unloaded(fatal: str, root: Path, files: Sequence[str]) -> Iterator[LoadFailure]:
    """PHP stops at the first file that it cannot load; the others were not run."""
    place = re.search(r" in (/\S+\.php)(?::| on line )\d+", fatal)
    guilty = base.relative(place[1], root) if place else None
    for file in files:
        if guilty not in (None, file):
            message = f"not run, since {guilty} cannot be loaded: {base.brief(fatal)}"
            yield LoadFailure(file, Reason.LOAD, message)
        else:
            yield _absence(fatal, root).load_failure(file)


def _absence(fatal: str, root: Path) -> Finding:
    required = re.search(r"Failed opening required '([^']+)'", fatal)
    own = base.relative(required[1], root) if required else None
    named = next((m["name"] for p in _ABSENT if (m := re.search(p, fatal))), None)
    if own or named:
        return Finding(Reason.MISSING, base.brief(fatal), (str(own or named),))
    syntax = "ParseError" in fatal or "syntax error" in fatal
    return Finding(Reason.SYNTAX if syntax else Reason.LOAD, base.brief(fatal))


def _own_frames(text: str, root: Path) -> Iterator[tuple[str, int]]:
    for path, line in _FRAME.findall(text):
        file = base.relative(path, root)
        if file and not file.startswith("vendor/"):
            yield file, int(line)


def _is_test_side(file: str) -> bool:
    path = PurePosixPath(file)
    return is_test(path) or path.parts[0].lower() in ("test", "tests")
