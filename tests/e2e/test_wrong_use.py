"""Every wrong use gets a message that says what to do, and changes nothing."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import hold
from tests.helpers.project import Project

SOON = 30  # seconds: reading 50 MB as tasks takes minutes
FINE = "- [ ] T001 Words in words/1.txt"


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return greeting.planned(tmp_path, FINE)


def test_an_invalid_plan_is_told_with_file_line_and_reason(tmp_path: Path) -> None:
    project = greeting.planned(
        tmp_path,
        FINE,
        "- [ ] T002 Words in words/2.txt (depends on T003)",
        "- [ ] T003 Words in words/3.txt (depends on T002)",
        "- [ ] T003 Words in words/4.txt",
    )
    ran = project.implement().ended(3)
    ran.says("Invalid or missing tasks.md", "specs/001-greeting/tasks.md:8:", "T003")
    assert not (project.root / ".sdd").exists()
    assert project.dirty == []
    assert not list((project.root / project.feature).glob(".implementation*"))


def test_a_cycle_is_told_as_a_path(tmp_path: Path) -> None:
    project = greeting.planned(
        tmp_path,
        "- [ ] T001 Words in words/1.txt (depends on T002)",
        "- [ ] T002 Words in words/2.txt (depends on T001)",
    )
    project.implement().ended(3).says("Invalid or missing tasks.md", "T001", "T002", "tasks.md:")
    assert not (project.root / ".sdd").exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no task"),
        (b"# Tasks\n\nNothing yet.\n", "no task"),
        (b"- [ ] T001 Caf\xe9 in words/1.txt\n", "tasks.md:1: text is not UTF-8"),
        (b"\x7fELF\0\1\2", "zero byte at 4"),
        (b"- [ ] T001 Words in words/1.txt\n" * 1_600_000, "51 MB"),
    ],
    ids=["empty", "no tasks", "not UTF-8", "binary", "huge"],
)
def test_a_plan_that_is_none(small: Project, data: bytes, told: str) -> None:
    (small.root / small.plan).write_bytes(data)
    small.commit("Emptied")
    began = time.monotonic()
    ran = small.implement().ended(3)
    assert time.monotonic() - began < SOON
    ran.says("Invalid or missing tasks.md", told)
    assert not (small.root / ".sdd").exists()
    assert small.dirty == []


def test_a_plan_that_is_no_file(small: Project) -> None:
    plan = small.root / small.plan
    plan.unlink()
    plan.mkdir()
    small.implement().ended(3).says("Invalid or missing tasks.md", "it is a directory")
    plan.rmdir()
    plan.symlink_to(plan)
    small.implement().ended(3).says("Invalid or missing tasks.md", "does not exist")
    plan.unlink()
    os.mkfifo(plan)
    small.implement().ended(3).says("Invalid or missing tasks.md", "no ordinary file")
    assert not (small.root / ".sdd").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_plan_that_may_not_be_read(small: Project) -> None:
    plan = small.root / small.plan
    plan.chmod(0)
    small.implement().ended(3).says("Invalid or missing tasks.md", "Permission denied")
    plan.chmod(0o644)
    assert not (small.root / ".sdd").exists()


def test_a_missing_plan(small: Project) -> None:
    (small.root / small.plan).unlink()
    small.implement().ended(3).says("Invalid or missing tasks.md", "does not exist")


def test_a_plan_that_is_a_directory(small: Project) -> None:
    (small.root / small.plan).unlink()
    (small.root / small.plan).mkdir()
    small.implement().ended(3).says("Invalid or missing tasks.md")


def test_two_runs_at_once(small: Project) -> None:
    small.agent.plays("T001", hold())
    running = small.start("implement", small.feature)
    try:
        small.wait_for("T001")
        ran = small.implement().ended(3)
        ran.says("another run is at work on 001-greeting", f"process {running.pid}")
        assert small.agent.calls == ["T001"]
        skip = small.doit("sdd", "skip", "T001", "--because=impatient").ended(3)
        skip.says("another run is at work")
        assert small.status("T001") == "in_progress"
    finally:
        running.terminate()
        running.communicate(timeout=30)


def test_every_mistake_in_the_configuration_is_shown_at_once(small: Project) -> None:
    wrong = 'agnet = "x"\nretries = -1\ncommit_state = "perhaps"\nrules = {SDD99 = "off"}\n'
    small.write({"sddtasks.toml": wrong})
    small.commit("Mistakes")
    ran = small.implement().ended(3)
    ran.says("sddtasks.toml", "4 mistakes", "agnet", "did you mean `agent`?")
    ran.says("retries", "commit_state", "perhaps", "SDD99: there is no such rule")
    assert not (small.root / ".sdd").exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("not toml at all", "not valid TOML"),
        ('agent = "nobody"\n', "nobody"),
        ('agent = "command"\n', "argv"),
        ('agent = "command"\n[agents.command]\nargv = ["no-such-program"]\n', "no-such-program"),
        ('agent = "command"\n[agents.command]\nargs = ["x"]\n', "did you mean"),
        ('toolchains = ["cobol"]\n', "cobol"),
        ('[toolchain.pytets]\nargs = "-x"\n', "pytets"),
        ("[agents.comand]\nargv = []\n", "comand"),
    ],
)
def test_a_configuration_that_cannot_be_used(small: Project, settings: str, told: str) -> None:
    small.write({"sddtasks.toml": settings})
    small.commit("Settings")
    ran = small.implement().ended(3)
    ran.says(told)
    assert small.ticked() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["implement", "--restart-form", "T001"], "--restart-from"),
        (["implement", "--retries=many"], "many"),
        (["implement", "--retries=-1"], "retries"),
        (["implement", "-n", "many"], "many"),
        (["implement", "-n", "0"], "0"),
        (["implement", "--agent=nobody"], "nobody"),
        (["implement", "one", "two"], "one feature at a time"),
        (["implement", "specs/a=b"], "feature=specs/a=b"),
        (["implement", "--restart-from"], "restart-from"),
        (["implement", "--restart-from=T009"], "T009"),
        (["implement", "--keep-code"], "--restart-from"),
        (["sdd", "skipp", "T001"], "skip"),
        (["sdd", "skip", "T001", "because=x"], "because"),
        (["sdd", "init", "--wrong"], "--wrong"),
        (["sdd", "init", "extra"], "extra"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_word_on_the_command_line(small: Project, words: list[str], told: str) -> None:
    head = small.git("rev-parse", "HEAD")
    small.doit(*words).ended(3).says(told)
    assert small.git("rev-parse", "HEAD") == head
    assert small.ticked() == []


def test_a_wrong_agent_is_told_with_those_that_exist(small: Project) -> None:
    small.implement("--agent=nobody").ended(3).says("command", "manual", "replay")


def test_an_empty_directory(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.doit("implement").ended(3).says("no feature found", "doit sdd sample")
    project.doit("sdd", "skip", "T001", "--because=x").ended(3).says("no feature found")
    project.doit("list").ended(3)


def test_help_is_given_where_it_is_looked_for(small: Project) -> None:
    assert small.doit("sdd").ended(0).text == small.doit("sdd", "help").ended(0).text
    small.doit("sdd", "--help").ended(0).says("init", "skip", "sample")
    small.doit("help", "implement").ended(0).says("FEATURE_DIR", "--restart-from", "130")
    small.doit("sdd", "skip", "--help").ended(0).says("--because")
    small.doit("help", "sdd").ended(0).says("VERB")
    small.doit("help").ended(0).says("implement", "sdd")


def test_the_verbs_have_a_door_of_their_own(small: Project) -> None:
    module = (sys.executable, "-m", "sddtasks")
    small.doit(program=module).ended(0).says("python -m sddtasks VERB", "skip")
    small.doit("skip", "T001", "--because=x=1", program=module).ended(0).says("Skipped T001")
    small.doit("nonsense", program=module).ended(3).says("nonsense", "skip")
    small.doit("skip", "T9", "--because=x", program=module).ended(3).says("T9")
