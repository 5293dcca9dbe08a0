"""An overview as lines of text, each with a style: for a terminal, a pipe, or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sddtasks.app.overview import Line
from sddtasks.app.overview import Overview
from sddtasks.app.overview import PhaseBar

Styled = tuple[str, str]
_BAR = 20
_TITLE = 34
_NAMED = 12


def document(found: Overview) -> dict[str, Any]:
    """For `--json`: the same, as plain values."""
    rows = {
        name: getattr(found, name)
        for name in ("running", "interrupted", "waiting", "failed", "blocked", "stale")
    }
    rows |= {"skipped": found.skipped, "accepted": found.accepted}
    return {
        "schema": "sddtasks/status/1",
        "feature": found.feature,
        "run": asdict(found.holder) if found.holder else None,
        "done": found.counts.completed,
        "total": found.counts.total,
        "finished": found.finished,
        "complete": found.complete,
        "phases": [{**asdict(phase), "done": phase.done} for phase in found.phases],
        **{name: [asdict(line) for line in lines] for name, lines in rows.items()},
        "next": list(found.next),
        "parallel_groups": [group.model_dump() for group in found.groups],
        "usage": dict(found.usage),
        "estimated_remaining_time": found.remaining,
    }


def lines(found: Overview) -> Iterator[Styled]:
    """What a person sees, the most general first; what there is nothing of is left out."""
    ending = f", finished{'' if found.complete else ' with gaps'}" if found.finished else ""
    yield f"{found.feature}  {found.counts}{ending}", "bold"
    if found.holder:
        who = f"process {found.holder.pid} on {found.holder.host}"
        yield f"a run is at work: {who} since {found.holder.since}", "cyan"
    for phase in found.phases:
        yield _bar(phase), _style(phase)
    yield from _rows("running", [_running(line) for line in found.running], "cyan")
    yield from _rows("cut off", [_named(line) for line in found.interrupted], "yellow")
    yield from _rows("waiting", [f"{_named(line)}: for you" for line in found.waiting], "yellow")
    yield from _rows("failed", [_failed(line) for line in found.failed], "red")
    yield from _rows("blocked", _blocked(found.blocked), "red")
    yield from _rows("stale", [f"{line.task}  {line.text}" for line in found.stale], "yellow")
    yield from _rows("skipped", [f"{line.task}  {line.text}" for line in found.skipped], "yellow")
    accepted = [f"{line.task}  {line.text}" for line in found.accepted]
    yield from _rows("accepted", accepted, "yellow")
    groups = [f"{_some(group.tasks)}: {group.status}" for group in found.groups]
    yield from _rows("parallel", groups, "")
    yield from _rows("used", _used(found.usage), "")
    if found.counts.is_open:
        yield from _rows("left", [f"about {found.remaining}"], "")
        yield from _rows("next", [_some(found.next)] if found.next else [], "")
    if not found.holder and not found.finished:
        yield f"  {'' if found.next else 'next':<10}doit implement {found.feature}", "dim"


def _bar(phase: PhaseBar) -> str:
    filled = _BAR * phase.done // phase.total
    title = f"{phase.id} {phase.title}" if phase.id not in phase.title else phase.title
    shown = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
    count = f"{phase.done}/{phase.total}"
    gaps = f", {phase.skipped} skipped" if phase.skipped else ""
    return f"  {shown:<{_TITLE}}  {'█' * filled}{'░' * (_BAR - filled)}  {count}{gaps}"


def _style(phase: PhaseBar) -> str:
    if phase.statuses.get("failed"):
        return "red"
    return "green" if phase.done == phase.total else ""


def _rows(label: str, texts: Sequence[str], style: str) -> Iterator[Styled]:
    for index, text in enumerate(texts):
        yield f"  {label if index == 0 else '':<10}{text}", style


def _running(line: Line) -> str:
    return f"{_named(line)}  ({line.seconds:.0f} s)"


def _named(line: Line) -> str:
    return f"{line.task}  {line.title}"


def _failed(line: Line) -> str:
    often = f"  ({line.attempts} attempts)" if line.attempts > 1 else ""
    return f"{line.task}  {line.failure}: {line.text}{often}"


def _blocked(blocked: Sequence[Line]) -> list[str]:
    """By what: tasks that wait for the same failures in one line."""
    by: dict[str, list[str]] = {}
    for line in blocked:
        by.setdefault(line.text, []).append(line.task)
    return [f"{_some(tasks)} by {failures}" for failures, tasks in by.items()]


def _used(usage: Mapping[str, float]) -> list[str]:
    """Money first; agents name everything else themselves."""
    parts = [f"${usage['cost_usd']:.2f}"] if "cost_usd" in usage else []
    parts += [
        f"{amount:,.0f} {name.replace('_', ' ')}"
        for name, amount in usage.items()
        if name != "cost_usd"
    ]
    return [", ".join(parts)] if parts else []


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"
