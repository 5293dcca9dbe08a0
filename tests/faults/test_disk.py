"""A full disk and a read-only one, both real: one message, nothing half, and on it goes after."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import interrupted
from tests.faults.trial import leavings
from tests.helpers.agents import Step
from tests.helpers.agents import run
from tests.helpers.project import Project

_FILL = (
    "import os, sys\n"
    "free = os.statvfs(sys.argv[1])\n"
    "space = free.f_bavail * free.f_frsize - int(sys.argv[2])\n"
    "open(sys.argv[1] + '/ballast', 'wb').write(b'x' * max(0, space))\n"
)


def mount(*words: str) -> None:
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting is not permitted here: {done.stderr.strip()}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place))
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def project(small_disk: Path) -> Project:
    return interrupted.fresh(small_disk / "home")


def fill(disk: Path, left: int) -> Step:
    return run(sys.executable, "-c", _FILL, str(disk), str(left))


def lock_up(place: Path) -> tuple[Step, Step]:
    """Make a directory read-only, whoever may write there."""
    return (
        run("mount", "--bind", str(place), str(place)),
        run("mount", "-o", "remount,bind,ro", str(place)),
    )


def goes_on(project: Project) -> None:
    assert not [path for path in leavings(project) if ".lock" in path.removesuffix("lock.json")]
    project.agent.plays("T002", *interrupted.work("T002"))
    project.implement().ended(0)
    assert project.completed == list(interrupted.TASKS)
    assert project.dirty == []
    assert project.git("fsck", "--no-dangling", "--no-progress") == ""
    assert Counter(project.agent.calls)["T001"] == 1
    assert list(leavings(project)) == []


@pytest.mark.parametrize(
    "left", [0, *(pytest.param(size, marks=pytest.mark.slow) for size in (16_384, 40_960, 90_000))]
)
@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_disk_that_is_full(project: Project, small_disk: Path, left: int, jobs: str) -> None:
    project.agent.plays("T002", *interrupted.work("T002"), fill(small_disk, left))
    ran = project.implement("-n", jobs)
    if left == 0 or ran.code:
        ran.ended(2).says("free space or make it writable, then doit implement specs/001-greeting")
    (small_disk / "ballast").unlink()
    goes_on(project)


@pytest.mark.parametrize("where", [".sdd", pytest.param(".git", marks=pytest.mark.slow)])
def test_a_place_that_becomes_read_only(project: Project, where: str) -> None:
    place = project.root / where
    project.agent.plays("T002", *interrupted.work("T002"), *lock_up(place))
    ran = project.implement().ended(2)
    subprocess.run(["umount", str(place)], check=True)
    ran.says("Read-only file system")
    goes_on(project)


def test_a_disk_that_is_read_only_from_the_start(project: Project, small_disk: Path) -> None:
    mount("-o", "remount,ro", str(small_disk))
    ran = project.implement().ended(3)
    mount("-o", "remount,rw", str(small_disk))
    ran.says(".sdd", "  next      ")
    assert project.agent.calls == []
    goes_on(project)


def test_a_verb_whose_journal_is_read_only(project: Project) -> None:
    project.implement().ended(0)
    journal = str(project.own_dir / "journal.jsonl")
    mount("--bind", journal, journal)
    mount("-o", "remount,bind,ro", journal)
    ran = project.doit("sdd", "waive", "T002", "words/T001.txt", "--because=needed")
    subprocess.run(["umount", journal], check=True)
    ran.ended(3).says("journal.jsonl: Read-only file system", "free space or make it writable")
