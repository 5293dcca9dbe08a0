"""The inputs of the engine: what counts as a change, and how one is taken back."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from sddtasks.system import inputs

PYPROJECT = """\
# a comment of the person's
[project]
name = "shop"

[tool.sddtasks]
tests = "strict"  # never off

[tool.sddtasks.toolchain.pytest]
args = ["-q"]

[tool.ruff]
line-length = 100
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "project"
    place.mkdir()
    (place / "pyproject.toml").write_text(PYPROJECT)
    (place / "sddtasks.toml").write_text("retries = 0\n")
    (place / "dodo.py").write_text("def task_x():\n    return {'actions': None}\n")
    (tmp_path / "real.cfg").write_text("[GLOBAL]\n")
    (place / "doit.cfg").symlink_to(tmp_path / "real.cfg")
    return place


def text(path: str, words: str) -> Callable[[Path], object]:
    def deed(root: Path) -> None:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(words)

    return deed


def edit(old: str, new: str) -> Callable[[Path], object]:
    return text("pyproject.toml", PYPROJECT.replace(old, new))


def linked(root: Path) -> None:
    (root / "tools.py").write_text("import os\n")
    (root / "dodo.py").unlink()
    (root / "dodo.py").symlink_to("tools.py")


def relinked(root: Path) -> None:
    (root / "doit.cfg").unlink()
    (root / "other.cfg").write_text("x")
    (root / "doit.cfg").symlink_to("other.cfg")


CHANGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a line of dodo.py": ("dodo.py", text("dodo.py", "import os\n")),
    "dodo.py deleted": ("dodo.py", lambda root: (root / "dodo.py").unlink()),
    "dodo.py a link": ("dodo.py", linked),
    "behind the link": ("doit.cfg", text("../real.cfg", "[GLOBAL]\nloader = x\n")),
    "the link elsewhere": ("doit.cfg", relinked),
    "a package beside dodo.py": ("dodo/__init__.py", text("dodo/__init__.py", "")),
    "an extension": ("dodo.so", text("dodo.so", "")),
    "our own name": ("sddtasks/__init__.py", text("sddtasks/__init__.py", "")),
    "doit's name": ("doit.py", text("doit.py", "")),
    "settings deleted": ("sddtasks.toml", lambda root: (root / "sddtasks.toml").unlink()),
    "a setting more": ("pyproject.toml", edit("# never off", '\nscope = "off"')),
    "a setting's value": ("pyproject.toml", edit('"strict"', '"off"')),
    "a nested setting": ("pyproject.toml", edit('["-q"]', '["-q", "-x"]')),
    "a table of doit": (
        "pyproject.toml",
        edit("[tool.ruff]", '[tool.doit]\nloader="x"\n[tool.ruff]'),
    ),
    "the table renamed": ("pyproject.toml", edit("[tool.sddtasks]", "[tool.mine]")),
    "no TOML": ("pyproject.toml", edit('name = "shop"', "name = shop")),
    "no UTF-8": (
        "pyproject.toml",
        lambda root: (root / "pyproject.toml").write_bytes(b'[tool.x]\na = "\xff"\n'),
    ),
    "deleted altogether": ("pyproject.toml", lambda root: (root / "pyproject.toml").unlink()),
    "tool is no table": ("pyproject.toml", text("pyproject.toml", "tool = 1\n")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_and_taken_back(root: Path, tmp_path: Path, change: str) -> None:
    name, deed = CHANGES[change]
    before, noted = inputs.take(root), inputs.digests(root)
    deed(root)
    assert inputs.changed(before, inputs.take(root)) == [name]
    inputs.put_back(root, name, before.get(name), tmp_path / "found")
    assert inputs.changed(before, inputs.take(root)) == []
    assert {**noted, **inputs.digests(root)} == noted


HONEST: dict[str, Callable[[Path], object]] = {
    "another table": edit("line-length = 100", "line-length = 88"),
    "a dependency": edit('name = "shop"', 'name = "shop"\ndependencies = ["x"]'),
    "a comment": edit("# never off", "# hardly ever off"),
    "the same, written inline": edit(
        '[tool.sddtasks.toolchain.pytest]\nargs = ["-q"]', 'toolchain = {pytest = {args = ["-q"]}}'
    ),
    "a directory of that name": lambda root: (root / "sddtasks").mkdir(),
}


@pytest.mark.parametrize("change", HONEST)
def test_what_is_not_ours_may_change(root: Path, change: str) -> None:
    before, noted = inputs.take(root), inputs.digests(root)
    HONEST[change](root)
    assert inputs.changed(before, inputs.take(root)) == []
    assert inputs.digests(root) == noted


def test_what_is_developed_here_may_change(root: Path) -> None:
    text("sddtasks/__init__.py", "")(root)
    before = inputs.take(root)
    text("sddtasks/__init__.py", "VERSION = 2\n")(root)
    assert inputs.changed(before, inputs.take(root)) == []


def test_other_tables_keep_what_was_done_to_them(root: Path, tmp_path: Path) -> None:
    before = inputs.take(root)
    both = PYPROJECT.replace('"strict"', '"off"').replace("100", "88") + "\n[tool.doit]\nx = 1\n"
    (root / "pyproject.toml").write_text(both)
    inputs.put_back(root, "pyproject.toml", before["pyproject.toml"], tmp_path / "found")
    after = (root / "pyproject.toml").read_text()
    tool = tomllib.loads(after)["tool"]
    assert tool["sddtasks"] == tomllib.loads(PYPROJECT)["tool"]["sddtasks"]
    assert tool["ruff"] == {"line-length": 88}
    assert "doit" not in tool
    assert "# a comment of the person's" in after
    assert (tmp_path / "found").read_text() == both


def test_a_table_that_was_added_leaves_nothing(root: Path, tmp_path: Path) -> None:
    before = inputs.take(root)
    (root / "pyproject.toml").write_text(f"{PYPROJECT}\n[tool.doit]\nx = 1\n")
    inputs.put_back(root, "pyproject.toml", before["pyproject.toml"], tmp_path / "found")
    assert (root / "pyproject.toml").read_text() == PYPROJECT


def test_bytecode_of_dodo_is_not_believed(root: Path) -> None:
    text("__pycache__/dodo.cpython-311.pyc", "")(root)
    text("__pycache__/other.cpython-311.pyc", "")(root)
    inputs.drop_bytecode(root)
    assert [path.name for path in (root / "__pycache__").iterdir()] == ["other.cpython-311.pyc"]
