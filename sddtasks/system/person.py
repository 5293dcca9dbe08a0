"""What git reads for every repository of a person: settings, ignore rules, attributes."""

from __future__ import annotations

import os
from pathlib import Path


def git_settings() -> tuple[Path, ...]:
    """Where these files are, or would be."""
    home = Path(os.path.expanduser("~"))
    shared = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "git"
    named = os.environ.get("GIT_CONFIG_GLOBAL")
    return (
        Path(named) if named else home / ".gitconfig",
        *(shared / name for name in ("config", "ignore", "attributes")),
    )
