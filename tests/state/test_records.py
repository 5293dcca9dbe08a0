"""A record goes through doit's database and comes back; evidence is a file that people read."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from sddtasks.model.how import How
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.job import Proof
from sddtasks.model.job import Terms
from sddtasks.model.job import Tool
from sddtasks.model.ports import AgentOutcome
from sddtasks.model.ports import AgentReport
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.state import evidence
from sddtasks.state import progress
from sddtasks.state import records
from sddtasks.state import report
from sddtasks.state.records import Record
from sddtasks.system import files
from tests.state import feature

RESULT = JobResult(
    name="T002",
    status=JobStatus.COMPLETED,
    message="",
    verdicts=(Verdict(GateName.RED, True, "2 tests fail", ("a  assertion",), duration=0.1234),),
    started_at="2025-01-15T10:30:00Z",
    completed_at="2025-01-15T10:35:00Z",
    attempts=2,
    evidence=".sdd/001-library/evidence/T002.toml",
    evidence_digest="abc",
    commit="c0ffee",
    red={"tests/test_shelf.py::fails": "assertion"},
    files={"tests/test_shelf.py": "d1"},
)


def job(name: str) -> Job:
    tasks = {task.id: task for task in feature.graph().plan.tasks}
    terms = Terms(Tool("replay"), ())
    return Job(name, feature.feature(), terms, None, tasks.get(name))


def test_a_record_survives_json() -> None:
    record = records.of_result(RESULT, "def", "Contract test", claimed=True, members="m")
    values = json.loads(json.dumps(record.values()))
    assert records.from_values(values) == record
    assert (record.definition, record.claimed, record.members) == ("def", True, "m")


def test_what_is_empty_is_not_stored() -> None:
    assert Record("executed", "now").values() == {"how": "executed", "completed_at": "now"}


@pytest.mark.parametrize("values", [None, {}, {"result": 1}])
def test_what_is_not_ours_is_no_record(values: dict[str, object] | None) -> None:
    assert records.from_values(values) is None


def test_a_value_of_a_later_version_is_passed_over() -> None:
    assert records.from_values({"how": "executed", "completed_at": "now", "mood": "good"}) == (
        Record("executed", "now")
    )


def test_a_test_task_leaves_a_proof_and_others_none() -> None:
    record = records.of_result(RESULT, "def", "title", claimed=False)
    assert record.proof("T002") == Proof("T002", RESULT.files, RESULT.red)
    assert Record("executed", "now").proof("T001") is None
    assert Record(How.SKIPPED, "now").skipped


# --- evidence ------------------------------------------------------------------------------------


def test_evidence_says_who_did_what_and_what_was_seen(tmp_path: Path) -> None:
    path = tmp_path / "evidence" / "T002.toml"
    agent = AgentReport(
        "replay", AgentOutcome.ENDED, "played", ("replay", "T002"), 0, 1.23456, {"tokens": 12.0}
    )
    described = evidence.describe(job("T002"), RESULT, [agent], "ba5e", {"tests/a b.py": "d1"})
    digest = evidence.write(path, described)
    assert digest == files.file_digest(path)
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    assert found["schema"] == "sddtasks/evidence/1"
    assert (found["task"], found["feature"], found["how"]) == ("T002", "001-library", "executed")
    assert found["title"] == "Contract test for the shelf in tests/test_shelf.py"
    assert found["changed"] == {"tests/a b.py": "d1"}
    assert found["red"] == RESULT.red
    assert found["frozen"] == RESULT.files
    assert found["gate"] == [
        {
            "name": "red",
            "passed": True,
            "reason": "2 tests fail",
            "seconds": 0.123,
            "details": ["a  assertion"],
        }
    ]
    assert found["agent"][0]["command"] == ["replay", "T002"]
    assert found["agent"][0]["usage"] == {"tokens": 12.0}


def test_a_gate_has_evidence_too(tmp_path: Path) -> None:
    gate = replace(RESULT, name="gate:3.2", red={}, files={})
    evidence.write(tmp_path / "g.toml", evidence.describe(job("gate:3.2"), gate, [], "", {}))
    found = tomllib.loads((tmp_path / "g.toml").read_text(encoding="utf-8"))
    assert (found["task"], found["kind"], found["agent"]) == ("gate:3.2", "gate", [])


# --- the report ----------------------------------------------------------------------------------


def test_the_report_names_tasks_skips_and_what_was_seen_failing(tmp_path: Path) -> None:
    done = {
        "T002": records.of_result(RESULT, "def", "title", claimed=False),
        "T006": Record("verified", "now", claimed=True, evidence="e.toml"),
        "T007": Record(How.SKIPPED, "now", because="nobody reads it"),
    }
    place = feature.feature(tmp_path)
    path = report.write(place, feature.graph(), done, progress.fold([]), RESULT)
    assert path == place.directory / report.NAME
    text = path.read_text(encoding="utf-8")
    for words in ("Contract test for the shelf", "nobody reads it", "c0ffee", "test_shelf.py"):
        assert words in text
