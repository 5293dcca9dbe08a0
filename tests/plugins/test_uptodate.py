"""When a task is up to date, as doit asks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from doit.dependency import Dependency
from doit.task import Task as DoitTask

from sddtasks.plugins.backend import SddBackend
from sddtasks.plugins.uptodate import Definition
from sddtasks.plugins.uptodate import Members

EVIDENCE = ".sdd/001-x/evidence/T001.toml"


def definition(digest: str, *evidence: str) -> Definition:
    return Definition("T001", digest, lambda: frozenset(evidence))


@pytest.mark.parametrize(
    ("now", "values", "expected"),
    [
        (definition("d", EVIDENCE), {"definition": "d", "evidence": EVIDENCE}, True),
        (definition("e", EVIDENCE), {"definition": "d", "evidence": EVIDENCE}, False),
        (definition("d"), {"definition": "d", "evidence": EVIDENCE}, False),
        (definition("d"), {"definition": "d"}, True),
        (definition("d", EVIDENCE), {}, False),
    ],
)
def test_a_task_is_done_for_its_present_text_and_points_at_evidence(
    now: Definition, values: dict[str, Any], *, expected: bool
) -> None:
    assert now(DoitTask("T001", None), values) is expected


def test_a_gate_is_passed_for_what_its_members_are_now() -> None:
    records = {
        "T001": {"evidence_digest": "one", "completed_at": "10:00"},
        "T002": {"evidence_digest": "two", "completed_at": "10:00"},
    }
    gate = Members("gate:1", "d", ["T001", "T002"], lambda name: records.get(name, {}))
    passed = {"definition": "d", "members": gate.now()}
    task = DoitTask("gate:1", None)
    assert gate(task, passed)
    assert not gate(task, {**passed, "definition": "e"})
    assert not gate(task, {})
    records["T002"] = {"evidence_digest": "three", "completed_at": "10:00"}
    assert not gate(task, passed)
    records["T002"] = {"evidence_digest": "two", "completed_at": "10:00"}
    assert gate(task, passed)
    del records["T001"]
    assert not gate(task, passed)


@pytest.mark.parametrize("check", [definition("d"), Members("g", "d", [], lambda name: {})])
def test_doit_hands_over_task_and_values(tmp_path: Path, check: Definition | Members) -> None:
    """doit looks at the signature to know what a callable wants; ours is stored."""
    dependency = Dependency(SddBackend, str(tmp_path / "doit.db"))
    task = DoitTask("T001", None, uptodate=[check])
    assert dependency.get_status(task, {}).status == "run"
    task.values = {"definition": "d", "members": Members("g", "d", [], lambda name: {}).now()}
    dependency.save_success(task)
    assert dependency.get_status(task, {}).status == "up-to-date"
    assert task.name in str(check) or "g " in str(check)
