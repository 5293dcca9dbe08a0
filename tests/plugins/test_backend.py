"""doit's database: like doit's own in what it says, unlike them in what a `kill -9` leaves."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from doit.dependency import Dependency
from doit.dependency import SqliteDB
from doit.exceptions import InvalidDodoFile
from doit.task import Task as DoitTask
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sddtasks.plugins.backend import SddBackend

NAMES = ("T001", "T002", "gate:3.1", "ünï")


_OPEN: list[Dependency] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while _OPEN:
        _OPEN.pop().close()


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "deep" / "doit.db")


def opened(name: str, backend: Any = SddBackend) -> Dependency:
    _OPEN.append(Dependency(backend, name))
    return _OPEN[-1]


def saved(dependency: Dependency, name: str, **values: object) -> None:
    task = DoitTask(name, None)
    task.values = values
    dependency.save_success(task)


# --- what it is for ------------------------------------------------------------------------------

WORKS = """
import sys
from doit.dependency import Dependency, SqliteDB
from doit.task import Task
from sddtasks.plugins.backend import SddBackend

dependency = Dependency({backend}, sys.argv[1])
for name in ("T001", "T002", "T003"):
    task = Task(name, None)
    task.values = {{"how": "executed"}}
    dependency.save_success(task)
    print(name, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize(("backend", "left"), [("SddBackend", ["T001", "T002"]), ("SqliteDB", [])])
def test_a_killed_run_keeps_every_finished_task(
    tmp_path: Path, backend: str, left: list[str]
) -> None:
    """doit's own backend stands for the others, and for what this test would say of us."""
    database = str(tmp_path / "doit.db")
    with subprocess.Popen(
        [sys.executable, "-c", WORKS.format(backend=backend), database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == "T001\n"
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.stdout.readline() == "T002\n"
        child.kill()
    assert child.returncode == -signal.SIGKILL
    after = opened(database, {"SddBackend": SddBackend, "SqliteDB": SqliteDB}[backend])
    assert [name for name in ("T001", "T002", "T003") if after.get_values(name)] == left


def test_who_opens_it_meanwhile_sees_what_is_finished(database: str) -> None:
    first = opened(database)
    saved(first, "T001", how="executed")
    assert opened(database).get_values("T001") == {"how": "executed"}


# --- the same as doit's own ----------------------------------------------------------------------

Step = tuple[str, str, int]


def apply(dependency: Dependency, step: Step) -> None:
    what, name, number = step
    if what == "save":
        saved(dependency, name, number=number, text="ä" * number)
    elif what == "ignore":
        dependency.ignore(DoitTask(name, None))
    elif what == "remove":
        dependency.remove(name)
    else:
        dependency.remove_all()


def seen(dependency: Dependency) -> list[object]:
    return [
        (
            dependency.get_values(name),
            dependency.get_result(name),
            dependency.status_is_ignore(DoitTask(name, None)),
            dependency._get(name, "checker:"),
        )
        for name in NAMES
    ]


step = st.tuples(
    st.sampled_from(("save", "save", "ignore", "remove", "remove_all")),
    st.sampled_from(NAMES),
    st.integers(0, 3),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(step, max_size=8), st.lists(step, max_size=4))
def test_it_says_what_doits_own_says(
    tmp_path_factory: pytest.TempPathFactory, before: list[Step], after: list[Step]
) -> None:
    place = tmp_path_factory.mktemp("both")
    kinds = {"ours.db": SddBackend, "theirs.db": SqliteDB}
    said = []
    for name, kind in kinds.items():
        views = []
        for steps in (before, after):
            dependency = opened(str(place / name), kind)
            views.append(seen(dependency))
            for one in steps:
                apply(dependency, one)
                views.append(seen(dependency))
            dependency.close()
        views.append(seen(opened(str(place / name), kind)))
        said.append(views)
    assert said[0] == said[1]


def test_doit_decides_with_it(database: str, tmp_path: Path) -> None:
    source = tmp_path / "contract.md"
    source.write_text("one")
    task = DoitTask("T001", None, file_dep=[str(source)])
    first = opened(database)
    assert first.get_status(task, {}).status == "run"
    first.save_success(task)
    first.close()
    assert opened(database).get_status(task, {}).status == "up-to-date"
    source.write_text("other")
    assert opened(database).get_status(task, {}).status == "run"


# --- what doit's own do not have -----------------------------------------------------------------


def test_every_change_is_told_once_it_is_written(database: str) -> None:
    told: list[tuple[str, bool]] = []
    dependency = opened(database)

    def note(name: str) -> None:
        told.append((name, bool(opened(database)._in(name))))

    dependency.backend.on_change = note
    saved(dependency, "T001", how="executed")
    dependency.ignore(DoitTask("T002", None))
    dependency.remove("T001")
    dependency.remove("T404")
    assert told == [("T001", True), ("T002", True), ("T001", False)]


def test_the_end_is_told_while_it_is_still_open(database: str) -> None:
    dependency = opened(database)
    told: list[object] = []
    dependency.backend.on_close = lambda: told.append(dependency.get_values("T001"))
    saved(dependency, "T001", how="executed")
    dependency.close()
    dependency.close()
    assert told == [{"how": "executed"}]


def test_it_knows_whether_it_is_new(database: str) -> None:
    first = opened(database)
    assert first.backend.is_new
    first.close()
    assert not Path(database).parent.exists()
    second = opened(database)
    second.backend.make()
    second.close()
    assert not opened(database).backend.is_new


def test_candidates_are_found_without_decoding(database: str) -> None:
    before = opened(database)
    saved(before, "T001", because="later")
    saved(before, "T002", how="executed")
    before.close()
    after = opened(database)
    after.backend.codec.decode = pytest.fail
    assert after.backend.mentioning('"because"') == ["T001"]
    saved(after, "T003", because="now")
    assert sorted(after.backend.mentioning('"because"')) == ["T001", "T003"]


def test_only_what_is_asked_for_is_decoded(database: str) -> None:
    before = opened(database)
    for name in NAMES:
        saved(before, name, how="executed")
    before.close()
    after = opened(database)
    decode: Callable[[str], Any] = after.backend.codec.decode
    decoded: list[str] = []
    after.backend.codec.decode = lambda text: decoded.append(text) or decode(text)  # type: ignore[func-returns-value]
    after.get_values("T001")
    after.get_values("T001")
    assert len(decoded) == 1


# --- trouble -------------------------------------------------------------------------------------


def test_a_damaged_file_is_set_aside_and_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "doit.db"
    path.write_bytes(b"this is no database" * 100)
    dependency = opened(str(path))
    assert dependency.backend.is_new
    assert path.exists()
    saved(dependency, "T001", how="executed")
    assert "doit.db is damaged: moved to" in capsys.readouterr().err
    aside = next(tmp_path.glob("doit.db.damaged-*"))
    assert aside.read_bytes().startswith(b"this is no database")


def test_an_emptied_file_is_new(tmp_path: Path) -> None:
    path = tmp_path / "doit.db"
    path.touch()
    assert opened(str(path)).backend.is_new


def test_a_place_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    dependency = opened(str(tmp_path / "file" / "doit.db"))
    with pytest.raises(InvalidDodoFile, match="next      free space or fix its permissions"):
        saved(dependency, "T001", how="executed")
    dependency.backend.look_only()


def test_a_write_that_fails_is_no_success(database: str) -> None:
    dependency = opened(database)
    dependency.backend.make()
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("alter table doit rename to elsewhere")
        with pytest.raises(InvalidDodoFile, match="no such table"):
            saved(dependency, "T001", how="executed")
        other.execute("alter table elsewhere rename to doit")
    assert not opened(database)._in("T001")


def test_while_a_run_is_at_work_nobody_else_writes_into_it(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = opened(database)
    saved(run, "T001", how="executed")
    run.backend.guard()
    agent = opened(database)
    saved(agent, "T001", how="forged")
    saved(agent, "T002", how="forged")
    saved(run, "T003", how="executed")
    run.close()
    later = opened(database)
    assert later.get_values("T001") == {"how": "executed"}
    assert later.get_values("T002") == {}
    assert later.get_values("T003") == {"how": "executed"}
    assert "another program wrote to it" in capsys.readouterr().err


def _forge(database: str, statement: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute(statement)


def _replaced(database: str) -> None:
    Path(database).unlink()
    agent = opened(database)
    saved(agent, "T001", how="forged")
    saved(agent, "T009", how="forged")


def _copied_over(database: str) -> None:
    """With the inode and the length that it had, while our log is beside it."""
    forged = Path(database).with_name("forged.db")
    agent = opened(str(forged))
    saved(agent, "T009", how="forged")
    agent.close()
    Path(database).write_bytes(forged.read_bytes())


DEEDS: dict[str, Callable[[str], object]] = {
    "deletes a record": lambda name: _forge(name, "delete from doit"),
    "drops the table": lambda name: _forge(name, "drop table doit"),
    "adds a record": lambda name: _forge(name, "insert into doit values ('T009', '{}')"),
    "deletes the file": lambda name: Path(name).unlink(),
    "deletes the log": lambda name: Path(f"{name}-wal").unlink(),
    "deletes all of it": lambda name: shutil.rmtree(Path(name).parent),
    "puts another in its place": _replaced,
    "copies another over it": _copied_over,
    "empties it": lambda name: os.truncate(name, 0),
}


@pytest.mark.parametrize("late", [False, True], ids=["before-a-record", "before-the-end"])
@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_is_done_to_the_file_a_run_keeps_its_records(
    database: str, deed: str, late: bool
) -> None:
    run = opened(database)
    saved(run, "T001", how="executed")
    run.backend.guard()
    saved(run, "T002", how="executed")
    DEEDS[deed](database)
    if not late:
        saved(run, "T003", how="executed")
    run.close()
    later = opened(database)
    kept = [name for name in ("T001", "T002", "T003", "T009") if later._in(name)]
    assert kept == ["T001", "T002"] + ["T003"] * (not late)
    assert later.get_values("T001") == {"how": "executed"}


def test_what_is_put_in_its_place_is_not_lost(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = opened(database)
    run.backend.guard()
    _replaced(database)
    saved(run, "T002", how="executed")
    aside = capsys.readouterr().err.partition("see ")[2].strip()
    with closing(sqlite3.connect(aside)) as found:
        assert found.execute("select task_id from doit").fetchall() == [("T001",), ("T009",)]


# --- looking -------------------------------------------------------------------------------------


def listing(database: str) -> list[str]:
    place = Path(database).parent
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


def test_a_look_leaves_no_trace(database: str) -> None:
    assert opened(database).get_values("T001") == {}
    assert listing(database) == []
    writer = opened(database)
    saved(writer, "T001", how="executed")
    writer.close()
    looker = opened(database)
    assert looker.get_values("T001") == {"how": "executed"}
    looker.close()
    assert listing(database) == ["doit.db"]


def test_a_look_does_not_tidy_away_the_log_of_a_run(database: str) -> None:
    run = opened(database)
    saved(run, "T001", how="executed")
    there = listing(database)
    for _ in range(3):
        looker = opened(database)
        looker.backend.look_only()
        assert looker.get_values("T001") == {"how": "executed"}
        saved(looker, "T002", how="for this command only")
        looker.remove("T001")
        looker.close()
    assert listing(database) == there
    assert opened(database).get_values("T001") == {"how": "executed"}
    assert opened(database).get_values("T002") == {}


def test_a_look_after_a_crash_sees_the_log_and_leaves_it(tmp_path: Path) -> None:
    """The copy is what a `kill -9` leaves: the records are in the log only."""
    run = opened(str(tmp_path / "doit.db"))
    saved(run, "T001", how="executed")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("doit.db", "doit.db-wal"):
        shutil.copyfile(tmp_path / name, crashed / name)
    log = (crashed / "doit.db-wal").read_bytes()
    for _ in range(2):
        looker = opened(str(crashed / "doit.db"))
        assert looker.get_values("T001") == {"how": "executed"}
        looker.close()
    assert (crashed / "doit.db-wal").read_bytes() == log


def test_looks_beside_a_writer_never_fail(database: str) -> None:
    """Every file of SQLite's comes and goes meanwhile."""
    looks = (
        "import sys\n"
        "from sddtasks.plugins import rowfile\n"
        "print('on', flush=True)\n"
        "for _ in range(400): rowfile.read(sys.argv[1])\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", looks, database], stdout=subprocess.PIPE, text=True
    ) as looking:
        assert looking.stdout is not None
        assert looking.stdout.readline() == "on\n"
        rounds = 0
        while looking.poll() is None:
            run = opened(database)
            saved(run, f"T{rounds:03}", how="executed")
            _OPEN.pop().close()
            rounds += 1
    assert looking.returncode == 0
    last = opened(database)
    assert [name for name in map("T{:03}".format, range(rounds)) if not last._in(name)] == []
