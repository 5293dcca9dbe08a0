"""One run per feature, between real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sddtasks.model.errors import StateError
from sddtasks.system import lock

HOLD = """
import sys
from pathlib import Path
from sddtasks.system import lock
with lock.held(Path(sys.argv[1]), "001-x"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(directory: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        yield child
        child.kill()


def test_the_second_is_told_who_is_first(tmp_path: Path) -> None:
    with holder(tmp_path) as first, pytest.raises(StateError) as refused, lock.held(tmp_path, "x"):
        pass
    assert f"process {first.pid} on " in refused.value.message
    assert "wait for it" in refused.value.hint


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        first.kill()
        first.wait()
        with lock.held(tmp_path, "001-x"):
            assert (tmp_path / "lock.json").read_text().find(str(os.getpid())) > 0


def test_it_is_given_back_also_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), lock.held(tmp_path, "001-x"):
        raise RuntimeError
    with lock.held(tmp_path, "001-x"):
        pass
    assert not (tmp_path / "lock.json").exists()


def test_features_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with holder(tmp_path / "one"), lock.held(tmp_path / "two", "002-y"):
        pass


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(StateError, match="lock is no ordinary file"), lock.held(tmp_path, "001-x"):
        pass


def test_a_damaged_note_about_the_holder_does_no_harm(tmp_path: Path) -> None:
    with holder(tmp_path):
        (tmp_path / "lock.json").write_text("{")
        with pytest.raises(StateError, match="only just started"), lock.held(tmp_path, "001-x"):
            pass
