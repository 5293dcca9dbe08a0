"""JUnit reports and compiler messages of Maven and Gradle as a TestRun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.process import Outcome
from sddtasks.toolchains import base
from sddtasks.toolchains import junit
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.java import compiler
from sddtasks.toolchains.java.source import Project
from sddtasks.toolchains.java.source import is_test
from sddtasks.toolchains.java.source import is_test_side
from sddtasks.toolchains.traced import Traced
from sddtasks.toolchains.traced import judge

_FRAME = re.compile(r"^\s*at (?:[\w.@]+/{1,2})?([\w.$<>]+)\.([\w$<>]+)\((\w+\.\w+):(\d+)\)", re.M)
_ABSENT = re.compile(
    r"NoClassDefFoundError|ClassNotFoundException|NoSuchMethodError|NoSuchFieldError"
)
JAVA = Language(
    always=re.compile(r"\b(?:Assertions?\.)?fail\s*\(|\bthrow\b"),
    check=re.compile(r"\b(?:Assertions?\.)?assert\w*\s*\("),
    function=re.compile(
        r"^(?!(?:\}\s*)?(?:else\s+)?(?:if|for|while|switch|catch|try|synchronized)\b)"
        r".*\)\s*(?:throws [\w., ]+)?$|->\s*$|=\s*runTest\s*$"
    ),
    undefined=r"^\s*(?:final\s+)?[\w.<>\[\]]+\s+%s\s*;",
    inert=frozenset(
        "Assertions Assert true false null new int long double float boolean char byte String "
        "Object Integer Long Double Boolean List Set Map Optional of var val final assertThat "
        "throw IllegalStateException RuntimeException AssertionError".split()
    ),
)


def read(name: str, outcome: Outcome, project: Project, files: Sequence[str]) -> TestRun:
    said = compiler.messages(f"{outcome.output}\n{outcome.errors}", project)
    cases = tuple(
        _case(case, project) for report in outcome.reports.values() for case in junit.cases(report)
    )
    run = base.started(name, outcome, project.declared(files))
    run = replace(run, cases=cases)
    if said and not cases:
        run = replace(run, load_failures=tuple(_unbuilt(said, project, files)))
    run = base.judged(run, outcome)
    if "forked VM terminated without" in outcome.output:
        run = base.broken(run, Reason.CRASH, "the virtual machine of the tests ended early")
    if not run.trouble and outcome.exit_code and not cases and not said:
        run = base.broken(run, Reason.ENVIRONMENT, f"{name} did not test: {base.tail(outcome)}")
    run = base.consistent(run)
    return run if run.trouble else base.with_unseen(run, project.root, files)


def _unbuilt(
    said: Sequence[compiler.Message], project: Project, files: Sequence[str]
) -> Iterator[LoadFailure]:
    for file in files or base.test_files(project.root, is_test):
        yield compiler.of_file(file, said, project).load_failure(file)


def _case(case: junit.Case, project: Project) -> TestCase:
    file = project.file_of(case.owner) or case.owner
    _, _, nested = case.owner.partition("$")
    identifier = "::".join((file, *nested.split("$"), case.name) if nested else (file, case.name))
    if case.result is not Result.FAILED:
        return TestCase(identifier, file, case.result, message=base.brief(case.message))
    return _finding(case, project).case(identifier, file)


def _finding(case: junit.Case, project: Project) -> Finding:
    frames = tuple(_own_frames(case.text, project))
    absent = _ABSENT.search(case.type)
    if absent and project.owns(case.message.replace("/", ".").strip("'")):
        return Finding(Reason.MISSING, base.brief(f"{case.type}: {case.message}"))
    places = tuple((file, line) for file, line, _ in frames)
    found = judge(
        Traced(case.type, case.message, places, case.is_assertion),
        JAVA,
        project.text,
        is_test_side,
    )
    test = re.split(r"[\[(]", case.name)[0]
    outside = bool(frames) and not any(test in method for _, _, method in frames)
    keeps = found.reason in (Reason.MISSING, Reason.NOT_IMPLEMENTED, Reason.AMBIGUOUS)
    return found if keeps or not outside else Finding(Reason.ENVIRONMENT, found.message)


def _own_frames(stack: str, project: Project) -> Iterator[tuple[str, int, str]]:
    thrown = stack.split("\nCaused by:", maxsplit=1)[0]
    for qualified, method, name, line in _FRAME.findall(thrown):
        file = project.file_at(qualified.partition("$")[0], name)
        if file:
            yield file, int(line), method
