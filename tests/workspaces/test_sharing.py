"""What a work tree gets of the checkout that git does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.model.errors import WorkspaceError
from sddtasks.workspaces import sharing


@pytest.fixture
def source(tmp_path: Path) -> Path:
    place = tmp_path / "checkout" / "node_modules"
    (place / "lib").mkdir(parents=True)
    (place / "lib" / "index.js").write_text("1")
    (tmp_path / "tree").mkdir()
    return place


@pytest.mark.parametrize("how", ["detect", "hardlink", "symlink", "copy"])
def test_it_is_there(tmp_path: Path, source: Path, how: str) -> None:
    target = tmp_path / "tree" / "node_modules"
    assert sharing.bring(source, target, how, "")
    assert (target / "lib" / "index.js").read_text() == "1"


@pytest.mark.parametrize(("how", "seen"), [("symlink", "2"), ("hardlink", "2"), ("copy", "1")])
def test_who_sees_a_write(tmp_path: Path, source: Path, how: str, seen: str) -> None:
    target = tmp_path / "tree" / "node_modules"
    sharing.bring(source, target, how, "")
    (target / "lib" / "index.js").write_text("2")
    assert (source / "lib" / "index.js").read_text() == seen


def test_what_is_unchanged_is_not_brought_again(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "tree" / "node_modules"
    stamp = sharing.bring(source, target, "copy", "")
    (target / "lib" / "index.js").write_text("built")
    assert sharing.bring(source, target, "copy", stamp) == stamp
    assert (target / "lib" / "index.js").read_text() == "built"
    (source / "new").mkdir()
    assert sharing.bring(source, target, "copy", stamp) != stamp
    assert (target / "lib" / "index.js").read_text() == "1"


def test_what_git_brought_is_left_alone(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "tree" / "vendor"
    target.mkdir()
    (target / "tracked").touch()
    assert sharing.bring(source, target, "copy", "") == ""
    assert [path.name for path in target.iterdir()] == ["tracked"]


def test_a_file_is_shared_as_well(tmp_path: Path, source: Path) -> None:
    (source / ".env").write_text("A=1")
    sharing.bring(source / ".env", tmp_path / "tree" / ".env", "detect", "")
    assert (tmp_path / "tree" / ".env").read_text() == "A=1"


def test_a_file_system_without_reflinks_says_so(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "tree" / "node_modules"
    if sharing.bring(source, target, "detect", "").startswith("reflink"):
        pytest.skip("this file system has reflinks")
    with pytest.raises(WorkspaceError, match="cannot make a reflink") as caught:
        sharing.bring(source, target, "reflink", "")
    assert "share_by" in caught.value.hint


def test_installed_dependencies_are_found(tmp_path: Path) -> None:
    for path in ("node_modules/a/node_modules", "web/node_modules", ".venv", "src/lib"):
        (tmp_path / path).mkdir(parents=True)
    assert set(sharing.installed(tmp_path)) == {"node_modules", "web/node_modules", ".venv"}
