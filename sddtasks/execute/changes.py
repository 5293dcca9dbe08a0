"""What a job changed in a file: before is the commit it started from, after is the tree."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from sddtasks.execute.site import Site


@dataclass(frozen=True)
class Change:
    """One path; None where it does not exist."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def is_new(self) -> bool:
        return self.before is None and self.after is not None

    @property
    def is_deleted(self) -> bool:
        return self.before is not None and self.after is None

    @property
    def verb(self) -> str:
        return "new" if self.is_new else "deleted" if self.is_deleted else "changed"

    @property
    def old(self) -> str:
        return (self.before or b"").decode(errors="replace")

    @property
    def new(self) -> str:
        return (self.after or b"").decode(errors="replace")

    @cached_property
    def added(self) -> tuple[str, ...]:
        """The lines that are new."""
        return tuple(line for side, line in self._lines if side == "+")

    @cached_property
    def removed(self) -> tuple[str, ...]:
        return tuple(line for side, line in self._lines if side == "-")

    @cached_property
    def _lines(self) -> tuple[tuple[str, str], ...]:
        old, new = self.old.splitlines(), self.new.splitlines()
        found: list[tuple[str, str]] = []
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                found += [("-", line) for line in old[a:b]]
                found += [("+", line) for line in new[c:d]]
        return tuple(found)


def is_layout(change: Change) -> bool:
    """Does a changed file say the same as before: other white space, line ends, permissions?"""
    if change.before is None or change.after is None:
        return False
    return b"".join(change.before.split()) == b"".join(change.after.split())


def about(change: Change) -> dict[str, str]:
    """What a remedy says of it: something that was made cannot be restored."""
    return {"made" if change.is_new else "path": change.path, "named": change.path}


def of(site: Site, path: str) -> Change:
    place = site.root / path
    after = place.read_bytes() if place.is_file() else None
    return Change(path, site.repo.committed(path), after)
