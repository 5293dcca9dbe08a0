"""What was done to files since, whatever was done, and what they held before."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sddtasks.system import snapshot
from sddtasks.system.snapshot import Kept
from sddtasks.system.snapshot import Memory


def files(root: Path) -> Path:
    place = root / "state"
    for name in ("a.toml", "deep/b.toml", "deep/c.toml"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(name)
    return place


def differences(before: dict[str, Kept], place: Path) -> dict[str, bytes | None]:
    found = snapshot.differences(before, snapshot.stamps([place]))
    return {
        one.path.relative_to(place).as_posix(): one.before.content if one.before else None
        for one in found
    }


def _same_size_and_times(place: Path) -> None:
    path = place / "a.toml"
    about = path.stat()
    path.write_text("A.toml")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def _replaced(place: Path) -> None:
    (place / "new").write_text("b.toml!")
    (place / "new").rename(place / "deep/b.toml")


def _linked(place: Path) -> None:
    (place / "a.toml").unlink()
    (place / "a.toml").symlink_to("deep/b.toml")


DEEDS: dict[str, tuple[Callable[[Path], object], dict[str, bytes | None]]] = {
    "nothing": (lambda place: None, {}),
    "read": (lambda place: (place / "a.toml").read_text(), {}),
    "touched": (lambda place: (place / "a.toml").touch(), {}),
    "written anew": (lambda place: (place / "a.toml").write_text("a.toml"), {}),
    "made executable": (lambda place: (place / "a.toml").chmod(0o755), {}),
    "changed": (lambda place: (place / "a.toml").write_text("x"), {"a.toml": b"a.toml"}),
    "changed in secret": (_same_size_and_times, {"a.toml": b"a.toml"}),
    "replaced": (_replaced, {"deep/b.toml": b"deep/b.toml"}),
    "deleted": (lambda place: (place / "deep/c.toml").unlink(), {"deep/c.toml": b"deep/c.toml"}),
    "made": (lambda place: (place / "deep/d.toml").write_text("x"), {"deep/d.toml": None}),
    "linked": (_linked, {"a.toml": b"a.toml"}),
}


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("name", DEEDS)
def test_deeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, settled: bool
) -> None:
    """Also what is done so soon after that no clock can tell it apart."""
    place = files(tmp_path)
    monkeypatch.setattr(snapshot, "_UNSETTLED_NANOSECONDS", -(10**9) if settled else 10**12)
    before = Memory().take(snapshot.stamps([place]))
    assert {kept.stamp is None for kept in before.values()} == {not settled}
    deed, expected = DEEDS[name]
    deed(place)
    assert differences(before, place) == expected


def test_what_was_not_written_since_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_UNSETTLED_NANOSECONDS", -(10**9))
    place, memory = files(tmp_path), Memory()
    first = memory.take(snapshot.stamps([place]))
    (place / "a.toml").write_text("new")
    read: list[str] = []
    content = snapshot._content

    def noted(path: str) -> bytes:
        read.append(Path(path).name)
        return content(path)

    monkeypatch.setattr(snapshot, "_content", noted)
    second = memory.take(snapshot.stamps([place]))
    assert read == ["a.toml"]
    assert first[str(place / "a.toml")].content == b"a.toml"
    assert second[str(place / "a.toml")].content == b"new"
    assert second[str(place / "deep/b.toml")] == first[str(place / "deep/b.toml")]


def test_places_that_are_not_there_or_links_are_no_files(tmp_path: Path) -> None:
    place = files(tmp_path)
    (tmp_path / "link").symlink_to(place)
    (place / "loop").symlink_to(place)
    below_a_file = place / "a.toml" / "x"
    found = snapshot.stamps([tmp_path / "none", tmp_path / "link", below_a_file, place / "a.toml"])
    assert set(found) == {str(place / "a.toml")}
    assert len(snapshot.stamps([place])) == 3


def _crowd_of(place: Path, size: int) -> Path:
    place.mkdir()
    for number in range(size):
        (place / f"{number}.toml").write_text(str(number))
    return place


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("deed", ["made", "deleted", "replaced"])
def test_of_a_crowd_only_the_directory_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, deed: str
) -> None:
    """Also when the deed made a crowd of it, or an end of the crowd: nothing of it is lost."""
    monkeypatch.setattr(snapshot, "_CROWD", 2)
    place = _crowd_of(tmp_path / "evidence", size)
    before = Memory().take(snapshot.stamps([tmp_path]))
    if deed == "made":
        (place / "new.toml").write_text("new")
    elif deed == "deleted":
        (place / "0.toml").unlink()
    else:
        (tmp_path / "x").write_text("x")
        (tmp_path / "x").rename(place / "0.toml")
    found = [one.path for one in snapshot.differences(before, snapshot.stamps([tmp_path]))]
    is_crowd = size > 2 or (size == 2 and deed == "made")
    assert found == ([place] if is_crowd else [place / "0.toml"])


def test_an_untouched_crowd_does_not_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_CROWD", 2)
    place = _crowd_of(tmp_path / "evidence", 3)
    before = Memory().take(snapshot.stamps([tmp_path]))
    assert list(before) == [f"{place}/"]
    assert not list(snapshot.differences(before, snapshot.stamps([tmp_path])))
