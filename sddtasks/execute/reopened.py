"""Work that a commit vouches for and that counts no more: forgotten, done again and failed, or to
be looked at again. No commit says so, but a ref does, for the day when the database is lost."""

from __future__ import annotations

from collections.abc import Mapping

from sddtasks.model.plan import Feature
from sddtasks.system import refs
from sddtasks.system.repo import Repository


def ref(feature: Feature) -> str:
    """Where it is kept, in this clone: as text, one line a commit."""
    return f"{feature.refs}/reopened"


def read(repo: Repository, feature: Feature) -> dict[str, str]:
    """By commit why its work is to be looked at again, or nothing where it is simply open."""
    if ref(feature) not in refs.read(repo.git_dir):
        return {}
    rows = repo.run("cat-file", "blob", ref(feature)).splitlines()
    return {commit: stale for commit, _, stale in (row.partition(" ") for row in rows)}


def write(
    repo: Repository, feature: Feature, before: Mapping[str, str], rows: Mapping[str, str]
) -> None:
    """Keep these rows in place of those that were read."""
    if rows and rows != before:
        text = "".join(f"{commit} {stale}\n" for commit, stale in rows.items())
        blob = repo.run("hash-object", "-w", "--stdin", given=text).strip()
        repo.run("update-ref", ref(feature), blob)
    elif before and not rows:
        repo.run("update-ref", "-d", ref(feature))
