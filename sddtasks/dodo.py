"""For a dodo.py of your own: `from sddtasks.dodo import DOIT_CONFIG, task_feature`."""

from __future__ import annotations

from sddtasks.plugins.creator import DOIT_CONFIG
from sddtasks.plugins.creator import task_feature

__all__ = ["DOIT_CONFIG", "task_feature"]
