"""A plan that changed between two runs: tasks that are gone, and tasks that got another id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.state.records import Record

_ID = re.compile(r"\b[A-Z]{1,6}-?\d+[a-z]?(?:\.\d+)*\b")


@dataclass(frozen=True, slots=True)
class Growth:
    """`orphans`: done tasks that the plan no longer has. `moved`: id now → id under which it was
    done; its text is the same, so doing it again would be for nothing."""

    orphans: tuple[str, ...]
    moved: Mapping[str, str]


def growth(titles: Mapping[str, str], records: Mapping[str, Record]) -> Growth:
    """Compare the plan (id → title) with what was done. Records without a title say nothing."""
    plan = {name: _text(title) for name, title in titles.items()}
    done = {name: _text(record.title) for name, record in records.items() if record.title}
    by_text = {text: name for name, text in done.items()}
    moved: dict[str, str] = {}
    for name, text in plan.items():
        old = by_text.get(text)
        if done.get(name) != text and old and plan.get(old) != text:
            moved[name] = old
    taken = set(moved.values())
    orphans = tuple(name for name in done if name not in plan and name not in taken)
    return Growth(orphans, moved)


def _text(title: str) -> str:
    """A title without what renumbering changes in it."""
    return " ".join(_ID.sub("#", title).split())
