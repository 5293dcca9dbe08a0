"""How far a feature is: completed counts what was completed, and a skipped task is a gap."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.model.links import Check
from sddtasks.model.links import Graph
from sddtasks.state.records import Record


@dataclass(frozen=True, slots=True)
class Counts:
    """Tasks of a plan. `completed` includes those that were accepted or claimed."""

    total: int
    completed: int
    skipped: int
    accepted: int
    claimed: int

    @property
    def is_open(self) -> bool:
        """Is anything left to be done?"""
        return self.completed + self.skipped < self.total

    def __str__(self) -> str:
        """`8/10 tasks, 2 skipped`."""
        return f"{self.completed}/{self.total} tasks{self.gaps}"

    @property
    def gaps(self) -> str:
        """`, 2 skipped`; empty where nothing was."""
        return f", {self.skipped} skipped" if self.skipped else ""

    @property
    def ending(self) -> str:
        """`8/10 tasks completed (1 accepted by a person's word), 2 skipped`."""
        trusted = [f"{self.accepted} accepted by a person's word"] * bool(self.accepted)
        trusted += [f"{self.claimed} ticked by hand"] * bool(self.claimed)
        told = f" ({', '.join(trusted)})" if trusted else ""
        return f"{self.completed}/{self.total} tasks completed{told}{self.gaps}"


def of(total: int, done: Iterable[Record]) -> Counts:
    """Count the records of the tasks that are done, of so many tasks."""
    records = tuple(done)
    skipped = sum(record.skipped for record in records)
    return Counts(
        total=total,
        completed=len(records) - skipped,
        skipped=skipped,
        accepted=sum(record.is_accepted for record in records),
        claimed=sum(record.claimed for record in records),
    )


def is_closed(graph: Graph, records: Mapping[str, Record]) -> bool:
    """Has the final validation passed, and has every task a record?"""
    return Check.FINAL in records and records.keys() >= graph.links.keys()


def is_complete(graph: Graph, records: Mapping[str, Record]) -> bool:
    """Is it closed, and was nothing skipped, no gate either?"""
    known = (records[name] for name in graph.order if name in records)
    return is_closed(graph, records) and not any(record.skipped for record in known)
