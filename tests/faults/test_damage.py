"""A power cut may leave any file of ours empty, half or garbage; the next run gets to the end."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import interrupted
from tests.helpers.agents import murder
from tests.helpers.project import Project

STATE = "specs/001-greeting/.implementation-state.json"
OWN = ".sdd/001-greeting"
FILES = (
    *(f"{OWN}/doit.db", f"{OWN}/doit.db-wal", f"{OWN}/doit.db-shm", f"{OWN}/journal.jsonl"),
    *(f"{OWN}/table.json", f"{OWN}/evidence/T001.toml", f"{OWN}/logs/T001.log", f"{OWN}/lock"),
    *(f"{OWN}/lock.json", f"{OWN}/work/T003/prompt.md", ".sdd/.gitignore", STATE),
)
DAMAGES: dict[str, Callable[[Path], object]] = {
    "emptied": lambda path: path.write_bytes(b""),
    "halved": lambda path: os.truncate(path, path.stat().st_size // 2),
    "garbage": lambda path: path.write_bytes(b"\xff\x00garbage{" * 500),
    "deleted": lambda path: path.unlink(),
}
_QUICK = {
    (f"{OWN}/doit.db", "halved"),
    (f"{OWN}/doit.db-wal", "emptied"),
    (f"{OWN}/journal.jsonl", "halved"),
    (STATE, "emptied"),
}


@pytest.mark.parametrize(
    ("path", "damage"),
    [
        pytest.param(
            path, damage, marks=[] if (path, damage) in _QUICK else [pytest.mark.slow], id=name
        )
        for path in FILES
        for damage in DAMAGES
        for name in [f"{damage}-{path.rpartition('/')[2]}"]
    ],
)
def test_after_a_kill_and_a_power_cut(killed: Project, path: str, damage: str) -> None:
    place = killed.root / path
    assert place.exists()
    DAMAGES[damage](place)
    killed.implement().ended(0)
    interrupted.ended_well(killed)


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES)
def test_all_of_it_at_once(killed: Project, damage: str) -> None:
    for path in (killed.root / ".sdd").rglob("*"):
        if path.is_file():
            DAMAGES[damage](path)
    DAMAGES[damage](killed.root / STATE)
    killed.implement().ended(0)
    interrupted.ended_well(killed)


@pytest.mark.parametrize("damage", ["halved", "deleted"])
def test_the_state_file_of_a_finished_feature(killed: Project, damage: str) -> None:
    killed.implement().ended(0)
    DAMAGES[damage](killed.archive)
    killed.implement().ended(0).says("up to date")
    interrupted.ended_well(killed)


class TestLeftovers:
    """What is left in the repository by those who were killed."""

    def test_a_lock_of_git(self, killed: Project) -> None:
        lock = killed.root / ".git/index.lock"
        lock.touch()
        killed.implement().ended(0).says("removed a lock that a killed git had left", str(lock))
        interrupted.ended_well(killed)

    def test_a_lock_of_a_branch(self, killed: Project) -> None:
        (killed.root / ".git/refs/heads/work.lock").touch()
        killed.implement().ended(0).says("removed a lock", "work.lock")
        interrupted.ended_well(killed)

    @pytest.mark.parametrize("left", ["", None])
    def test_files_that_a_killed_git_was_writing(self, killed: Project, left: str | None) -> None:
        """It takes a file away, makes it anew and writes: what is between these is left."""
        for path in (killed.plan, "sddtasks.toml"):
            (killed.root / path).unlink()
            if left is not None:
                killed.write({path: left})
        ran = killed.doit("sdd", "status", killed.feature) if left is None else killed.doit("list")
        assert "restored what" not in ran.text  # there is no lock: somebody else did it
        (killed.root / ".git/index.lock").touch()
        killed.implement().ended(0).says(
            "restored what that git had not written to its end: sddtasks.toml, specs/001-greeting"
        )
        interrupted.ended_well(killed)

    def test_a_file_that_the_user_had_emptied_stays_empty(self, fresh: Project) -> None:
        fresh.write({"mine.txt": "mine"})
        fresh.commit("Mine")
        fresh.write({"mine.txt": ""})
        fresh.agent.plays("T003", murder())
        assert fresh.implement("--allow-dirty").code == -signal.SIGKILL
        fresh.write({fresh.plan: ""})
        (fresh.root / ".git/index.lock").touch()
        fresh.agent.plays("T003", *interrupted.work("T003"))
        ran = fresh.implement("--allow-dirty").ended(0)
        ran.says("restored what that git had not written to its end: specs/001-greeting/tasks.md\n")
        assert fresh.read("mine.txt") == ""
        assert fresh.completed == list(interrupted.TASKS)

    def test_a_commit_of_which_only_the_index_was_made(self, killed: Project) -> None:
        killed.git("add", "words/T003.txt")
        (killed.root / ".git/index.lock").touch()
        killed.implement().ended(0).says("interrupted work on T003 was put aside: git show refs/")
        interrupted.ended_well(killed)

    def test_a_file_that_was_being_written(self, killed: Project) -> None:
        half = killed.root / "specs/001-greeting/.tasks.md.abcd1234.sddtasks-new"
        half.write_text("# Tas")
        killed.implement().ended(0)
        assert not half.exists()
        interrupted.ended_well(killed)

    def test_a_note_of_a_holder_who_is_gone(self, killed: Project) -> None:
        assert (killed.own_dir / "lock.json").exists()
        killed.implement().ended(0)
        assert not (killed.own_dir / "lock.json").exists()

    @pytest.mark.slow
    @pytest.mark.parametrize("how", ["deleted", "emptied", "of another repository"])
    def test_a_work_tree_that_is_no_longer_one(
        self, fresh: Project, tmp_path: Path, how: str
    ) -> None:
        fresh.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
        fresh.edit("sddtasks.toml", "parallel = 1", 'sequential_in = "worktree"')
        fresh.commit("Never in the checkout")
        fresh.agent.plays("T004", ("fail", "not now"))
        fresh.implement("-n", "2", "--retries=0").ended(1)
        slot = next((tmp_path / "cache").rglob("slot-1"))
        shutil.rmtree(slot)
        if how != "deleted":
            slot.mkdir()
        if how == "of another repository":
            shutil.copytree(fresh.root / ".git", slot / ".git")
        fresh.agent.plays("T004", *interrupted.work("T004"))
        fresh.implement("-n", "2").ended(0)
        assert fresh.completed == list(interrupted.TASKS)
        assert "prunable" not in fresh.git("worktree", "list", "--porcelain")


def test_a_clock_that_goes_backwards(killed: Project) -> None:
    """As if all that is there had been written tomorrow."""
    tomorrow = time.time() + 86_400
    journal = killed.own_dir / "journal.jsonl"
    year = time.strftime("%Y")
    journal.write_text(journal.read_text().replace(f'"at": "{year}', f'"at": "{int(year) + 1}'))
    (killed.root / ".git/index.lock").touch()
    for path in killed.root.rglob("*"):
        os.utime(path, (tomorrow, tomorrow))
    killed.implement().ended(0)
    interrupted.ended_well(killed)
