"""The class of a failure, where it takes more than the gate that found it to tell."""

from __future__ import annotations

import re
from dataclasses import replace

from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict

_OF_SPEED = re.compile(
    r"(?i:(?:^|[\W_])(?:perf|performance|latency|throughput|stress)(?:[\W_]|$))|[Bb]enchmark"
)
_TESTING = frozenset({FailureClass.UNEXPECTED_TEST_FAILURE, FailureClass.ACCEPTANCE})


def refined(verdict: Verdict) -> Verdict:
    """A refusal of nothing but tests or checks of speed is one of performance."""
    if verdict.passed or verdict.failure not in _TESTING:
        return verdict
    if all(_OF_SPEED.search(subject) for subject in _subjects(verdict)):
        return replace(verdict, failure=FailureClass.PERFORMANCE)
    return verdict


def _subjects(verdict: Verdict) -> list[str]:
    """The command that failed, or the ids of the tests that did."""
    if verdict.gate is GateName.ACCEPT:
        return [verdict.reason]
    return [row.partition("  ")[0] for row in verdict.details if not row.startswith("…")] or [""]
