"""Files of others under names that we use: kept before anything of ours is written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import write
from tests.helpers.project import Project

STATE = ".implementation-state.json"
ARCHIVE = ".implementation-completed.json"
REPORT = "implementation-report.md"
FEATURE = "specs/001-greeting"
PLACE = ".sdd/001-greeting/foreign"
THEIRS = {
    STATE: '{"feature_dir": "specs/001-greeting", "current_phase": "3.1", "task_status": {}}\n',
    ARCHIVE: '{"done": true}\n',
    REPORT: "# How it went\n\nWell.\n",
}
LOOKING = (
    *(("list",), ("list", "-s"), ("info", "T001"), ("sdd", "status"), ("sdd", "plan")),
    *(("sdd", "check"), ("sdd", "explain", "T001"), ("sdd", "graph")),
)


@pytest.fixture
def small(tmp_path: Path) -> Project:
    project = greeting.planned(tmp_path, "- [ ] T001 Words in words/1.txt")
    project.write({"pyproject.toml": '[tool.doit]\nloader = "sdd"\n'})
    project.commit("Loader")
    project.agent.plays("T001", write("words/1.txt", "1\n"))
    return project


def theirs(*names: str) -> dict[str, str]:
    return {f"{FEATURE}/{name}": THEIRS[name] for name in names}


def test_they_are_moved_and_named_in_a_line_each(small: Project) -> None:
    small.write(theirs(STATE, ARCHIVE, REPORT))
    ran = small.implement("--allow-dirty").ended(0)
    for name, text in THEIRS.items():
        line = f"{FEATURE}/{name} was not written by sddtasks: moved to {PLACE}/{name}\n"
        assert ran.text.count(line) == 1, ran.text
        assert small.read(f"{PLACE}/{name}") == text
    assert small.state.metrics.completed_tasks == 1
    assert "completion report" in small.read(f"{FEATURE}/{REPORT}")
    small.implement().ended(0).never_says("not written by sddtasks")


def test_looking_moves_and_writes_nothing(small: Project) -> None:
    small.write(theirs(STATE, ARCHIVE))
    for words in LOOKING:
        assert small.doit(*words).never_says("foreign").code in (0, 1)
    assert {path: small.read(path) for path in theirs(STATE, ARCHIVE)} == theirs(STATE, ARCHIVE)
    assert not (small.root / PLACE).exists()


def test_a_tracked_one_stays_in_git_and_in_no_commit_of_ours(small: Project) -> None:
    small.write(theirs(STATE))
    small.commit("Theirs")
    ran = small.implement().ended(0)
    ran.says(f"git tracks that name: git rm --cached -- {FEATURE}/{STATE}")
    assert small.read(f"{PLACE}/{STATE}") == THEIRS[STATE]
    assert small.git("show", f"HEAD:{FEATURE}/{STATE}") == THEIRS[STATE]
    small.git("rm", "--quiet", "--cached", "--", f"{FEATURE}/{STATE}")
    assert small.completed == ["T001"]


@pytest.mark.slow
def test_one_that_comes_again_is_kept_beside_the_first(small: Project) -> None:
    small.write(theirs(STATE))
    small.implement("--allow-dirty").ended(0)
    small.doit("forget", "T001").ended(0)
    (small.root / FEATURE / STATE).unlink(missing_ok=True)
    small.write({f"{FEATURE}/{STATE}": "second\n"})
    small.implement("--allow-dirty").ended(0).says(f"moved to {PLACE}/{STATE}.2")
    assert small.read(f"{PLACE}/{STATE}") == THEIRS[STATE]
    assert small.read(f"{PLACE}/{STATE}.2") == "second\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", [STATE, ARCHIVE, REPORT])
@pytest.mark.parametrize("kind", ["directory", "link", "link to nothing", "binary"])
def test_whatever_lies_there_is_kept(small: Project, name: str, kind: str) -> None:
    place = small.root / FEATURE / name
    if kind == "directory":
        place.mkdir()
        (place / "mine.txt").write_text("mine\n")
    elif kind == "binary":
        place.write_bytes(b"\xff\x00")
    else:
        target = small.root / "target.json"
        if kind == "link":
            target.write_text("mine\n")
        place.symlink_to(target)
    small.implement("--allow-dirty").ended(0).says(f"moved to {PLACE}/{name}")
    kept = small.root / PLACE / name
    if kind == "directory":
        assert (kept / "mine.txt").read_text() == "mine\n"
    elif kind == "binary":
        assert kept.read_bytes() == b"\xff\x00"
    else:
        assert kept.is_symlink()
        assert kind == "link to nothing" or kept.read_text() == "mine\n"
    assert small.state.metrics.completed_tasks == 1


@pytest.mark.slow
def test_a_report_that_the_agent_writes_itself(small: Project) -> None:
    """During the task nobody minds; ours comes at the end."""
    path = f"{FEATURE}/{REPORT}"
    small.agent.plays("T001", write("words/1.txt", "1\n"), write(path, "I did it.\n"))
    small.implement().ended(0).says(
        f"{path} was not written by sddtasks: moved to {PLACE}/{REPORT}"
    )
    assert small.read(f"{PLACE}/{REPORT}") == "I did it.\n"


class TestOfAnotherMachine:
    """Ours by its form, and nothing of that run is known here."""

    def test_committed_it_is_in_git(self, small: Project, tmp_path: Path) -> None:
        small.edit("sddtasks.toml", "agent =", "commit_state = true\nagent =")
        small.edit(small.plan, "words/1.txt", "words/1.txt\n- [ ] T002 Words in words/2.txt")
        small.commit("Keep the state")
        small.implement("--retries=0").ended(1)
        committed = small.git("show", f"HEAD:{FEATURE}/{STATE}")
        other = small.clone(tmp_path / "other")
        other.agent.plays("T002", write("words/2.txt", "2\n"))
        other.implement().ended(0).never_says("foreign")
        assert not (other.root / PLACE).exists()
        assert committed in other.git("log", "-p", "--format=", "--", f"{FEATURE}/{STATE}").replace(
            "\n+", "\n"
        ).replace("\n-", "\n")

    @pytest.mark.slow
    def test_otherwise_it_is_copied(self, small: Project, tmp_path: Path) -> None:
        small.implement().ended(0)
        text = small.archive.read_text(encoding="utf-8")
        other = small.clone(tmp_path / "other")
        other.write({f"{FEATURE}/{ARCHIVE}": text})
        other.implement("--restart-from", "T001", "--allow-dirty").ended(0).says(
            f"{FEATURE}/{ARCHIVE} is of a run that is not known here: copied to {PLACE}/{ARCHIVE}"
        )
        assert other.read(f"{PLACE}/{ARCHIVE}") == text
