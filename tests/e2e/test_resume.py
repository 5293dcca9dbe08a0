"""A run that ended before its time goes on where it stopped, on this machine or another."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import hold
from tests.helpers.agents import murder
from tests.helpers.agents import write
from tests.helpers.project import Project

# Ends doit, which is some parent of the hook, as soon as T002 is committed.
_KILLING_HOOK = """\
#!/bin/sh
git log -1 --format=%s | grep -q T002 || exit 0
pid=$PPID
while [ "$pid" -gt 1 ]; do
  if tr "\\0" " " < /proc/$pid/cmdline | grep -q "doit implement"; then
    kill -9 $pid
    exit 0
  fi
  pid=$(awk '/^PPid/ {print $2}' /proc/$pid/status)
done
"""


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """Three tasks without tests, the second of which can be told to hold."""
    lines = [f"- [ ] T00{number} Words in words/{number}.txt" for number in (1, 2, 3)]
    project = greeting.planned(tmp_path, *lines)
    for number in (1, 2, 3):
        project.agent.plays(f"T00{number}", write(f"words/{number}.txt", f"{number}\n"))
    return project


def all_done_once(project: Project) -> bool:
    return project.completed == ["T001", "T002", "T003"]


def stop(project: Project, number: signal.Signals) -> tuple[int, str]:
    """Send a signal to doit while the agent works on T002."""
    running = project.start("implement", project.feature)
    try:
        project.wait_for("T002")
        running.send_signal(number)
        said, _ = running.communicate(timeout=30)
    finally:
        running.kill()
    return running.returncode, said


def test_kill_9_while_the_agent_works_loses_nothing(small: Project) -> None:
    small.agent.plays("T002", write("words/2.txt", "half"), murder())
    assert small.doit("implement").code == -signal.SIGKILL
    assert small.status("T001") == "completed"
    assert small.status("T002") == "in_progress"
    small.agent.plays("T002", write("words/2.txt", "2\n"))
    ran = small.implement().ended(0)
    ran.says("Resuming from T002 - Words in words/2.txt (Phase 1: Work)")
    assert all_done_once(small)
    assert Counter(small.agent.calls)["T001"] == 1
    assert small.dirty == []


@pytest.mark.slow
def test_half_written_files_of_a_killed_agent_are_not_taken_for_its_work(fresh: Project) -> None:
    """The file is there, has content and would pass every gate of a test task's paths."""
    fresh.agent.plays("T003", write("tests/test_welcome.py", "def test_names_the"), murder())
    fresh.doit("implement")
    fresh.agent.plays("T003", *greeting.WORK["T003"])
    fresh.agent.plays("T004", murder())
    fresh.doit("implement")
    assert fresh.completed == ["T001", "T002", "T003"]
    assert fresh.read("tests/test_welcome.py") == greeting.TEST_WELCOME


@pytest.mark.slow
def test_kill_9_between_commit_and_database_does_no_task_twice(half: Project) -> None:
    half.lose_record("T005")
    journal = half.own_dir / "journal.jsonl"
    lines = journal.read_text().splitlines(keepends=True)
    started = next(i for i, line in enumerate(lines) if "TaskStarted" in line and '"T005"' in line)
    journal.write_text("".join(lines[: started + 1]))
    half.implement().ended(0).never_says("Completed T005")
    assert Counter(half.agent.calls)["T005"] == 1
    assert half.completed == list(greeting.TASKS)


@pytest.mark.slow
def test_a_hook_that_kills_us_after_the_commit_does_no_task_twice(small: Project) -> None:
    hook = small.root / ".git/hooks/post-commit"
    hook.write_text(_KILLING_HOOK)
    hook.chmod(0o755)
    assert small.doit("implement").code == -signal.SIGKILL
    assert small.completed == ["T001", "T002"]
    hook.unlink()
    small.implement().ended(0)
    assert all_done_once(small)
    assert Counter(small.agent.calls)["T002"] == 1
    assert small.status("T002") == "completed"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_the_run_and_says_how_to_go_on(
    small: Project, number: signal.Signals
) -> None:
    small.agent.plays("T002", write("words/2.txt", "half"), hold())
    code, said = stop(small, number)
    assert code == 130, said
    assert "Traceback" not in said
    assert "Interrupted during T002; everything that was completed is saved." in said
    assert "doit implement specs/001-greeting" in said
    agents = subprocess.run(
        ["pgrep", "-f", str(small.agent.home)], capture_output=True, check=False
    )
    assert agents.stdout == b""
    assert small.status("T001") == "completed"
    small.agent.plays("T002", write("words/2.txt", "2\n"))
    small.implement().ended(0)
    assert all_done_once(small)
    assert small.read("words/2.txt") == "2\n"


