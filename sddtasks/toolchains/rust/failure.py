"""Why a Rust test failed, judged from its panic and the source of the line."""

from __future__ import annotations

import re

from sddtasks.model.evidence import Reason
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.inert import is_placeholder
from sddtasks.toolchains.rust.source import Workspace
from sddtasks.toolchains.rust.source import masked

_PANIC = re.compile(
    r"panicked at (?:'(?P<old>.*)', )?(?P<file>[^\s:]+\.rs):(?P<line>\d+):\d+:?\n?(?P<said>.*)"
)
_STUB = re.compile(r"(?i)\bnot (?:yet )?implemented\b|\bunimplemented\b|\btodo\b")
_ASSERTION = re.compile(r"^assertion |called `(?:Result|Option)::|did not panic|: \w*Err")
RUST = Language(
    always=re.compile(r"\b(?:panic|todo|unimplemented|unreachable)!\s*[(\[{]"),
    check=re.compile(r"\bassert(?:_eq|_ne)?!\s*\("),
    function=re.compile(r"\bfn\b|\|\s*(?:->[^{]*)?$"),
    undefined=r"\blet\s+(?:mut\s+)?%s\s*(?::[^=\n]*)?;",
    inert=frozenset("assert assert_eq assert_ne true false None Some Ok Err let mut as".split()),
    mask=masked,
)


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
    if is_placeholder(RUST, workspace.text(file), line):
        return Finding(Reason.PLACEHOLDER, brief(said))
    return Finding(Reason.ASSERTION if _ASSERTION.search(said) else Reason.ERROR, brief(said))
