"""Why a Rust test failed, judged from its panic and the source of the line."""

from __future__ import annotations

import re

from sddtasks.model.evidence import Reason
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.braces import enclosing
from sddtasks.toolchains.braces import names
from sddtasks.toolchains.braces import offset
from sddtasks.toolchains.braces import statement
from sddtasks.toolchains.rust.source import Workspace
from sddtasks.toolchains.rust.source import masked

_PANIC = re.compile(
    r"panicked at (?:'(?P<old>.*)', )?(?P<file>[^\s:]+\.rs):(?P<line>\d+):\d+:?\n?(?P<said>.*)"
)
_STUB = re.compile(r"(?i)\bnot (?:yet )?implemented\b|\bunimplemented\b|\btodo\b")
_ASSERTION = re.compile(r"^assertion |called `(?:Result|Option)::|did not panic|: \w*Err")
_ALWAYS = re.compile(r"\b(?:panic|todo|unimplemented|unreachable)!\s*[\(\[{]")
_MACRO = re.compile(r"\bassert(?:_eq|_ne)?!\s*\(")
_GUARD = re.compile(r"\b(?:if|match|for|while|else|loop)\b|=>")
_INERT = frozenset("assert assert_eq assert_ne true false None Some Ok Err let mut as".split())


def of_test(output: str, file: str, workspace: Workspace) -> Finding:
    panic = _PANIC.search(output)
    if panic is None:
        message = brief(output) or "failed without a message"
        return Finding(
            Reason.ASSERTION if "Err" in message or "panic" in message else Reason.AMBIGUOUS,
            message,
        )
    said = panic["old"] or panic["said"]
    place, line = panic["file"], int(panic["line"])
    in_test = place == file or file.endswith(f"/{place}") or place.startswith("tests/")
    if not in_test:
        return Finding(
            Reason.NOT_IMPLEMENTED if _STUB.search(said) else Reason.AMBIGUOUS, brief(said)
        )
    if _is_placeholder(masked(workspace.text(file)), line):
        return Finding(Reason.PLACEHOLDER, brief(said))
    return Finding(Reason.ASSERTION if _ASSERTION.search(said) else Reason.ERROR, brief(said))


def _is_placeholder(code: str, line: int) -> bool:
    """An unguarded `panic!`, or an assertion in which no name can be the product's."""
    position = offset(code, line, _ALWAYS)
    failing = statement(code, line)
    headers = [header for header, _ in enclosing(code, position)]
    function = max(
        (i for i, header in enumerate(headers) if re.search(r"\bfn\b", header)), default=-1
    )
    if any(_GUARD.search(header) for header in headers[function + 1 :]):
        return False
    if _ALWAYS.search(failing):
        return not re.search(
            r"\breturn\b|\?;", code[enclosing(code, position)[function][1] : position]
        )
    macro = _MACRO.search(failing)
    return macro is not None and not (set(names(failing[macro.end() :])) - _INERT)
