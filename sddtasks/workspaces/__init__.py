"""Where work happens: the registry of workspaces."""

from __future__ import annotations

from sddtasks.model.ports import Workspace
from sddtasks.workspaces import inplace
from sddtasks.workspaces import worktree

WORKSPACES: dict[str, Workspace] = {inplace.NAME: inplace, worktree.NAME: worktree}
