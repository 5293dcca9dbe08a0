"""Making a project: the bundled sample, or a configuration for the project one stands in."""

from __future__ import annotations

import shutil
from pathlib import Path

from sddtasks.model.errors import WorkspaceError
from sddtasks.system import resources
from sddtasks.system.creation import create

_STRANGER = ("sddtasks sample", "sample@example.invalid")


def make(directory: Path) -> str:
    """Copy the sample project and its recording, and commit it; returns its feature directory."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise WorkspaceError(f"{directory} exists and is not empty", "name a new directory")
    source = resources.templates() / "sample"
    shutil.copytree(source / "project", directory, dirs_exist_ok=True)
    shutil.copytree(source / "recording", directory / ".recording")
    (feature,) = (path.parent for path in directory.glob("specs/*/tasks.md"))
    create(directory, feature.name, "Sample project", _STRANGER)
    return feature.relative_to(directory).as_posix()
