"""A feature's files: its plan and its design documents."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model.errors import PlanError
from sddtasks.model.plan import Feature

_LARGEST = 1_000_000
_LARGEST_PLAN = 20_000_000
_TEXT = frozenset({".md", ".yaml", ".yml", ".json", ".txt", ".toml", ".graphql", ".proto", ".sql"})


def read_plan(feature: Feature) -> bytes:
    """The bytes of tasks.md, or PlanError if they cannot be a plan."""
    path = feature.tasks_md
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if path.is_dir() else "no ordinary file"
            raise _invalid(path, f"it is {kind}")
        if status.st_size > _LARGEST_PLAN:
            size, most = status.st_size // 1_000_000, _LARGEST_PLAN // 1_000_000
            raise _invalid(path, f"{size} MB are no task list; at most {most} MB are read")
        text = path.read_bytes()
    except OSError as error:
        raise _invalid(path, error.strerror or str(error)) from None
    if b"\0" in text:
        raise _invalid(path, f"it is not text: there is a zero byte at {text.index(bytes(1))}")
    return text


def _invalid(path: Path, why: str) -> PlanError:
    hint = "write it (/tasks, /speckit.tasks), then try again"
    return PlanError(f"Invalid or missing tasks.md: {path}: {why}", hint=hint)


def listed(feature: Feature) -> list[tuple[str, os.stat_result]]:
    """The design documents: path relative to the root, and what the file system says of it."""
    prefix = "" if feature.relative == "." else f"{feature.relative}/"
    found = [(prefix + path, status) for path, status in _walk(feature.directory, "")]
    return sorted((path, status) for path, status in found if path != f"{prefix}tasks.md")


def read(feature: Feature) -> dict[str, str]:
    """The text of each design document, by its path relative to the root."""
    return {
        path: (feature.root / path).read_text(encoding="utf-8", errors="replace")
        for path, _ in listed(feature)
    }


def _walk(directory: Path, below: str) -> Iterator[tuple[str, os.stat_result]]:
    for entry in os.scandir(directory):
        name = below + entry.name
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path), f"{name}/")
        elif PurePosixPath(name).suffix in _TEXT and entry.stat().st_size < _LARGEST:
            yield name, entry.stat()
