"""The events of `go test -json` as a TestRun."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.process import Outcome
from sddtasks.system import nested
from sddtasks.toolchains import base
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.golang import compiler
from sddtasks.toolchains.golang.compiler import Message
from sddtasks.toolchains.golang.failure import of_test
from sddtasks.toolchains.golang.source import Module

_UNBUILT = re.compile(r"^FAIL\s+(\S+) \[(?:setup|build) failed\]", re.MULTILINE)
_ENDS = {"pass": Result.PASSED, "fail": Result.FAILED, "skip": Result.SKIPPED}
_TIMED_OUT = "panic: test timed out after"


@dataclass(slots=True)
class _Test:
    """What was heard of one test."""

    end: Result | None = None
    output: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Log:
    """All events, sorted by what they are about. Older versions of go mix plain text in."""

    tests: dict[tuple[str, str], _Test] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    building: list[str] = field(default_factory=list)

    @property
    def unbuilt(self) -> frozenset[str]:
        return frozenset(_UNBUILT.findall("".join(self.building)))


def read(name: str, outcome: Outcome, module: Module, files: Sequence[str]) -> TestRun:
    log = _log(outcome)
    run = base.started(name, outcome, module.declared(files))
    run = base.judged(replace(run, cases=tuple(_cases(log, module))), outcome)
    if not log.packages and not run.trouble:
        return base.broken(run, Reason.ENVIRONMENT, f"go did not test: {base.tail(outcome)}")
    run = replace(run, load_failures=tuple(_load_failures(log, module, files)))
    run = replace(run, load_failures=(*run.load_failures, *_unseen(run, module, files)))
    return base.consistent(run)


def _log(outcome: Outcome) -> _Log:
    log = _Log()
    for line in outcome.output.splitlines(keepends=True):
        event = _event(line)
        text = str(event.get("Output", "")) if event else line
        package, test = str(event.get("Package", "")), str(event.get("Test", ""))
        action = str(event.get("Action", ""))
        if test:
            heard = log.tests.setdefault((package, test), _Test())
            heard.output.append(text)
            heard.end = _ENDS.get(action, heard.end)
        else:
            log.building.append(text)
            if package:
                log.packages[package] = action
    log.building.append(outcome.errors)
    return log


def _event(line: str) -> dict[str, object]:
    try:
        event = nested.read_json(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _cases(log: _Log, module: Module) -> Iterator[TestCase]:
    for (package, test), heard in log.tests.items():
        directory = module.directory(package)
        identifier, file = f"{directory}::{test}", module.home_of(directory, test)
        output = "".join(heard.output)
        if heard.end in (Result.PASSED, Result.SKIPPED):
            yield TestCase(identifier, file, heard.end)
        elif _TIMED_OUT in output:
            yield TestCase(identifier, file, Result.FAILED, Reason.TIMEOUT, "test timed out")
        elif heard.end is None and "panic: " not in output:
            message = "it began and did not end"
            yield TestCase(identifier, file, Result.FAILED, Reason.CRASH, message)
        else:
            children = "".join(
                line
                for (home, name), child in log.tests.items()
                if home == package and name.startswith(f"{test}/") and child.end is Result.FAILED
                for line in child.output
            )
            yield of_test(output, children, directory, module).case(identifier, file)


def _load_failures(log: _Log, module: Module, files: Sequence[str]) -> Iterator[LoadFailure]:
    """Every test file of a package that could not be built, each with its own reason."""
    said = compiler.messages("".join(log.building))
    hidden = set(module.hidden_beside(files)) if files else set()
    for package in sorted(log.unbuilt):
        directory = module.directory(package)
        for file in module.test_files(directory):
            if file not in hidden:
                yield _of_file(file, said, module).load_failure(file)


def _of_file(file: str, said: Sequence[Message], module: Module) -> Finding:
    imports = set(module.imports(file))
    own = [message for message in said if message.file == file or message.about in imports]
    if own:
        return base.worst(
            [
                *(compiler.finding(message, file, module) for message in own),
                *compiler.unrequired_imports(file, module),
            ]
        )
    others = [message for message in said if message.file]
    product = [message for message in others if not message.file.endswith("_test.go")]
    guilty = next(iter(product or others), None)
    if guilty is None:
        return Finding(Reason.LOAD, "its package could not be built")
    where = f"{guilty.file}:{guilty.line}: {base.brief(guilty.text)}"
    return Finding(Reason.LOAD, f"not run: the package does not compile: {where}")


def _unseen(run: TestRun, module: Module, files: Iterable[str]) -> Iterator[LoadFailure]:
    """Requested files of which no test ran although their package was built."""
    seen = {case.file for case in run.cases} | {failure.file for failure in run.load_failures}
    for file in files:
        if file in seen or run.trouble:
            continue
        if not (module.root / file).exists():
            yield LoadFailure(file, Reason.NO_TESTS, "the file does not exist")
        elif run.declared[file] and not module.excluded(file):
            message = "its package ended without running it (TestMain, os.Exit or a panic)"
            yield LoadFailure(file, Reason.CRASH, message)
        else:
            yield LoadFailure(file, Reason.NO_TESTS, "it holds no tests that this platform builds")
