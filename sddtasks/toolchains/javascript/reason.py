"""Why a JavaScript test failed, judged from the error, its stack and the project's files."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.evidence import Reason
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.braces import masked
from sddtasks.toolchains.braces import statement
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.inert import always_fails
from sddtasks.toolchains.inert import is_inert_line
from sddtasks.toolchains.inert import is_placeholder
from sddtasks.toolchains.javascript.events import Thrown
from sddtasks.toolchains.javascript.source import Project
from sddtasks.toolchains.javascript.source import is_test_side

_FRAME = re.compile(r"^\s*at (?:.*?\(|async )?((?:file://)?/[^():]+):(\d+)(?::\d+)?\)?$", re.M)
_STUB = re.compile(r"(?i)\b(?:not (?:yet )?implemented|unimplemented|todo|implement me)\b")
_CALLED = re.compile(r"(\S+?)\)? is not a (?:function|constructor)")
_THROWN = re.compile(r"^ *(?:Exception during run: )?(\w*Error): (.*)$", re.MULTILINE)
_NOT_THERE = re.compile(r"^(\w+) does not exist$|^Property `(\w+)` does not exist")
_ASSERTION = re.compile(r"Assertion|^expect\(|^assert(?:\.\w+)?\(received")
JAVASCRIPT = Language(
    always=re.compile(r"\b(?:(?:assert|expect|t|chai)\.fail|fail)\s*\(|\bthrow\b"),
    check=re.compile(r"\b(?:expect|assert|should|t)\b[\w.]*\s*\("),
    function=re.compile(r"=>\s*$|\bfunction\b[^{]*$"),
    undefined=r"\b(?:let|var)\s+%s\s*(?::[^=\n]*)?(?:;|$)",
    inert=frozenset(
        "expect assert chai vi jest should test it t done async await new typeof void true false "
        "null undefined NaN Infinity Object Array String Number Boolean Error TypeError Symbol "
        "RangeError Promise Map Set Date JSON Math const let var throw function if in of".split()
    ),
)
_KEPT_IN_HOOKS = frozenset({Reason.MISSING, Reason.NOT_IMPLEMENTED, Reason.AMBIGUOUS})


@dataclass(frozen=True, slots=True)
class _Case:
    thrown: Thrown
    file: str
    project: Project
    frames: tuple[tuple[str, int], ...]

    @property
    def reached_product(self) -> bool:
        return bool(self.frames) and not is_test_side(self.frames[0][0])

    def says(self, reason: Reason, *missing: str) -> Finding:
        said = f"{self.thrown.name}: {self.thrown.message}" if self.thrown.name else ""
        return Finding(reason, brief(said or self.thrown.message), missing)


def of_test(thrown: Thrown, file: str, project: Project, *, hook: bool) -> Finding:
    """Why a test failed. A hook may lack the product; all its other failures are its own."""
    case = _Case(thrown, file, project, tuple(_own_frames(thrown.stack, project)))
    found = _absent(thrown.message, file, project) or _judge(case)
    if hook and found.reason not in _KEPT_IN_HOOKS:
        return Finding(Reason.ENVIRONMENT, found.message)
    return found


def of_file(text: str, file: str, project: Project) -> Finding:
    """Why a test file could not be loaded."""
    found = _absent(text, file, project)
    if found:
        return found
    line = next((line for line in text.splitlines() if "rror" in line), text)
    if re.search(r"No test suite found|must contain at least one test", text):
        return Finding(Reason.NO_TESTS, brief(line))
    if re.search(
        r"SyntaxError|[Pp]arse failure|invalid JS syntax|Transform failed|TS1\d{3}\b", text
    ):
        broken = _named_file(text, project)
        return Finding(Reason.LOAD if broken and broken != file else Reason.SYNTAX, brief(line))
    named = _THROWN.search(text)
    if named:
        thrown = Thrown(named[1], named[2], text[named.start() :])
        judged = _judge(_Case(thrown, file, project, tuple(_own_frames(thrown.stack, project))))
        if judged.reason in (Reason.MISSING, Reason.NOT_IMPLEMENTED):
            return judged
    return Finding(Reason.LOAD, brief(line))


def _judge(case: _Case) -> Finding:
    thrown = case.thrown
    if _ASSERTION.search(thrown.name) or _ASSERTION.search(thrown.message):
        return case.says(_of_line(case, Reason.ASSERTION))
    if thrown.code == "ERR_ASSERTION":
        return case.says(_of_line(case, Reason.ASSERTION))
    if not case.frames:
        return case.says(Reason.ENVIRONMENT if thrown.stack else Reason.AMBIGUOUS)
    if case.reached_product:
        stub = _STUB.search(thrown.message)
        return case.says(Reason.NOT_IMPLEMENTED if stub else Reason.AMBIGUOUS)
    return _TYPES.get(thrown.name, _other)(case)


def _type_error(case: _Case) -> Finding:
    called = _CALLED.search(case.thrown.message)
    if is_inert_line(JAVASCRIPT, *_place(case)):
        return case.says(_of_line(case, Reason.ERROR))
    if called is None:
        return case.says(Reason.AMBIGUOUS)
    return case.says(Reason.MISSING, _missing_name(called[1], case))


def _reference_error(case: _Case) -> Finding:
    return case.says(Reason.ERROR)


def _other(case: _Case) -> Finding:
    """A test that throws by itself when the product misbehaves has asserted something."""
    absent = _NOT_THERE.search(case.thrown.message)
    if absent:
        return case.says(Reason.MISSING, absent[1] or absent[2])
    thrown_here = always_fails(JAVASCRIPT, *_place(case))
    return case.says(_of_line(case, Reason.ASSERTION if thrown_here else Reason.ERROR))


_TYPES: Mapping[str, Callable[[_Case], Finding]] = {
    "TypeError": _type_error,
    "ReferenceError": _reference_error,
}


def _of_line(case: _Case, otherwise: Reason) -> Reason:
    """PLACEHOLDER when every line of the test on the way says nothing about the product."""
    frames: Sequence[tuple[str, int]] = case.frames
    if not frames or any(not is_test_side(file) for file, _ in frames):
        return otherwise
    places = [(case.project.text(file), line) for file, line in frames]
    return (
        Reason.PLACEHOLDER
        if all(is_placeholder(JAVASCRIPT, *place) for place in places)
        else otherwise
    )


def _place(case: _Case) -> tuple[str, int]:
    file, line = case.frames[0]
    return case.project.text(file), line


def _missing_name(called: str, case: _Case) -> str:
    """`shop.refund` as the module it is imported from and the member that is not there."""
    file, line = case.frames[0]
    member = re.sub(r"[()]", "", called).rpartition(".")[2]
    failing = statement(masked(case.project.text(file)), line)
    modules = case.project.imported(file)
    for name in (*re.findall(rf"(\w+)\.{re.escape(member)}\b", failing), member):
        if name in modules:
            return f"{modules[name]}.{member}"
    return member


def _absent(text: str, importer: str, project: Project) -> Finding | None:
    """A module or an export that is not there: the product's, a test helper's or a package's."""
    for pattern in _ABSENT:
        match = re.search(pattern, text)
        if match is None:
            continue
        named = match.groupdict()
        by = project.relative(named["by"]) if named.get("by") else importer
        target = project.target(named["module"], by)
        message = brief(match[0])
        if target is None:
            return Finding(Reason.ENVIRONMENT, message)
        if is_test_side(target):
            return Finding(Reason.LOAD, message)
        missing = f"{target}.{named['name']}" if named.get("name") else target
        return Finding(
            Reason.MISSING if is_test_side(by) else Reason.AMBIGUOUS, message, (missing,)
        )
    return None


