"""`doit sdd undo`: one task's work is taken back; what stands on it is looked at again."""

from __future__ import annotations

import pytest

from tests.helpers import greeting
from tests.helpers.agents import write
from tests.helpers.project import Project
from tests.helpers.terminal import in_terminal


def test_a_revert_commit_takes_it_back_and_the_next_run_does_it_again(finished: Project) -> None:
    head = finished.git("rev-parse", "HEAD").strip()
    ran = finished.doit("sdd", "undo", "T005").ended(0)

    ran.says("Took back T005", "kept as refs/sdd/001-greeting/before-undo-", "doit implement")
    reverted = 'Revert "feat: Complete T005 - Welcome by name in greet/welcome.py"'
    assert finished.subjects[-1] == reverted
    done = finished.git("log", "--format=%H", "--grep=Sdd-Task: T005").strip()
    assert f"This reverts commit {done}" in finished.git("log", "-1")
    assert head in finished.git("for-each-ref", "--format=%(objectname)", "refs/sdd")
    assert not (finished.root / "greet/welcome.py").exists()
    assert (finished.root / "greet/farewell.py").exists()
    assert finished.ticked() == ["T001", "T002", "T003", "T004", "T006", "T007"]
    assert finished.status("T005") == "pending"
    assert finished.dirty == []
    calls = len(finished.agent.calls)
    finished.implement().ended(0)
    assert finished.agent.calls[calls:] == ["T005"]
    assert finished.ticked() == list(greeting.TASKS)


@pytest.mark.slow
def test_what_stands_on_it_is_stale_and_judged_again(finished: Project) -> None:
    ran = finished.doit("sdd", "undo", "T003").ended(0)

    ran.says("stale     T005")
    assert finished.state.task_status["T005"].stale == "T003 was taken back"
    assert finished.status("T005") == "completed"
    assert not finished.state.task_status["T006"].stale
    calls = len(finished.agent.calls)
    finished.implement().ended(0)
    assert finished.agent.calls[calls:] == ["T003"]
    evidence = (finished.own_dir / "evidence/T003.toml").read_text()
    assert "on the tree before the implementation" in evidence
    assert finished.read("greet/welcome.py") == greeting.WELCOME
    state = finished.state.task_status["T005"]
    assert (state.how, state.stale) == ("verified", None)


@pytest.mark.slow
def test_who_sits_at_a_terminal_is_asked_once(finished: Project) -> None:
    before = finished.git("for-each-ref")
    words = ("implement", finished.feature, "--restart-from=T005")

    code, text = in_terminal(finished, "sdd", "undo", "T005", typed="n\n")
    assert (code, text.count("[y/N]")) == (3, 1), text
    assert "Take back T005" in text
    assert "nothing was taken back" in text
    code, text = in_terminal(finished, *words, typed="n\n")
    assert (code, text.count("[y/N]")) == (3, 1), text
    assert "Take back T005, T006, T007" in text
    assert finished.git("for-each-ref") == before
    assert finished.ticked() == list(greeting.TASKS)
    code, text = in_terminal(finished, "sdd", "undo", "T005", "--yes")
    assert (code, "[y/N]" in text) == (0, False), text


@pytest.mark.slow
def test_a_clone_believes_it_as_well(finished: Project) -> None:
    finished.doit("sdd", "undo", "T005").ended(0)
    there = finished.clone(finished.home / "elsewhere")
    there.implement().ended(0).says("Completed T005")
    assert there.agent.calls[-1] == "T005"


@pytest.fixture
def layered(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """T002 writes into the line that T001 wrote; T003 has nothing to do with either."""
    project = greeting.planned(
        tmp_path_factory.mktemp("layered"),
        "- [ ] T001 Words in words/1.txt",
        "- [ ] T002 Better words in words/1.txt",
        "- [ ] T003 Words in words/3.txt",
    )
    project.agent.plays("T001", write("words/1.txt", "one\n"))
    project.agent.plays("T002", write("words/1.txt", "one and two\n"))
    project.agent.plays("T003", write("words/3.txt", "three\n"))
    project.implement().ended(0)
    return project


@pytest.mark.slow
def test_later_work_on_the_same_lines_is_named_and_nothing_is_changed(layered: Project) -> None:
    before = layered.git("for-each-ref"), layered.read(layered.plan)

    ran = layered.doit("sdd", "undo", "T001").ended(3)

    ran.says("cannot take T001 back", "words/1.txt", "T002", "nothing was changed")
    ran.says("doit sdd undo T002 first", "--restart-from=T001").never_says("T003")
    assert (layered.git("for-each-ref"), layered.read(layered.plan)) == before
    assert layered.dirty == []
    assert layered.status("T001") == "completed"
    layered.doit("sdd", "undo", "T002").ended(0)
    layered.doit("sdd", "undo", "T001").ended(0)
    assert layered.ticked() == ["T003"]


@pytest.mark.slow
def test_what_is_not_done_cannot_be_taken_back(half: Project) -> None:
    half.doit("sdd", "undo", "T006").ended(3).says("T006 is not done", "doit sdd status")
    half.doit("sdd", "undo", "T99").ended(3).says("there is no task T99")


@pytest.mark.slow
def test_a_skip_is_taken_back_like_work(half: Project) -> None:
    half.doit("sdd", "skip", "T006", "--because=later").ended(0)
    half.doit("sdd", "undo", "T006").ended(0)
    assert half.status("T006") == "pending"
    assert half.state.skipped_tasks == []
