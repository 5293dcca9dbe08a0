"""tasks.md → Plan. `parse` is the only entry point; `tick` marks a task as done in the text."""

from __future__ import annotations

from sddtasks.parser.plan import parse

__all__ = ["parse"]
