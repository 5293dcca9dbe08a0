"""The replay agent plays back exactly what was recorded, or says why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.agents import replay
from sddtasks.model.ports import AgentOrder
from sddtasks.model.ports import AgentOutcome
from sddtasks.model.ports import AgentReport
from tests.agents.orders import order
from tests.agents.orders import tree
from tests.agents.orders import write


@pytest.fixture
def request_(tmp_path: Path) -> AgentOrder:
    return order(tmp_path, {"recording": "recording"})


@pytest.fixture
def recorded(request_: AgentOrder) -> Path:
    return request_.root / "recording" / "T005"


def project(request: AgentOrder) -> dict[str, str]:
    """The files of the project, without the recording and our own."""
    own = ("recording/", ".sdd/")
    return {path: text for path, text in tree(request.root).items() if not path.startswith(own)}


def play(request: AgentOrder) -> AgentReport:
    return replay.run(request, lambda line: None)


def test_files_are_written_replaced_and_deleted(request_: AgentOrder, recorded: Path) -> None:
    for name in ("kept.py", "old.py", "legacy/a.py", "changed.py"):
        write(request_.root / name, "before\n")
    write(recorded / "changed.py", "after\n")
    write(recorded / "src/deep/new.py", "new\n")
    write(recorded / ".deleted", "old.py\n\nlegacy/\n")
    lines: list[str] = []

    report = replay.run(request_, lines.append)

    assert report.outcome is AgentOutcome.ENDED
    assert project(request_) == {
        "kept.py": "before\n",
        "changed.py": "after\n",
        "src/deep/new.py": "new\n",
    }
    assert lines == [
        "replay: deleted old.py",
        "replay: deleted legacy/",
        "replay: wrote changed.py",
        "replay: wrote src/deep/new.py",
    ]
    assert request_.log.read_text().splitlines() == lines


def test_the_message_admits_that_it_is_a_replay(request_: AgentOrder, recorded: Path) -> None:
    write(recorded / "a.py", "a\n")

    message = play(request_).message

    assert message == (
        f"replayed a recording, no model was called: 1 files written, 0 deleted, from {recorded}"
    )


def test_an_executable_file_stays_executable(request_: AgentOrder, recorded: Path) -> None:
    write(recorded / "run.sh", "#!/bin/sh\n").chmod(0o755)

    play(request_)

    assert (request_.root / "run.sh").stat().st_mode & 0o111


@pytest.mark.parametrize(
    ("attempt", "expected"),
    [(1, "first\n"), (2, "second\n"), (3, "second\n"), (4, "fourth\n")],
)
def test_an_attempt_plays_the_latest_tree_recorded_for_it(
    tmp_path: Path, attempt: int, expected: str
) -> None:
    request = order(tmp_path, {"recording": str(tmp_path / "recording")}, attempt=attempt)
    recorded = tmp_path / "recording" / "T005"
    write(recorded / "a.py", "first\n")
    write(recorded / "attempt-2" / "a.py", "second\n")
    write(recorded / "attempt-4" / "a.py", "fourth\n")

    play(request)

    assert project(request) == {"a.py": expected}


def test_a_task_without_a_recording_fails(request_: AgentOrder) -> None:
    report = play(request_)

    assert report.outcome is AgentOutcome.FAILED
    assert report.message == (f"nothing is recorded for T005 in {request_.root / 'recording'}")
    assert project(request_) == {}


@pytest.mark.parametrize(
    ("deleted", "expected"),
    [
        ("../outside.py", "../outside.py lies outside"),
        ("/etc/passwd", "/etc/passwd lies outside"),
        ("absent.py", "absent.py is to be deleted but does not exist"),
    ],
)
def test_a_recording_that_does_not_fit_changes_nothing(
    request_: AgentOrder, recorded: Path, deleted: str, expected: str
) -> None:
    write(request_.root.parent / "outside.py", "precious\n")
    write(recorded / "a.py", "a\n")
    write(recorded / ".deleted", f"{deleted}\n")

    report = play(request_)

    assert report.outcome is AgentOutcome.FAILED
    assert expected in report.message
    assert project(request_) == {}
    assert (request_.root.parent / "outside.py").exists()


def test_nothing_is_written_through_a_link_that_leaves_the_root(
    request_: AgentOrder, recorded: Path
) -> None:
    outside = request_.root.parent / "outside"
    outside.mkdir()
    (request_.root / "link").symlink_to(outside)
    write(recorded / "link" / "a.py", "a\n")

    report = play(request_)

    assert report.outcome is AgentOutcome.FAILED
    assert "link/a.py lies outside" in report.message
    assert not list(outside.iterdir())


def test_missing_says_what_to_set(tmp_path: Path) -> None:
    assert 'option "recording" is not set (the directory of' in str(replay.missing({}))
    assert "is not a directory" in str(replay.missing({"recording": str(tmp_path / "none")}))
    assert replay.missing({"recording": str(tmp_path)}) is None
    assert replay.missing({"recording": "relative/to/a/root/not/known/yet"}) is None