def test_a_hangup_that_it_was_told_to_ignore_is_ignored(small: Project) -> None:
    """`nohup doit implement`, and the terminal is closed."""
    small.agent.plays("T002", write("words/2.txt", "2\n"), hold())
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    running = small.start("implement", small.feature)
    signal.signal(signal.SIGHUP, before)
    small.wait_for("T002")
    os.kill(running.pid, signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        running.communicate(timeout=1)
    os.kill(running.pid, signal.SIGTERM)
    said, _ = running.communicate(timeout=30)
    assert running.returncode == 130, said


def test_an_interrupted_task_is_not_left_in_progress(small: Project) -> None:
    small.agent.plays("T002", hold())
    stop(small, signal.SIGTERM)
    assert small.status("T002") == "pending"


def test_a_fresh_clone_goes_on_where_the_other_machine_stopped(
    half: Project, tmp_path: Path
) -> None:
    there = half.clone(tmp_path / "elsewhere")
    calls = len(there.agent.calls)
    ran = there.implement().ended(0)
    ran.says("Resuming from T006").never_says("Completed T005", "Completed T003")
    assert there.agent.calls[calls:] == ["T006", "T007"]
    assert there.completed == list(greeting.TASKS)
    assert there.dirty == []
    assert {state.status for state in there.state.task_status.values()} == {"completed"}
    assert there.state.task_status["T003"].how == "rebuilt from git"
    for task in greeting.TASKS:
        assert there.evidence(task)["status"] == "completed"


def test_validated_tests_are_still_frozen_in_a_fresh_clone(half: Project, tmp_path: Path) -> None:
    there = half.clone(tmp_path / "elsewhere")
    weaker = greeting.TEST_WELCOME.replace("Welcome, Ada!", "Hi")
    there.agent.plays("T006", *greeting.WORK["T006"], write("tests/test_welcome.py", weaker))
    there.implement("--retries=0").ended(1).says("tests/test_welcome.py")
    assert there.completed[-1] == "T005"


def test_a_fresh_clone_of_a_finished_branch_has_nothing_to_do(
    finished: Project, tmp_path: Path
) -> None:
    there = finished.clone(tmp_path / "elsewhere")
    calls = len(there.agent.calls)
    there.implement().ended(0).says("7/7 tasks completed")
    assert there.agent.calls[calls:] == []
    assert there.completed == list(greeting.TASKS)
    assert there.archive.exists()


@pytest.mark.slow
def test_what_we_own_may_be_deleted(finished: Project) -> None:
    shutil.rmtree(finished.root / ".sdd")
    finished.archive.unlink()
    calls = len(finished.agent.calls)
    finished.implement().ended(0)
    assert finished.agent.calls[calls:] == []
    assert finished.completed == list(greeting.TASKS)
    assert finished.status("T003") == "completed"
    assert finished.dirty == []


def test_a_deleted_state_file_is_written_again(half: Project) -> None:
    (half.root / half.feature / ".implementation-state.json").unlink()
    half.implement().ended(0)
    assert half.status("T001") == "completed"


@pytest.mark.slow
def test_a_torn_last_line_of_the_journal_is_no_harm(half: Project) -> None:
    with (half.own_dir / "journal.jsonl").open("a") as journal:
        journal.write('{"event": "TaskSta')
    half.implement().ended(0)
    assert half.completed == list(greeting.TASKS)


@pytest.mark.slow
def test_a_damaged_database_is_set_aside_and_rebuilt(half: Project) -> None:
    for name in os.listdir(half.own_dir):
        if name.startswith("doit.db"):
            (half.own_dir / name).write_bytes(b"not a database at all\n" * 100)
    half.implement().ended(0).says("doit.db is damaged: moved to", "rebuilt from git")
    assert half.completed == list(greeting.TASKS)
    assert Counter(half.agent.calls)["T005"] == 1


def test_a_signal_between_commit_and_database_does_no_task_twice(small: Project) -> None:
    hook = small.root / ".git/hooks/post-commit"
    hook.write_text(_KILLING_HOOK.replace("kill -9", "kill -15"))
    hook.chmod(0o755)
    small.doit("implement").ended(130)
    hook.unlink()
    small.implement().ended(0)
    assert Counter(small.agent.calls)["T002"] == 1
    assert all_done_once(small)
