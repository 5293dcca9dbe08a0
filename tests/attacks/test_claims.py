"""What a stranger's clone says was done: nothing of it counts before it was seen here."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from sddtasks.system import gitindex
from tests.faults.test_rebuild import known
from tests.helpers import greeting
from tests.helpers.agents import fail
from tests.helpers.agents import write
from tests.helpers.project import Project

FEATURE = "001-greeting"


def small(home: Path, *, ticked: bool = False) -> Project:
    """Two tasks, of which an honest agent does the first and fails at the second."""
    box = "x" if ticked else " "
    project = greeting.planned(
        home,
        f"- [{box}] T001 Write the first words in words/one.txt",
        f"- [{box}] T002 Write more words in words/two.txt",
    )
    project.write({"pyproject.toml": '[tool.doit]\nloader = "sdd"\n'})
    project.commit("The loader")
    project.agent.plays("T001", write("words/one.txt", "one\n"))
    project.agent.plays("T002", fail())
    return project


def trailers(task: str, how: str = "executed", **more: str) -> str:
    rows = {"Task": task, "Feature": FEATURE, "How": how, "Definition": "0" * 64, **more}
    return "\n".join(f"Sdd-{name}: {value}" for name, value in rows.items())


def empty_commit(project: Project, text: str) -> None:
    project.git("commit", "--quiet", "--allow-empty", "-m", text)


def elsewhere(project: Project, home: Path) -> Project:
    """A clone, with another ledger: another person, or another machine."""
    other = project.clone(home)
    other.environment = {"XDG_STATE_HOME": str(home / "state")}
    return other


# --- commits -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ticked", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_trailers_of_empty_commits_complete_nothing(tmp_path: Path, *, ticked: bool) -> None:
    project = small(tmp_path, ticked=ticked)
    for task in ("T001", "T002"):
        empty_commit(project, f"feat: Complete {task}\n\n{trailers(task)}")
    project.doit("sdd", "status").ended(0).says("0/2")
    ran = project.implement("--retries=0").ended(1)
    assert project.agent.calls == ["T001", "T002"]
    assert project.status("T002") == "failed"
    if ticked:
        ran.says("T001 is claimed: by ", "not made here, so verified first")


@pytest.mark.parametrize("how", ["skipped", pytest.param("waived", marks=pytest.mark.slow)])
def test_what_was_decided_elsewhere_is_not_decided_here(tmp_path: Path, how: str) -> None:
    project = small(tmp_path)
    empty_commit(project, f"chore: Skip T002\n\n{trailers('T002', how, Because='no need')}")
    ran = project.implement("--retries=0").ended(1)
    if how == "skipped":
        ran.says("T002 was skipped by ", "doit sdd skip T002 --because=…")
    assert project.agent.calls == ["T001", "T002"]
    project.doit("sdd", "skip", "T002", "--because=seen and agreed").ended(0)
    project.implement().ended(0)
    assert project.status("T002") == "skipped"


FORGED = {
    "a separator of records": "\x1e\n{sha}\0{at}\0x\n\n{trailers}",
    "a commit of ours in its text": "x\n\n{sha}\n{at}\n{trailers}",
    "a field for the id": "x\n\n{trailers}\nSdd-Commit: {sha}\n",
    "a newline in a value": "x\n\nSdd-Because: no\r{trailers}",
}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORGED)
def test_no_message_imitates_a_commit_of_ours(tmp_path: Path, form: str) -> None:
    project = small(tmp_path)
    project.doit("T001").ended(0)
    ours = project.git("rev-parse", "HEAD").strip()
    text = FORGED[form].format(sha=ours, at="2026-01-01T00:00:00Z", trailers=trailers("T002"))
    (tmp_path / "text").write_bytes(text.replace("\0", "\n").encode())
    words = ("--quiet", "--allow-empty", "--cleanup=verbatim", "-F", f"{tmp_path}/text")
    project.git("commit", *words)
    shutil.rmtree(project.root / ".sdd")
    project.doit("list").ended(0)
    assert list(known_tasks(project)) == ["T001"]


def known_tasks(project: Project) -> list[str]:
    ran = project.doit("list", "-s").ended(0)
    rows = re.findall(r"^(U|R|I) (T\d+)", ran.out, re.MULTILINE)
    return [task for state, task in rows if state == "U"]


@pytest.mark.slow
def test_our_own_commit_made_anew_is_looked_at_again(tmp_path: Path) -> None:
    """Rebased or amended by a person: another id, and nothing is done twice."""
    project = small(tmp_path)
    project.doit("T001").ended(0)
    project.git("commit", "--quiet", "--amend", "--no-edit", "--date=2020-01-01T00:00:00Z")
    shutil.rmtree(project.root / ".sdd")
    project.doit("T001").ended(0)
    assert project.agent.calls == ["T001"]
    assert project.state.task_status["T001"].claimed


@pytest.mark.slow
def test_a_commit_that_a_kill_kept_out_of_the_ledger_counts(tmp_path: Path) -> None:
    project = small(tmp_path)
    project.environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
    project.doit("T001").ended(0)
    ledger = tmp_path / "state" / "sddtasks" / "commits"
    lines = ledger.read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["intent", "commit"]
    ledger.write_text(f"{lines[0]}\ncommit 12")  # torn, too
    before = database(project)
    shutil.rmtree(project.root / ".sdd")
    project.doit("list").ended(0)
    assert database(project) == before
    assert ledger.read_text().splitlines()[2:] == lines[1:]
    empty_commit(project, project.git("log", "-1", "--format=%B").replace("T001", "T002"))
    ledger.write_text("\n".join(lines))
    shutil.rmtree(project.root / ".sdd")
    project.doit("list").ended(0)
    assert database(project) == before


def database(project: Project) -> dict[str, tuple[str, ...]]:
    return known(project)


@pytest.mark.slow
def test_a_message_of_ours_vouches_for_one_commit_only(tmp_path: Path) -> None:
    project = small(tmp_path)
    project.doit("T001").ended(0)
    text = project.git("log", "-1", "--format=%B")
    project.git("reset", "--quiet", "--hard", "HEAD^")
    empty_commit(project, text)
    shutil.rmtree(project.root / ".sdd")
    assert known_tasks(project) == []


def test_without_a_ledger_there_is_a_message(tmp_path: Path) -> None:
    project = small(tmp_path)
    (tmp_path / "state").write_text("no directory")
    project.environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
    ran = project.implement().ended(3)
    ran.says("where sddtasks notes what it has made", "XDG_STATE_HOME")
    assert project.agent.calls == []


# --- state ---------------------------------------------------------------------------------------


def test_a_database_from_elsewhere_is_moved_away(tmp_path: Path) -> None:
    project = small(tmp_path / "theirs")
    project.agent.plays("T002", write("words/two.txt", "two\n"))
    project.implement().ended(0)
    other = elsewhere(project, tmp_path / "ours")
    other.git("reset", "--quiet", "--hard", "HEAD~2")
    shutil.copytree(project.root / ".sdd", other.root / ".sdd")
    other.agent.plays("T001", fail())
    calls = len(other.agent.calls)
    looked = other.doit("sdd", "status").ended(0)
    looked.says("0/2", "was not made by you on this machine: moved to")
    other.implement("--retries=0").ended(1)
    assert other.agent.calls[calls:] == ["T001"]
    (aside,) = (other.root / ".sdd" / "foreign").iterdir()
    assert (aside / "doit.db").exists()
    other.implement("--retries=0").ended(1).never_says("moved to")


@pytest.mark.slow
def test_a_table_from_elsewhere_does_not_say_what_is_checked(tmp_path: Path) -> None:
    project = small(tmp_path)
    project.doit("list").ended(0)
    table = project.own_dir / "table.json"
    table.write_text(re.sub(r"\btrue\b", "false", table.read_text()))
    (project.own_dir / "made-here").unlink()
    project.implement("--retries=0").ended(1)
    assert project.agent.calls == ["T001", "T002"]


@pytest.mark.parametrize("version", ["2", pytest.param("4", marks=pytest.mark.slow)])
def test_a_state_that_git_tracks_is_refused_and_then_moved_away(
    tmp_path: Path, version: str
) -> None:
    project = small(tmp_path)
    project.agent.plays("T002", write("words/two.txt", "two\n"))
    project.git("config", "index.version", version)
    project.doit("T001").ended(0)
    project.git("add", "--force", ".sdd")
    project.git("commit", "--quiet", "-m", "State, and templates")
    files = {path: path.read_bytes() for path in project.own_dir.rglob("*") if path.is_file()}
    ran = project.implement().ended(3).says("git tracks what sddtasks keeps", ".sdd/001-greeting")
    assert project.agent.calls == ["T001"]
    changed = [path for path in files if not path.exists() or path.read_bytes() != files[path]]
    assert changed == [project.own_dir / "made-here"]
    command = re.search(r"next +(cd .*), then", ran.text)
    assert command
    assert os.system(f"({command[1]}) >/dev/null") == 0
    project.implement().ended(0).says("moved to")
    assert project.agent.calls == ["T001", "T002"]


@pytest.mark.slow
def test_templates_of_a_person_may_be_tracked(tmp_path: Path) -> None:
    project = small(tmp_path)
    project.write({".sdd/templates/prompts/extra.md.j2": "x\n", ".sdd/.gitignore": "*\n"})
    project.git("add", "--force", ".sdd")
    project.commit("Prompts")
    assert len(gitindex.tracked(project.root, ".sdd")) == 2
    project.doit("T001").ended(0)
    assert project.dirty == []


# --- the honest ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_another_machine_sees_everything_for_itself_and_calls_nobody(tmp_path: Path) -> None:
    project = greeting.make(tmp_path / "one")
    project.implement().ended(0)
    other = elsewhere(project, tmp_path / "two")
    calls = len(other.agent.calls)
    other.implement().ended(0).says("7/7 tasks completed")
    assert other.agent.calls[calls:] == []
    assert all(state.claimed for state in other.state.task_status.values())
    assert other.dirty == []
    assert other.git("rev-parse", "HEAD^{tree}") == project.git("rev-parse", "HEAD^{tree}")
    other.implement().ended(0).never_says("claimed")


@pytest.mark.slow
def test_half_a_feature_goes_on_on_another_machine(tmp_path: Path) -> None:
    project = greeting.make(tmp_path / "one")
    project.agent.plays("T006", fail())
    project.implement("--retries=0").ended(1)
    project.git("stash", "--quiet", "--include-untracked")
    other = elsewhere(project, tmp_path / "two")
    other.agent.plays("T006", *greeting.WORK["T006"])
    calls = len(other.agent.calls)
    other.implement().ended(0).says("7/7 tasks completed")
    assert other.agent.calls[calls:] == ["T006", "T007"]


@pytest.mark.slow
def test_a_second_clone_of_the_same_person_believes_the_first(tmp_path: Path) -> None:
    project = small(tmp_path / "one")
    project.doit("T001").ended(0)
    other = project.clone(tmp_path / "two")
    assert known_tasks(other) == ["T001"]
