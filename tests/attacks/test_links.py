"""Links, pipes and second names where we write: nothing outside is read, written or removed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from sddtasks.app import possession
from sddtasks.model.errors import StateError
from sddtasks.model.plan import Feature
from sddtasks.system import beneath
from tests.helpers import greeting
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import Project

Plant = Callable[[Path, Path], object]
PRECIOUS = "years of work\n"


def link(place: Path, victim: Path) -> None:
    place.symlink_to(victim)


def second_name(place: Path, victim: Path) -> None:
    os.link(victim, place)


def dangling(place: Path, victim: Path) -> None:
    """A link by which a file would be made."""
    place.symlink_to(victim.with_name("made"))


def pipe(place: Path, victim: Path) -> None:
    os.mkfifo(place)


PLANTS: tuple[Plant, ...] = (link, second_name, dangling, pipe)
WAYS: dict[str, Callable[[Path], object]] = {
    "append": lambda path: beneath.opened(path, "ab+").close(),
    "edit": lambda path: beneath.opened(path, "r+b").close(),
    "for a library": beneath.check,
}


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    place = tmp_path / "home" / "precious"
    place.parent.mkdir()
    place.write_text(PRECIOUS)
    return place


def unharmed(victim: Path) -> bool:
    return victim.read_text() == PRECIOUS and os.listdir(victim.parent) == [victim.name]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.timeout(10)
def test_a_file_that_is_none_is_not_opened(
    tmp_path: Path, victim: Path, plant: Plant, way: str
) -> None:
    place = tmp_path / "project" / ".sdd" / "001-x" / "journal.jsonl"
    place.parent.mkdir(parents=True)
    plant(place, victim)
    with pytest.raises(StateError, match="rm -r "):
        WAYS[way](place)
    assert unharmed(victim)


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.timeout(10)
def test_what_is_replaced_as_a_whole_is_replaced_itself(
    tmp_path: Path, victim: Path, plant: Plant
) -> None:
    place = tmp_path / "project" / ".sdd" / "001-x" / "table.json"
    place.parent.mkdir(parents=True)
    plant(place, victim)
    beneath.write(place, "ours")
    assert stat.S_ISREG(place.lstat().st_mode)
    assert place.read_text() == "ours"
    beneath.remove(place)
    assert os.listdir(place.parent) == []
    assert unharmed(victim)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_no_directory_is_a_link(tmp_path: Path, victim: Path, level: int) -> None:
    """`.sdd`, the feature's directory, one below it."""
    place = tmp_path / "project" / ".sdd" / "001-x" / "work" / "T001"
    linked = Path(*place.parts[: len(place.parts) - 4 + level])
    linked.parent.mkdir(parents=True)
    linked.symlink_to(victim.parent)
    ways: list[Callable[[], object]] = [
        lambda: beneath.opened(place / "x", "ab+"),
        lambda: beneath.read(place / "x"),
        lambda: beneath.write(place / "x", ""),
        lambda: beneath.make(place),
        lambda: beneath.clear(place),
        lambda: beneath.remove(place / victim.name),
        lambda: beneath.move(place / victim.name, tmp_path / "stolen"),
        lambda: beneath.move(tmp_path / "project", place / "x"),
        lambda: beneath.names(place),
    ]
    for way in ways:
        with pytest.raises(StateError, match="is a link"):
            way()
    assert unharmed(victim)


def test_a_directory_that_is_emptied_is_none_elsewhere(tmp_path: Path, victim: Path) -> None:
    place = tmp_path / "project" / ".sdd" / "001-x" / "work"
    place.mkdir(parents=True)
    (place / "inside").symlink_to(victim.parent)
    beneath.clear(place)
    assert os.listdir(place) == []
    place.rmdir()
    place.symlink_to(victim.parent)
    with pytest.raises(StateError, match="is a link"):
        beneath.clear(place)
    assert unharmed(victim)


def test_a_project_that_is_reached_by_a_link_is_one_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "project").symlink_to("real")
    beneath.write(tmp_path / "project" / ".sdd" / "001-x" / "a.txt", "ours")
    assert (tmp_path / "real" / ".sdd" / "001-x" / "a.txt").read_text() == "ours"


# --- a run ---------------------------------------------------------------------------------------


def begun(home: Path) -> Project:
    """A project whose state directory is ours, before its first task."""
    project = greeting.planned(home, "- [ ] T001 Write the first words in words/one.txt")
    project.agent.plays("T001", write("words/one.txt", "one\n"))
    relative = project.feature
    possession.prepare(Feature(project.root, project.root / relative, "001-greeting"))
    return project


