"""`dotnet test`: compiler messages from its output, results from a TRX report.

The tests of a project are compiled as a whole: those that could not run are reported by name.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

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
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.traced import Traced
from sddtasks.toolchains.traced import judge

NAME = "dotnet"
REPORT = "dotnet.trx"
_TEST = re.compile(
    r"\[(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b[^\]]*\]\s*(?:\[[^\]]*\]\s*)*"
    r"(?:public|internal|private)\s+(?:async\s+)?[\w<>]+\s+(\w+)\s*\("
)
_ERROR = re.compile(
    r"^\s*(/\S+?\.cs)\((\d+),\d+\): error (CS\d+): (.*?)(?: \[\S+\])?$", re.MULTILINE
)
_FRAME = re.compile(r" in (/\S+?\.cs):line (\d+)")
_MISSING = frozenset(
    {"CS0103", "CS0117", "CS0234", "CS0246", "CS1061", "CS1501", "CS1729", "CS1739"}
)
CSHARP = Language(
    always=re.compile(r"\bAssert\.(?:Fail|True\(false|False\(true)|\bthrow\b"),
    check=re.compile(r"\bAssert\.\w+(?:<[^>]*>)?\s*\("),
    function=re.compile(
        r"^(?!(?:\}\s*)?(?:else\s+)?(?:if|foreach|for|while|switch|catch|using|lock)\b).*\)\s*$"
        r"|=>\s*$"
    ),
    undefined=r"^\s*[\w<>\[\]?]+\s+%s\s*;",
    inert=frozenset("Assert true false null new int string bool var throw typeof nameof".split()),
)

detect = base.has_file("*.sln", "*.slnx", "*.csproj", "*.fsproj")
is_test = testnames.of("cs", "fs")


def missing(root: Path, options: Options) -> str | None:
    return None if shutil.which("dotnet") else "dotnet is not on PATH: see https://dot.net"


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run the classes in these files; for none the whole suite, without those in `hide`."""
    wanted = base.existing(root, files)
    shown = "|".join(f"FullyQualifiedName~{PurePosixPath(file).stem}" for file in wanted)
    hidden = "&".join(f"FullyQualifiedName!~{PurePosixPath(file).stem}" for file in hide)
    pattern = shown or hidden
    command = (
        *("dotnet", "test", "--nologo", "--logger", f"trx;LogFileName={REPORT}"),
        *("--results-directory", str(scratch)),
        *(("--filter", pattern) if pattern else ()),
        *base.words(options, "args"),
    )
    return Request(
        argv=command,
        cwd=root,
        env={"DOTNET_CLI_UI_LANGUAGE": "en", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"},
        timeout=base.timeout(options),
        reports=(scratch / REPORT,),
    )


def build_request(root: Path, scratch: Path, options: Options) -> Request | None:
    command = ("dotnet", "build", "--nologo", *base.words(options, "args"))
    return Request(argv=command, cwd=root, timeout=base.timeout(options))


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    run = base.judged(base.started(NAME, outcome, _declared(root, files)), outcome)
    cases = tuple(_cases(base.report(outcome, REPORT), root))
    errors = tuple(dict.fromkeys(_ERROR.findall(outcome.output)))
    run = replace(run, cases=cases)
    if errors and not cases:
        run = replace(run, load_failures=tuple(_unbuilt(errors, root, files)))
    if not cases and not errors and run.exit_code:
        run = base.broken(run, Reason.ENVIRONMENT, f"dotnet did not test: {base.tail(outcome)}")
    run = base.consistent(run)
    return run if run.trouble else base.with_unseen(run, root, files)


def _declared(root: Path, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {
        file: tuple(f"{file}::{name}" for name in _TEST.findall(base.source(root, file)))
        for file in files
    }


def _cases(report: str, root: Path) -> Iterator[TestCase]:
    try:
        tree = ET.fromstring(report)  # noqa: S314 - written by a tool that we started
    except ET.ParseError:
        return
    classes = {
        unit.get("id"): method.get("className", "").partition(",")[0]
        for unit in tree.iterfind(".//{*}UnitTest")
        for method in unit.iterfind("{*}TestMethod")
    }
    homes = {PurePosixPath(file).stem: file for file in base.test_files(root, is_test)}
    for result in tree.iterfind(".//{*}UnitTestResult"):
        owner = classes.get(result.get("testId"), "")
        file = homes.get(re.split(r"[.+]", owner)[-1], owner)
        name = result.get("testName", "").removeprefix(f"{owner}.")
        yield _case(result, f"{file}::{name}", file, root)


def _case(result: ET.Element, identifier: str, file: str, root: Path) -> TestCase:
    outcome = result.get("outcome")
    if outcome != "Failed":
        passed = outcome == "Passed"
        return TestCase(identifier, file, Result.PASSED if passed else Result.SKIPPED)
    message = result.findtext(".//{*}Message", "")
    stack = result.findtext(".//{*}StackTrace", "")
    kind = re.match(r"\s*([\w.]+Exception)\s*: ", message)
    frames = tuple(
        (base.relative(path, root) or path, int(line)) for path, line in _FRAME.findall(stack)
    )
    traced = Traced(kind[1] if kind else "", message, frames, is_assertion=kind is None)
    found = judge(traced, CSHARP, lambda name: base.source(root, name), _is_test_side)
    return found.case(identifier, file)


def _unbuilt(
    errors: Sequence[tuple[str, str, str, str]], root: Path, files: Sequence[str]
) -> Iterator[LoadFailure]:
    for file in files or base.test_files(root, is_test):
        own = [(code, text) for path, _, code, text in errors if base.relative(path, root) == file]
        if own:
            yield base.worst([_finding(code, text) for code, text in own]).load_failure(file)
        else:
            path, line, _, text = errors[0]
            where = f"{base.relative(path, root)}:{line}: {text}"
            message = f"not run: the project does not compile: {where}"
            yield LoadFailure(file, Reason.LOAD, base.brief(message))


def _finding(code: str, text: str) -> Finding:
    """CS1xxx up to CS1056 come from the parser; the names stand in quotes."""
    named = tuple(re.findall(r"'([\w.<>]+)'", text)[:2])
    if code in _MISSING:
        test_library = re.search(r"'(?:Xunit|NUnit|Moq|FluentAssertions|Microsoft)\b", text)
        return Finding(Reason.ENVIRONMENT if test_library else Reason.MISSING, text, named)
    parser = code.startswith(("CS100", "CS101", "CS102", "CS103", "CS151"))
    return Finding(Reason.SYNTAX if parser else Reason.LOAD, text)


def _is_test_side(file: str) -> bool:
    return is_test(PurePosixPath(file)) or ".Tests/" in file or "/tests/" in f"/{file}".lower()
