"""Settings of a repository, read as git reads them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sddtasks.system.gitprogram import Refused
from sddtasks.system.repo import Repository


def differ_in_branches_only(repo: Repository, before: bytes, now: Path) -> bool:
    """Do the settings differ in nothing but what is known of branches that are not checked out?

    A person who makes, follows or deletes a branch in another work tree changes these.
    """
    own = f"branch.{repo.branch()}."
    with tempfile.NamedTemporaryFile() as old:
        old.write(before)
        old.flush()
        try:
            rows = [_rows(repo, place) for place in (old.name, str(now))]
        except Refused:
            return False
    return not any(
        not row.startswith("branch.") or row.startswith(own) for row in rows[0] ^ rows[1]
    )


def _rows(repo: Repository, file: str) -> frozenset[str]:
    return frozenset(repo.run("config", "--file", file, "--list", "-z").split("\0"))
