"""What is kept out of git in this clone: written before the first job, since a guard watches git's
own files while an agent is at work."""

from __future__ import annotations

from sddtasks.app.jobs import outfit
from sddtasks.app.knowledge import Knowledge
from sddtasks.system import ignoring
from sddtasks.workspaces import outfitting


def write(known: Knowledge) -> None:
    """Our files beside tasks.md, unless they are committed, and shared files of the user's."""
    private = [] if known.settings.commit_state else known.own_files
    for path in (*private, ignoring.BYTECODE):
        ignoring.exclude(known.repo, path)
    outfitting.exclude(known.repo, outfit(known.settings))