_ABSENT = (
    r"requested module '(?P<module>[^']+)' .*does not provide an export named '(?P<name>\w+)'",
    r"Module '\"(?P<module>[^'\"]+)\"' has no exported member '(?P<name>\w+)'",
    r"Cannot find (?:module|package) '(?P<module>[^']+)' imported from '?(?P<by>[^'\s]+)",
    r"Cannot find module '(?P<module>[^']+)' from '(?P<by>[^'\s]+)'",
    r"Failed to resolve import \"(?P<module>[^\"]+)\" from \"(?P<by>[^\"]+)\"",
    r"Failed to load url (?P<module>\S+) \(resolved id: [^)]*\) in (?P<by>\S+?)\. Does",
    r"Failed to load url (?P<module>\S+)",
    r"Cannot find module '(?P<module>[^']+)'",
)


def _own_frames(stack: str, project: Project) -> Iterator[tuple[str, int]]:
    """The project's own frames, innermost first."""
    for path, line in _FRAME.findall(stack):
        file = project.relative(path)
        if project.own(file):
            yield file, int(line)


def _named_file(text: str, project: Project) -> str | None:
    """The first file of the project that a message names."""
    for path in re.findall(r"(?:file://)?(/[^\s:()'\"]+\.[cm]?[jt]sx?)\b", text):
        file = project.relative(path)
        if project.own(file):
            return file
    return None
