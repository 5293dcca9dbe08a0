"""Names of the files in a project's directory that doit and we read before its tasks."""

from __future__ import annotations

SETTINGS = "sddtasks.toml"
SHARED = "pyproject.toml"
SETTINGS_FILES = (SETTINGS, SHARED)
"""Where settings are read: the first of them that is there."""

TABLES = ("doit", "sddtasks")
"""Those of `[tool]` in pyproject.toml that doit and we read."""

PROMPTS = ".sdd/templates"
"""Where a user's own prompt templates are, unless the settings name another directory."""
