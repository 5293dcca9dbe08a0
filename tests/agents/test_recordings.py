"""The two bundled features: every task is recorded, and touches exactly what its line names."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sddtasks.agents import command
from sddtasks.agents import replay
from sddtasks.model.ports import AgentOutcome
from sddtasks.system.resources import templates
from tests.agents.orders import order
from tests.agents.orders import tree

OHLCV = Path(__file__).parents[1] / "features" / "ohlcv"
SAMPLE = templates() / "sample"
TASK = re.compile(r"^- \[ \] (?:\*\*)?(T\d{3})(?:\*\*)? (?:\[P\] )?(.+)$", re.MULTILINE)
COMMAND = re.compile(r"`(?:mkdir -p|go mod init) ")
FILE = re.compile(r"(?<!\S)((?:[\w-]+/)*(?:[\w-]+\.\w+|Makefile|Dockerfile))(?=,? |,?$)")


@dataclass(frozen=True)
class Recorded:
    """A tasks.md, and the directory with the edits of its tasks."""

    plan: Path
    edits: Path
    tasks: int


RECORDED = {
    "sample": Recorded(
        SAMPLE / "project/specs/001-shared-expenses/tasks.md", SAMPLE / "recording", 15
    ),
    "ohlcv": Recorded(OHLCV / "specs/001-ohlcv-data-collector/tasks.md", OHLCV / "edits", 43),
}


@pytest.fixture(params=sorted(RECORDED))
def recorded(request: pytest.FixtureRequest) -> Recorded:
    return RECORDED[str(request.param)]


def titles(recorded: Recorded) -> dict[str, str]:
    return dict(TASK.findall(recorded.plan.read_text(encoding="utf-8")))


def test_every_task_has_an_id_of_its_own(recorded: Recorded) -> None:
    assert len(titles(recorded)) == recorded.tasks


def test_a_task_is_recorded_unless_a_command_does_it(recorded: Recorded) -> None:
    by_agent = {task for task, title in titles(recorded).items() if not COMMAND.search(title)}

    assert {path.name for path in recorded.edits.iterdir()} == by_agent


def test_a_recording_changes_exactly_the_files_that_the_task_names(recorded: Recorded) -> None:
    for task, title in titles(recorded).items():
        if (recorded.edits / task).is_dir():
            assert set(tree(recorded.edits / task)) == set(FILE.findall(title)), task


def test_a_later_recording_of_a_file_differs_from_the_one_before(recorded: Recorded) -> None:
    before: dict[str, str] = {}
    for task in sorted(path.name for path in recorded.edits.iterdir()):
        for path, text in tree(recorded.edits / task).items():
            assert text.strip()
            assert before.get(path) != text, f"{task} does not change {path}"
            before[path] = text


def test_the_sample_is_played_back(tmp_path: Path) -> None:
    request = order(tmp_path, {"recording": str(SAMPLE / "recording")}, task="T009")

    report = replay.run(request, lambda line: None)

    assert report.outcome is AgentOutcome.ENDED
    assert (request.root / "src/fairshare/money.py").is_file()


@pytest.mark.parametrize(
    ("misbehaviour", "attempt", "expected"),
    [
        ("", 1, (AgentOutcome.ENDED, {"internal/models/candle.go"})),
        ("T012=fail@1", 1, (AgentOutcome.FAILED, set())),
        ("T012=fail@1", 2, (AgentOutcome.ENDED, {"internal/models/candle.go"})),
        ("T012=nothing", 2, (AgentOutcome.ENDED, set())),
        ("T012=half", 1, (AgentOutcome.FAILED, {"internal/models/candle.go"})),
        (
            "T013=fail T012=stray",
            1,
            (AgentOutcome.ENDED, {"internal/models/candle.go", "notes.txt"}),
        ),
    ],
)
def test_the_agent_of_the_go_feature_works_or_misbehaves_as_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    misbehaviour: str,
    attempt: int,
    expected: tuple[AgentOutcome, set[str]],
) -> None:
    calls = tmp_path / "calls"
    monkeypatch.setenv("SDD_TEST_MISBEHAVE", misbehaviour)
    monkeypatch.setenv("SDD_TEST_CALLS", str(calls))
    options = {"argv": [sys.executable, str(OHLCV / "agent.py")]}
    request = order(tmp_path, options, task="T012", attempt=attempt)

    report = command.run(request, lambda line: None)

    written = {path for path in tree(request.root) if not path.startswith(".sdd/")}
    assert (report.outcome, written) == expected
    assert calls.read_text() == f"T012 {attempt}\n"