PLACES = (
    "journal.jsonl",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("logs", "evidence")),
    *(
        pytest.param(name, marks=pytest.mark.slow)
        for name in ("doit.db", "doit.db-wal", "lock", "lock.json", "work", "baselines")
    ),
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("table.json", "made-here")),
)


@pytest.mark.parametrize("name", PLACES)
def test_a_run_follows_no_link_below_its_state(tmp_path: Path, victim: Path, name: str) -> None:
    project = begun(tmp_path)
    project.patience = 30
    place = project.own_dir / name
    place.unlink(missing_ok=True)
    place.symlink_to(victim.parent if "." not in name and name != "lock" else victim)
    ran = project.implement()
    assert unharmed(victim)
    ran.ended(3).says(f"{place} is a link", f"rm -r {place}")
    place.unlink()
    project.implement().ended(0)
    assert unharmed(victim)
    assert project.completed == ["T001"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["journal.jsonl", "doit.db", "lock.json", "lock", "table.json"])
def test_a_run_waits_for_no_pipe(tmp_path: Path, name: str) -> None:
    project = begun(tmp_path)
    project.patience = 30
    os.mkfifo(project.own_dir / name)
    project.implement().ended(3).says(f"{name} is no ordinary file")
    project.doit("sdd", "check", project.feature).ended(0)


@pytest.mark.slow
@pytest.mark.parametrize("name", [".implementation-state.json", ".implementation-completed.json"])
def test_the_state_file_is_written_beside_tasks_md_alone(
    tmp_path: Path, victim: Path, name: str
) -> None:
    project = begun(tmp_path)
    project.patience = 30
    (project.root / project.feature / name).symlink_to(victim)
    (project.root / ".git" / "info" / "exclude").write_text(".implementation-*\n")
    project.implement().ended(0)
    assert unharmed(victim)
    assert project.state.feature_dir.endswith("001-greeting")


LEFT = {
    "its log": ("logs/T002.log", "file"),
    "the next evidence": ("evidence/T002.toml", "file"),
    "the next scratch": ("work/T002", "directory"),
    "all logs": ("logs", "directory"),
    "what is put back": ("evidence", "directory"),
}


@pytest.mark.slow
def test_what_is_put_back_is_not_put_into_the_other_name(tmp_path: Path, victim: Path) -> None:
    project = begun(tmp_path)
    planted = run("ln", "-f", str(victim), str(project.own_dir / "made-here"))
    project.agent.plays("T001", write("words/one.txt", "one\n"), planted)
    project.implement("--retries=0").ended(1).says("made-here was changed")
    assert unharmed(victim)


@pytest.mark.parametrize(
    "what",
    [
        LEFT["the next scratch"],
        *(
            pytest.param(LEFT[name], marks=pytest.mark.slow)
            for name in ("its log", "the next evidence", "all logs", "what is put back")
        ),
    ],
)
def test_what_an_agent_leaves_for_our_next_write(
    tmp_path: Path, victim: Path, what: tuple[str, str]
) -> None:
    name, kind = what
    project = greeting.planned(
        tmp_path,
        "- [ ] T001 Write the first words in words/one.txt",
        "- [ ] T002 Write more words in words/two.txt",
    )
    project.write({"pyproject.toml": '[tool.doit]\nloader = "sdd"\n'})
    project.commit("The loader")
    target = victim if kind == "file" else victim.parent
    place = project.own_dir / name
    planted = (run("rm", "-rf", str(place)), run("ln", "-s", str(target), str(place)))
    project.agent.plays("T001", write("words/one.txt", "one\n"))
    project.agent.plays("T002", write("words/two.txt", "two\n"))
    if name == "evidence":
        project.doit("T001").ended(0)
        project.agent.plays("T002", write("words/two.txt", "two\n"), *planted)
    else:
        project.agent.plays("T001", write("words/one.txt", "one\n"), *planted)
    ran = project.implement("--retries=0")
    assert unharmed(victim)
    if place.is_symlink():
        assert ran.code in (1, 2)
        ran.says(f"{place} is a link", f"rm -r {place}")
        place.unlink()
    project.agent.plays("T001", write("words/one.txt", "one\n"))
    project.agent.plays("T002", write("words/two.txt", "two\n"))
    project.implement().ended(0)
    assert unharmed(victim)
