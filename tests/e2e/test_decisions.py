"""What a person decides or writes beside the run holds, and nothing of it is moved or lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import Project

TEST = "from greet.bow import bow\n\n\ndef test_bows():\n    assert bow() == 'bow'\n"


def by_hand(tmp_path: Path, *lines: str) -> Project:
    """A plan for the agent `manual`, with the files that it names."""
    project = greeting.planned(tmp_path, *lines)
    project.write({"sddtasks.toml": 'agent = "manual"\n', "README.md": "# X\n", "docs/a.md": "a\n"})
    return project.commit("Files")


def test_code_that_was_skipped_before_its_test_was_written_stays_skipped(tmp_path: Path) -> None:
    project = greeting.make(tmp_path)
    project.doit("sdd", "skip", "T005", "--because=dropped").ended(0)

    project.implement().ended(0).says("6/7 tasks completed", "1 skipped")

    assert project.status("T005") == "skipped"
    assert "T005" not in project.agent.calls
    project.doit("implement").ended(0).never_says("refused")
    report = project.read(f"{project.feature}/implementation-report.md")
    assert "because their code was skipped: tests/test_welcome.py" in " ".join(report.split())


def test_a_decision_moves_nothing_of_what_is_being_written(tmp_path: Path) -> None:
    project = by_hand(tmp_path, "- [ ] T001 Document it in README.md", "- [ ] T002 Write docs/a.md")
    project.doit("implement").ended(1)
    project.write({"README.md": "# X\n\nhalf an hour of writing\n"})

    project.doit("sdd", "skip", "T002", "--because=later").ended(0)

    assert "half an hour" in project.read("README.md")
    project.doit("implement").ended(0)
    assert project.status("T001") == "completed"


def test_what_is_written_before_the_run_asks_for_it_counts(tmp_path: Path) -> None:
    project = by_hand(tmp_path, "- [ ] T001 Document it in README.md")
    project.write({"README.md": "# X\n\nAll about it.\n"})

    project.doit("implement").ended(0).says("1/1 tasks completed")


@pytest.mark.slow
def test_a_claim_that_is_judged_again_is_still_one(tmp_path: Path) -> None:
    project = by_hand(tmp_path, "- [x] T001 Document it in README.md", "- [ ] T002 Write docs/b.md")
    project.doit("implement").ended(1).says("Completed T001")

    project.doit("sdd", "retry", "T001").ended(0)

    assert project.status("T001") == "completed"
    assert project.state.task_status["T001"].claimed


@pytest.mark.parametrize(
    "deed",
    [
        append("README.md", "\n\n"),
        pytest.param(run("chmod", "755", "README.md"), marks=pytest.mark.slow),
        pytest.param(write("README.md", "#  X \r\n"), marks=pytest.mark.slow),
    ],
    ids=["blank lines", "permissions", "white space"],
)
def test_layout_alone_is_no_change(tmp_path: Path, deed: tuple[str, ...]) -> None:
    project = greeting.planned(tmp_path, "- [ ] T001 Document it in README.md")
    project.write({"README.md": "# X\n"})
    project.commit("Files").agent.plays("T001", deed)

    project.implement("--retries=0").ended(1).says("nothing that the task names was changed")


@pytest.mark.slow
def test_layout_is_a_change_where_it_is_asked_for(tmp_path: Path) -> None:
    project = greeting.planned(tmp_path, "- [ ] T001 Format README.md: one blank line at its end")
    project.write({"README.md": "# X\n"})
    project.commit("Files").agent.plays("T001", append("README.md", "\n"))

    project.implement().ended(0)


def test_an_edit_that_was_put_back_is_told_although_the_next_attempt_passes(tmp_path: Path) -> None:
    project = greeting.planned(tmp_path, "- [ ] T001 Document it in docs/usage.md")
    usage = write("docs/usage.md", "Say hello.\n")
    project.agent.attempts(
        "T001", (usage, append(project.plan, "- [ ] T002 Write docs/why.md\n")), (usage,)
    )

    ran = project.implement("--retries=1").ended(0)

    ran.says(f"{project.plan} was changed", "git diff --no-index")


@pytest.mark.slow
def test_notes_in_the_report_are_kept(tmp_path: Path) -> None:
    project = by_hand(tmp_path, "- [ ] T001 Document it in README.md")
    project.doit("sdd", "accept", "T001", "--because=it is there").ended(0)
    project.doit("implement").ended(0)
    name = f"{project.feature}/implementation-report.md"
    project.write({name: project.read(name) + "\nMY NOTES\n"})
    project.doit("sdd", "undo", "T001", "--yes").ended(0)
    project.doit("sdd", "accept", "T001", "--because=it is there").ended(0)

    project.doit("implement").ended(0).says("implementation-report.md was edited")

    assert "MY NOTES" in (project.own_dir / "foreign" / "implementation-report.md").read_text()
    assert "MY NOTES" not in project.read(name)


def test_a_test_task_brings_nothing_that_python_loads_by_itself(tmp_path: Path) -> None:
    project = greeting.make(tmp_path)
    project.agent.plays("T003", *greeting.WORK["T003"], write("sitecustomize.py", "x = 1\n"))

    ran = project.implement("--retries=0").ended(1)

    ran.says("T003 refused", "sitecustomize.py  is loaded by Python itself")


@pytest.mark.slow
def test_files_that_were_open_before_disturb_no_parallel_task(tmp_path: Path) -> None:
    project = greeting.make(tmp_path)
    project.write({"notes.txt": "mine\n", f"{project.feature}/plan.md": "# Plan\n\nmine\n"})

    project.implement("-n", "2", "--allow-dirty").ended(0)

    assert project.completed == list(greeting.TASKS)
    assert project.dirty == [f"{project.feature}/plan.md", "notes.txt"]
