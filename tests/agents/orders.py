"""Orders and option sets with which the tests of this directory call agents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sddtasks.model.ports import AgentOrder

PROMPT = "Write the Größe test.\nIt must fail first.\n"


def order(tmp_path: Path, options: Mapping[str, object], **changes: object) -> AgentOrder:
    """An order for T005 in an existing root, below `tmp_path`; `changes` replace single fields."""
    root = tmp_path / "root"
    feature_dir = root / "specs" / "001-sizes"
    feature_dir.mkdir(parents=True, exist_ok=True)
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    values: dict[str, object] = {
        "task": "T005",
        "title": "Unit test for Size in tests/test_size.py",
        "paths": ("tests/test_size.py",),
        "prompt": PROMPT,
        "root": root,
        "feature_dir": feature_dir,
        "scratch": scratch,
        "log": root / ".sdd" / "001-sizes" / "logs" / "T005.log",
        "options": options,
    }
    return AgentOrder(**{**values, **changes})  # type: ignore[arg-type]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def tree(root: Path) -> dict[str, str]:
    """Every file below `root` by its relative path, with its text."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in files}
