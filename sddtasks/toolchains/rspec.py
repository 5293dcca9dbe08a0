"""RSpec, read from its JSON report."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from pathlib import PurePosixPath
from typing import Any

from sddtasks.model import testnames
from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.system import nested
from sddtasks.toolchains import base
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.braces import line_of
from sddtasks.toolchains.braces import names
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.traced import Traced
from sddtasks.toolchains.traced import judge

NAME = "rspec"
REPORT = "rspec.json"
_FRAME = re.compile(r"^(?:# )?(/?[^\s:]+\.rb):(\d+)")
_EXAMPLE = re.compile(r"^\s*(?:it|specify|example)\b", re.MULTILINE)
_ALWAYS = re.compile(r"^\s*(?:raise|fail)\b(?!.*\b(?:if|unless)\b)")
_CHECKS = re.compile(r"\bexpect\s*[({]")
_LITERAL = frozenset("expect true false nil eq eql be equal not_to to".split())
_RUBY = Language(
    always=re.compile(r"\b(?:raise|fail)\b"),
    check=_CHECKS,
    function=re.compile(r"$^"),
    undefined=r"$^%s",
    inert=frozenset(),
)

build_request = base.no_build
detect = base.has_file(".rspec", "spec/spec_helper.rb", "spec/rails_helper.rb")
is_test = testnames.of("rb")


def missing(root: Path, options: Options) -> str | None:
    if shutil.which(_command(root)[0]):
        return None
    return "rspec is not on PATH: run `bundle install`, or `gem install rspec`"


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run these files; for none the whole suite, without the files in `hide`."""
    report = scratch / REPORT
    command = (
        *(*_command(root), "--no-color", "--no-fail-fast"),
        *("--format", "json", "--out", str(report)),
        *(("--exclude-pattern", ",".join(hide)) if hide else ()),
        *base.words(options, "args"),
        *base.existing(root, files),
    )
    return Request(argv=command, cwd=root, timeout=base.timeout(options), reports=(report,))


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    run = base.judged(base.started(NAME, outcome, _declared(root, files)), outcome)
    report = _report(outcome)
    if report is None:
        reason = Reason.CRASH if run.exit_code == 0 else Reason.ENVIRONMENT
        return base.broken(run, reason, f"rspec left no report: {base.tail(outcome)}")
    run = replace(
        run,
        cases=tuple(_case(example, root) for example in report.get("examples", ())),
        load_failures=tuple(_load_failures(report.get("messages", ()), root)),
    )
    run = base.consistent(run)
    return run if run.trouble else base.with_unseen(run, root, files, Reason.NO_TESTS)


def _command(root: Path) -> tuple[str, ...]:
    return ("bundle", "exec", "rspec") if (root / "Gemfile").is_file() else ("rspec",)


def _report(outcome: Outcome) -> Mapping[str, Any] | None:
    try:
        report = nested.read_json(base.report(outcome, REPORT))
    except ValueError:
        return None
    return report if isinstance(report, dict) else None


def _declared(root: Path, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Ids of RSpec are positions, so a source tells only whether there are examples."""
    return {f: (f,) if _EXAMPLE.search(base.source(root, f)) else () for f in files}


def _case(example: Mapping[str, Any], root: Path) -> TestCase:
    file = example["file_path"].removeprefix("./")
    identifier = example["id"].removeprefix("./")
    if example["status"] == "failed":
        return _finding(example, file, root).case(identifier, file)
    passed = example["status"] == "passed"
    result = Result.PASSED if passed else Result.SKIPPED
    return TestCase(identifier, file, result, message=example.get("pending_message") or "")


def _finding(example: Mapping[str, Any], file: str, root: Path) -> Finding:
    exception = example["exception"]
    kind, message = exception["class"], exception["message"].strip()
    frames = tuple(_own_frames(exception.get("backtrace") or (), root))
    in_test = not frames or _is_test_side(frames[0][0])
    absent = _absent(kind, message, root) if in_test else None
    if absent:
        return absent
    found = judge(
        Traced(kind, message, frames),
        _RUBY,
        lambda name: base.source(root, name),
        _is_test_side,
    )
    if found.reason is not Reason.ASSERTION or not frames or not in_test:
        return found
    place, number = frames[0]
    if place == file and number < example["line_number"]:
        return Finding(Reason.ENVIRONMENT, f"in a hook: {found.message}")
    line = line_of(base.source(root, place), number)
    empty = _ALWAYS.match(line) or (_CHECKS.search(line) and not set(names(line)) - _LITERAL)
    return Finding(Reason.PLACEHOLDER, found.message) if empty else found


def _absent(kind: str, message: str, root: Path) -> Finding | None:
    """A constant, a method or a file of the product that is not there."""
    said = base.brief(f"{kind}: {message}")
    constant = re.search(r"uninitialized constant (?:\S*::)?(\w+(?:::\w+)*)", message)
    method = re.search(
        r"undefined (?:local variable or )?method [`'](\S+?)' for (?!nil)(.+)", message
    )
    required = re.search(r"cannot load such file -- (\S+)", message)
    if constant:
        return Finding(Reason.MISSING, said, (constant[1],))
    if method and "RSpec::ExampleGroups" not in method[2]:
        return Finding(Reason.MISSING, said, (method[1],))
    if required:
        path = Path(required[1])
        own = path.is_absolute() and path.is_relative_to(root.resolve())
        name = path.relative_to(root.resolve()).as_posix() if own else required[1]
        own = own or (root / "lib" / name.split("/")[0]).exists()
        return Finding(Reason.MISSING if own else Reason.ENVIRONMENT, said, (name,) if own else ())
    return None


def _load_failures(messages: Sequence[str], root: Path) -> Iterator[LoadFailure]:
    for message in messages:
        loading = re.search(r"An error occurred while loading (\S+?\.rb)", message)
        raised = re.search(r"^(\w+(?:::\w+)*(?:Error|Exception)):\n\s*(.*)$", message, re.MULTILINE)
        if loading and raised:
            file = loading[1].removeprefix("./")
            yield _unloaded(raised[1], raised[2], root).load_failure(file)


def _unloaded(kind: str, message: str, root: Path) -> Finding:
    said = base.brief(f"{kind}: {message}")
    if kind == "SyntaxError":
        broken = _FRAME.match(message)
        own = broken is None or _is_test_side(base.relative(broken[1], root) or "spec/")
        return Finding(Reason.SYNTAX if own else Reason.LOAD, said)
    return _absent(kind, message, root) or Finding(Reason.LOAD, said)


def _own_frames(backtrace: Sequence[str], root: Path) -> Iterator[tuple[str, int]]:
    for line in backtrace:
        frame = _FRAME.match(line)
        file = base.relative(frame[1], root) if frame else None
        if frame and file and "vendor/" not in file:
            yield file, int(frame[2])


def _is_test_side(file: str) -> bool:
    return PurePosixPath(file).parts[:1] in (("spec",), ("test",))
