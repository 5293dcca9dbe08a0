"""What cargo, rustc and libtest wrote, as a TestRun.

cargo names each test program on standard error; the programs write their results to standard
output in the same order. A program that ends without its closing line has left early.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from pathlib import PurePosixPath

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.process import Outcome
from sddtasks.toolchains import base
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.rust import compiler
from sddtasks.toolchains.rust.compiler import Message
from sddtasks.toolchains.rust.failure import of_test
from sddtasks.toolchains.rust.source import Workspace
from sddtasks.toolchains.rust.source import is_test

_PROGRAM = re.compile(r"^\s+(?:Running (?:unittests )?(\S+\.rs)|(Doc-tests) \S+)", re.MULTILINE)
_BLOCK = re.compile(r"^running \d+ tests?$", re.MULTILINE)
_RESULT = re.compile(r"^test (\S+)(?: - .*?)? \.\.\. (ok|FAILED|ignored)?", re.MULTILINE)
_OUTPUT = re.compile(
    r"^---- (\S+) (?:stdout|stderr) ----\n(.*?)(?=^---- |^failures:$|\Z)", re.M | re.S
)
_CLOSED = re.compile(r"^test result: ", re.MULTILINE)
_RESULTS = {"ok": Result.PASSED, "ignored": Result.SKIPPED, "FAILED": Result.FAILED}


@dataclass(frozen=True, slots=True)
class _Program:
    """One test program: the file at its root, and what it wrote."""

    main: str
    output: str

    @property
    def closed(self) -> bool:
        return bool(_CLOSED.search(self.output))


def read(name: str, outcome: Outcome, workspace: Workspace, files: Sequence[str]) -> TestRun:
    programs = _programs(outcome, workspace, files)
    errors = compiler.errors(outcome.output)
    run = base.started(name, outcome, workspace.declared(files))
    run = replace(
        run,
        cases=tuple(case for program in programs for case in _cases(program, outcome, workspace)),
        load_failures=tuple(_load_failures(errors, workspace, files)),
    )
    run = base.judged(run, outcome)
    if not run.trouble and not programs and not errors:
        run = base.broken(run, Reason.ENVIRONMENT, f"cargo did not test: {base.tail(outcome)}")
    early = [program.main for program in programs if not program.closed]
    if early and not run.trouble:
        run = base.broken(run, Reason.CRASH, f"{early[0]} ended before its tests did")
    run = base.consistent(run)
    return run if run.trouble else base.with_unseen(run, workspace.root, files)


def _programs(outcome: Outcome, workspace: Workspace, files: Sequence[str]) -> tuple[_Program, ...]:
    lines = [line for line in outcome.output.splitlines() if not line.startswith("{")]
    _, *blocks = _BLOCK.split("\n".join(lines)) or [""]
    mains = [path or doc for path, doc in _PROGRAM.findall(outcome.errors)]
    return tuple(
        _Program(_from_root(main, workspace, files), block)
        for main, block in zip(mains, blocks, strict=False)
    )


def _from_root(main: str, workspace: Workspace, files: Sequence[str]) -> str:
    """cargo names files relative to their package."""
    homes = {workspace.home(file) for file in files} | set(workspace.manifests)
    candidates = ((PurePosixPath(home) / main).as_posix() for home in sorted(homes))
    return next((path for path in candidates if (workspace.root / path).is_file()), main)


def _cases(program: _Program, outcome: Outcome, workspace: Workspace) -> Iterator[TestCase]:
    outputs = dict(_OUTPUT.findall(program.output))
    for test, word in _RESULT.findall(program.output):
        file = workspace.home_of(program.main, test)
        identifier = f"{file}::{test}"
        result = _RESULTS.get(word)
        if result is None:
            reason = Reason.TIMEOUT if outcome.timed_out else Reason.CRASH
            yield Finding(reason, "it began and did not end").case(identifier, file)
        elif result is Result.FAILED:
            yield of_test(outputs.get(test, ""), file, workspace).case(identifier, file)
        else:
            yield TestCase(identifier, file, result)


def _load_failures(
    errors: Sequence[Message], workspace: Workspace, files: Sequence[str]
) -> Iterator[LoadFailure]:
    """Files with errors of their own, then those that could not be built because of others."""
    for file in files or base.test_files(workspace.root, is_test):
        own = [error for error in errors if error.file == file]
        if own:
            findings = [compiler.finding(error, workspace) for error in own]
            yield base.worst(findings).load_failure(file)
        elif errors:
            first = errors[0]
            where = f"{first.file}:{first.line}: {base.brief(first.text)}"
            yield Finding(Reason.LOAD, f"not run: {where}").load_failure(file)
