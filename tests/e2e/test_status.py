"""`doit sdd status` and `watch`: a glance, also beside a run of another process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from threading import Timer

import pytest

from tests.helpers.agents import hold
from tests.helpers.project import Project
from tests.helpers.terminal import in_terminal


def test_what_failed_what_it_blocks_and_what_is_done(half: Project) -> None:
    ran = half.doit("sdd", "status").ended(0)

    ran.says(
        "specs/001-greeting  5/7 tasks",
        "3.3 Core Implementation             ██████████░░░░░░░░░░  1/2",
        "failed    T006  agent: agent command failed",
        "the model is overloaded",
        "blocked   T007 by T006",
        "parallel  T003, T004: completed",
        "T005, T006: failed",
        "doit implement specs/001-greeting",
    )
    ran.never_says("running", "\x1b", "next      T")


def test_the_same_for_programs(half: Project) -> None:
    found = json.loads(half.doit("sdd", "status", half.feature, "--json").ended(0).out)

    assert (found["schema"], found["done"], found["total"]) == ("sddtasks/status/1", 5, 7)
    assert [line["task"] for line in found["failed"]] == ["T006"]
    assert found["failed"][0]["failure"] == "agent"
    assert [phase["done"] for phase in found["phases"]] == [2, 2, 1, 0]
    assert found["parallel_groups"][0] == {"tasks": ["T003", "T004"], "status": "completed"}
    assert found["run"] is None


def test_nothing_is_begun_by_looking(fresh: Project) -> None:
    ran = fresh.doit("sdd", "status").ended(0)
    ran.says("0/7 tasks", "next      T001", "left      about unknown")
    assert fresh.dirty == []
    assert not fresh.own_dir.exists()


@pytest.mark.slow
def test_a_clone_knows_what_its_commits_say(half: Project) -> None:
    there = half.clone(half.home / "elsewhere")
    there.doit("sdd", "status").ended(0).says("5/7 tasks", "next      T006")
    assert not there.own_dir.exists()


@pytest.mark.slow
def test_what_is_stale_and_skipped_is_shown(finished: Project) -> None:
    finished.doit("sdd", "undo", "T003").ended(0)
    finished.doit("sdd", "skip", "T003", "--because=seen by hand").ended(0)
    ran = finished.doit("sdd", "status").ended(0)
    ran.says("stale     T005  T003 was taken back", "skipped   T003  seen by hand")


class TestBesideARun:
    @pytest.fixture
    def busy(self, half: Project) -> Project:
        half.agent.plays("T006", hold())
        return half

    def test_it_looks_while_another_process_is_at_work(self, busy: Project) -> None:
        running = busy.start("implement", busy.feature)
        try:
            busy.wait_for("T006")
            before = (busy.own_dir / "journal.jsonl").read_bytes()
            ran = busy.doit("sdd", "status").ended(0)
            ran.says("a run is at work: process", "running   T006  Farewell by name")
            ran.never_says("doit implement", "cut off")
            assert (busy.own_dir / "journal.jsonl").read_bytes() == before
            taken = f"another run is at work on 001-greeting: process {running.pid} on "
            busy.doit("sdd", "retry", "T006").ended(3).says(taken)
        finally:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
        busy.doit("sdd", "status").ended(0).says("cut off   T006").never_says("is at work")

    def test_watching_ends_with_the_run_or_before_it(self, busy: Project) -> None:
        running = busy.start("implement", busy.feature)
        busy.wait_for("T006")
        left, stayed = busy.start("sdd", "watch"), busy.start("sdd", "watch")
        shown = _until("running   T006", left)
        _until("running   T006", stayed)

        left.send_signal(signal.SIGINT)
        out, _ = left.communicate(timeout=30)
        assert (left.returncode, running.poll()) == (130, None), out
        assert "a run is at work: process" in shown
        assert "Traceback" not in out
        running.send_signal(signal.SIGTERM)
        out, _ = stayed.communicate(timeout=30)
        running.communicate(timeout=30)
        assert stayed.returncode == running.returncode, out
        assert "ended      exit code 130" in out

    def test_without_a_run_it_says_so(self, half: Project) -> None:
        half.doit("sdd", "watch").ended(0).says("No run is at work", "5/7 tasks")


@pytest.mark.slow
def test_a_terminal_gets_colours(half_once: Project) -> None:
    code, text = in_terminal(half_once, "sdd", "status")
    assert code == 0
    assert "\x1b[" in text
    assert "failed    T006" in text


@pytest.mark.slow
def test_a_terminal_is_kept_up_to_date(half: Project) -> None:
    half.agent.plays("T006", hold())
    running = half.start("implement", half.feature)
    half.wait_for("T006")
    stop = Timer(6, lambda: running.send_signal(signal.SIGTERM))
    stop.start()
    code, text = in_terminal(half, "sdd", "watch")
    running.communicate(timeout=30)
    assert code == 130
    assert text.count("3.3 Core Implementation") > 2
    assert "running   T006" in text


def _until(text: str, process: subprocess.Popen[str]) -> str:
    """What it has said when it says this."""
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if text in line:
            return said
    raise AssertionError(f"never says {text!r}: {said}")
