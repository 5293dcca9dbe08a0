"""Why a test failed, judged from the kind of its error and the project's own lines on the way.

For the tools whose reports carry a type, a message and a stack, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sddtasks.model.evidence import Reason
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.inert import always_fails
from sddtasks.toolchains.inert import is_placeholder

_ASSERTION = re.compile(r"(?i)assert|expectation|comparisonfailure|MultipleFailures")
_TIMEOUT = re.compile(r"(?i)\btime[d ]?-? ?out\b|TimeoutException|TimedOut")
_STUB_TYPE = re.compile(r"NotImplemented|UnsupportedOperation|BadMethodCall")
_STUB = re.compile(r"(?i)\b(?:not (?:yet )?implemented|unimplemented|todo|implement me)\b")
_NOTHING = re.compile(r"(?i)NullPointer|NullReference|\bon null\b|\bfor nil\b|nil:NilClass")


@dataclass(frozen=True, slots=True)
class Traced:
    """One failure. `frames` are the project's own lines, innermost first, as (file, line)."""

    type: str
    message: str
    frames: tuple[tuple[str, int], ...]
    is_assertion: bool = False


def judge(
    failure: Traced,
    language: Language,
    text_of: Callable[[str], str],
    is_test_side: Callable[[str], bool],
) -> Finding:
    said = brief(f"{failure.type}: {failure.message}" if failure.type else failure.message)

    def says(reason: Reason) -> Finding:
        return Finding(reason, said)

    in_product = bool(failure.frames) and not is_test_side(failure.frames[0][0])
    if _TIMEOUT.search(failure.type) or _TIMEOUT.search(failure.message):
        return says(Reason.TIMEOUT)
    if in_product and (_STUB_TYPE.search(failure.type) or _STUB.search(failure.message)):
        return says(Reason.NOT_IMPLEMENTED)
    lines = [(text_of(file), line) for file, line in failure.frames]
    in_test = bool(lines) and all(is_test_side(file) for file, _ in failure.frames)
    if in_test and all(is_placeholder(language, *place) for place in lines):
        return says(Reason.PLACEHOLDER)
    if failure.is_assertion or _ASSERTION.search(failure.type):
        return says(Reason.ASSERTION)
    if in_product or not lines or _NOTHING.search(f"{failure.type} {failure.message}"):
        return says(Reason.AMBIGUOUS)
    return says(Reason.ASSERTION if always_fails(language, *lines[0]) else Reason.ERROR)
