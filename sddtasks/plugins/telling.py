"""A failure as text: why, what to think of, what it blocks, and the commands that go on."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence

from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.remedies import REMEDIES
from sddtasks.model.remedies import Step

_NAMED = 6


def refused(result: JobResult, blocked: Sequence[str], steps: Sequence[Step]) -> str:
    reason, *details = result.message.splitlines() or [""]
    verb = "could not be done" if result.status is JobStatus.BROKEN else "refused"
    lines = [f"{result.name} {verb}: {reason}", *(f"  {line}" for line in details)]
    if result.failure:
        lines.append(f"  advice    {REMEDIES[result.failure].advice} ({result.failure})")
    where = [f"evidence  {result.evidence}"] * bool(result.evidence)
    where += [f"log  {result.log}"] * bool(result.log)
    lines += ["  " + "  ".join(where)] * bool(where)
    return "\n".join([*lines, *what_next(blocked, steps)])


def what_next(blocked: Sequence[str], steps: Sequence[Step]) -> list[str]:
    lines = [f"  blocked   {some(blocked)}"] if blocked else []
    width = max(len(command) for command, _ in steps)
    for index, (command, why) in enumerate(steps):
        label = "next" if index == 0 else ""
        lines.append(f"  {label:<10}{command:<{width}}  {why}")
    return lines


def summary(failures: Mapping[str, str], blocked: Sequence[str], feature: str) -> str:
    """All failures with a line each; `blocked` in full, since nothing else names them."""
    width = max(map(len, failures))
    lines = [f"{len(failures)} failed, {len(blocked)} blocked:"]
    for name, message in failures.items():
        lines.append(f"  {name:<{width}}  {(message.splitlines() or [''])[0]}")
    lines += [f"  blocked   {', '.join(blocked)}"] * bool(blocked)
    return "\n".join([*lines, f"  next      doit implement {feature}"])


def some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"
