"""Which of the thousands of events of a run a kill is tried at: some of every class, by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from collections.abc import Sequence

from tests.faults.trial import Point
from tests.faults.trial import Stage

# Name of the class, and what its events look like.
CLASSES = {
    "state file": r"implementation-(state|completed)",
    "journal": r"journal",
    "database": r"database",
    "evidence": r"evidence",
    "tick": r"tasks\.md",
    "index": r"git (add|reset|restore|read-tree|write-tree|cherry-pick)",
    "commit": r"git (commit|commit-tree)$",
    "ref": r"git update-ref",
    "merge": r"git merge",
    "worktree": r"git (worktree|checkout|clean)|slot-|git\.lock",
    "agent": r"/bin/sh|prompt",
    "test run": r"(start|end) sh|report\.xml|command$|baselines",
    "other": r"",
}
_LONGEST = 0.012


def class_of(kind: str) -> str:
    return next(name for name, pattern in CLASSES.items() if re.search(pattern, kind))


def chosen(
    stage: Stage, number: int, seed: int, starts: Sequence[str] = ("fresh", "begun")
) -> list[Point]:
    """So many points: in turn of each class, and within it of each kind and of each sort of run.

    One in eight begins with the first task; all others where 33 are done, which takes less time.
    """
    source = random.Random(seed)
    rows = [
        Point(start, jobs, at, _torn(source, kind), kind)
        for start in starts
        for jobs in (1, 3)
        for at, kind in enumerate(stage.events(start, jobs), 1)
    ]
    source.shuffle(rows)
    takers = [_in_turn([row for row in rows if class_of(row.kind) == name]) for name in CLASSES]
    found: list[Point] = []
    while len(found) < min(number, len(rows)):
        found += [point for taker in takers if (point := next(taker, None))]
    return found[:number]


def _in_turn(rows: Sequence[Point]) -> Iterator[Point]:
    """Each kind once, then each a second time, until there is nothing left."""
    groups: dict[object, list[Point]] = {}
    for row in rows:
        groups.setdefault(row.kind, []).append(row)
    place = 0
    while any(groups.values()):
        for group in filter(None, groups.values()):
            start = "begun" if place % 8 else "fresh"
            taken = next((row for row in group if row.start == start), group[0])
            group.remove(taken)
            place += 1
            yield taken


def _torn(source: random.Random, kind: str) -> float:
    """Half of them before it is done, half while it is being done."""
    return source.choice((-1.0, source.uniform(0, _LONGEST)))
