"""Files are replaced in one step, and paths cannot leave their directory."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sddtasks.system import files


@pytest.mark.parametrize("durable", [False, True])
def test_written_with_its_directories(tmp_path: Path, *, durable: bool) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    files.write_atomic(path, "wörter\n", durable=durable)
    assert path.read_bytes() == "wörter\n".encode()
    assert [entry.name for entry in path.parent.iterdir()] == ["c.txt"]


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "run.sh"
    path.write_text("old")
    path.chmod(0o755)
    files.write_atomic(path, b"new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o755)


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.json"
    path.write_text("old")

    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        files.write_atomic(path, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["state.json"]
    assert path.read_text() == "old"


def test_readers_never_see_a_part(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    texts = {letter * 200_000 for letter in "ab"}
    files.write_atomic(path, min(texts))
    stop = threading.Event()
    seen: set[str] = set()

    def read() -> None:
        while not stop.is_set():
            seen.add(path.read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(40):
        for text in texts:
            files.write_atomic(path, text)
    stop.set()
    reader.join()
    assert seen <= texts


@settings(max_examples=200, deadline=None)
@given(old=st.binary(max_size=40), new=st.binary(max_size=40), place=st.integers(0, 39))
def test_whatever_a_file_holds_it_can_be_exchanged(old: bytes, new: bytes, place: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "tasks.md"
        for wanted in (new, new[:place] + b"x" + new[place + 1 :], new):
            path.write_bytes(old)
            files.exchange(path, old, wanted)
            assert path.read_bytes() == wanted
            old = wanted


def test_a_single_byte_is_written_where_it_is(tmp_path: Path) -> None:
    path, link = tmp_path / "tasks.md", tmp_path / "link.md"
    path.write_bytes(b"- [ ] T001\n- [ ] T002\n")
    link.symlink_to(path)
    same_file = path.stat().st_ino
    files.exchange(link, path.read_bytes(), b"- [ ] T001\n- [x] T002\n")
    assert link.is_symlink()
    assert (path.read_bytes(), path.stat().st_ino) == (b"- [ ] T001\n- [x] T002\n", same_file)
    files.exchange(path, path.read_bytes(), b"- [x] T001\n- [ ] T002\n")
    assert path.read_bytes() == b"- [x] T001\n- [ ] T002\n"


def test_digests(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("ä")
    assert files.file_digest(path) == files.digest("ä") == files.digest("ä".encode())
    assert files.file_digest(path) != files.digest("a")
    assert files.file_digest(tmp_path / "none") == ""
    assert files.file_digest(tmp_path) == ""
    assert files.file_digest(path / "below") == ""


@pytest.mark.parametrize(
    ("relative", "is_inside"),
    [
        ("a/b.txt", True),
        ("new/dir/file.txt", True),
        (".", True),
        ("link-in/file.txt", True),
        ("../outside.txt", False),
        ("a/../../outside.txt", False),
        ("a/../b.txt", False),
        ("/etc/passwd", False),
        ("link-out/file.txt", False),
        ("a/link-up/file.txt", False),
        ("file-link", False),
    ],
)
def test_inside(tmp_path: Path, relative: str, *, is_inside: bool) -> None:
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (root / "link-in").symlink_to("a")
    (root / "link-out").symlink_to(tmp_path / "elsewhere")
    (root / "a" / "link-up").symlink_to("../..")
    (root / "file-link").symlink_to("/etc/passwd")
    found = files.inside(root, relative)
    assert found == (root / relative if is_inside else None)


def test_a_root_that_is_a_link_itself(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert files.inside(tmp_path / "link", "a.txt") == tmp_path / "link" / "a.txt"


class TestInterrupted:
    """Ctrl-C at each line of an atomic write: the old or the new content, and nothing else."""

    @staticmethod
    def interrupted_at(place: Path, number: int) -> bool:
        """Was there such a line?"""
        left = number

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            nonlocal left
            if frame.f_code.co_filename != files.__file__:
                return None
            if event == "line":
                left -= 1
                if left == 0:
                    sys.settrace(None)
                    raise KeyboardInterrupt
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            files.write_atomic(place, "new", durable=True)
        except KeyboardInterrupt:
            return True
        finally:
            sys.settrace(before)
        return False

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_nothing_is_left(self, tmp_path: Path) -> None:
        """A descriptor of which nobody was told yet is closed by the interpreter."""
        place = tmp_path / "state.json"
        number = 1
        seen = set()
        while True:
            place.write_text("old")
            if not self.interrupted_at(place, number):
                break
            seen.add(place.read_text())
            assert [path.name for path in tmp_path.iterdir()] == ["state.json"], number
            number += 1
        gc.collect()
        assert number > 5
        assert "old" in seen

    def test_a_directory_in_its_place_is_kept_beside_it(self, tmp_path: Path) -> None:
        place = tmp_path / "state.json"
        (place / "in").mkdir(parents=True)
        files.write_atomic(place, "new")
        assert place.read_text() == "new"
        assert (tmp_path / "state.json.found/in").is_dir()

    def test_a_file_above_it_is_kept_beside_it(self, tmp_path: Path) -> None:
        (tmp_path / "own").write_text("mine")
        files.write_atomic(tmp_path / "own/evidence/T001.toml", "new")
        assert (tmp_path / "own.found").read_text() == "mine"
