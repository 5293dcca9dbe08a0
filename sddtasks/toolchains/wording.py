"""Why a test failed, judged from nothing but the words of a tool that we do not know."""

from __future__ import annotations

import re

from sddtasks.model.evidence import Reason

_WORDS = (
    (Reason.TIMEOUT, r"\btimed? ?out\b|\btimeout\b"),
    (Reason.CRASH, r"segmentation fault|core dumped|\bSIG(?:SEGV|ABRT|KILL)\b"),
    (Reason.SYNTAX, r"syntax ?error|parse error|unexpected token|unexpected end of"),
    (Reason.ENVIRONMENT, r"command not found|permission denied|connection refused|no space left"),
    (Reason.NOT_IMPLEMENTED, r"not (?:yet )?implemented|notimplemented|unimplemented"),
    (
        Reason.MISSING,
        (
            r"\bundefined (?:reference|symbol|function|method|variable|identifier)|unresolved"
            r"|no such (?:module|function|method|file)|cannot find|could not find|was not declared"
            r"|is not (?:a function|defined)|unknown (?:function|module|identifier)"
        ),
    ),
)
_COMPILED = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _WORDS)


def reason_of(text: str) -> Reason:
    """The first that fits; a failure without any such word is taken for an assertion."""
    return next((reason for reason, words in _COMPILED if words.search(text)), Reason.ASSERTION)
