"""How a task came to be completed. Standard library only: commands that merely look load it."""

from __future__ import annotations

from enum import StrEnum


class How(StrEnum):
    """What a record, a commit's trailer and the state file say of it."""

    EXECUTED = "executed"
    VERIFIED = "verified"
    SKIPPED = "skipped"
    ACCEPTED = "accepted"
    """A person says that it is done; nothing that can be seen shows it."""
    REBUILT = "rebuilt from git"
