"""A compiled feature to tell stories about, and the records that its events leave behind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from sddtasks.compiler import compile_plan
from sddtasks.model import events
from sddtasks.model.events import Event
from sddtasks.model.how import How
from sddtasks.model.links import Graph
from sddtasks.model.plan import Feature
from sddtasks.model.statefile import ImplementationState
from sddtasks.parser import parse
from sddtasks.state import mirror
from sddtasks.state import progress
from sddtasks.state.records import Record

NOW = "2025-01-15T12:00:00Z"

PLAN = """\
# Tasks: Library

## Phase 3.1: Setup

- [ ] T001 Create the directories with `mkdir -p library tests`

## Phase 3.2: Tests First (TDD)

- [ ] T002 [P] Contract test for the shelf in tests/test_shelf.py
- [ ] T003 [P] Contract test for the reader in tests/test_reader.py

## Phase 3.3: Core Implementation

- [ ] T004 [P] Shelf in library/shelf.py
- [ ] T005 [P] Reader in library/reader.py
- [x] T006 Lending in library/lending.py

## Phase 3.4: Polish

- [ ] T007 Describe the library in docs/library.md
"""

TASKS = tuple(f"T{number:03}" for number in range(1, 8))


@lru_cache
def graph() -> Graph:
    return compile_plan(
        parse(PLAN.encode()),
        documents={},
        existing=lambda path: False,
        is_test=lambda path: path.startswith("tests/"),
        severities={},
    )


def feature(root: Path = Path("/projects/library")) -> Feature:
    return Feature(root, root / "specs" / "001-library", "001-library")


def records(history: Iterable[Event]) -> dict[str, Record]:
    """doit's database as these events leave it."""
    found: dict[str, Record] = {}
    for event in history:
        match event:
            case events.TaskCompleted():
                red = (
                    {f"{event.task}::fails": "assertion"} if event.task in ("T002", "T003") else {}
                )
                found[event.task] = Record(
                    event.how, event.at, evidence=event.evidence, commit=event.commit, red=red
                )
            case events.TaskSkipped():
                found[event.task] = Record(How.SKIPPED, event.at, because=event.because)
            case events.TaskFailed() | events.TaskReset():
                found.pop(event.task, None)
    return found


def projected(history: list[Event]) -> ImplementationState:
    folded = progress.fold(history)
    return mirror.project(feature(), graph(), records(history), folded, NOW)
