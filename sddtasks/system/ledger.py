"""What this installation of a person's has made, kept outside of every repository.

A clone brings commits and can bring files. What they say is proof only if they were made here, by
this user: the ledger holds the ids of our commits and of our state directories. It is never read
to find out what was done, only whether a claim is ours.

Lines are appended, each by one write; torn ones say nothing. Standard library and errors only.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sddtasks.model.errors import StateError
from sddtasks.system import beneath

_COMMITS, _DIRECTORIES = "commits", "directories"
_LINE = re.compile(r"(intent|commit|directory)((?: [0-9a-f]{32,64})+)")


@dataclass(frozen=True, slots=True)
class Commits:
    """`made`: the ids of our commits. `intended`: digests of the messages of commits that we were
    about to make, and of which nobody noted the id: we were killed in between."""

    made: frozenset[str]
    intended: frozenset[str]

    def vouches(self, commit: str, message: str) -> bool:
        """Did we make this commit?"""
        return commit in self.made or self.is_intended(message)

    def is_intended(self, message: str) -> bool:
        return bool(self.intended) and _digest(message) in self.intended


def commits() -> Commits:
    rows = list(_rows(_COMMITS))
    made = [words for kind, *words in rows if kind == "commit"]
    intended = {words[0] for kind, *words in rows if kind == "intent"}
    known = {digest for _, *digests in made for digest in digests}
    return Commits(frozenset(commit for commit, *_ in made), frozenset(intended - known))


def intend(message: str) -> None:
    """A commit with this message is about to be made."""
    _append(_COMMITS, f"intent {_digest(message)}")


def enter(commit: str, message: str) -> None:
    """It was made."""
    _append(_COMMITS, f"commit {commit} {_digest(message)}")


def knows_directory(identity: str) -> bool:
    return any(words == ["directory", identity] for words in _rows(_DIRECTORIES))


def enter_directory(identity: str) -> None:
    _append(_DIRECTORIES, f"directory {identity}")


def _digest(message: str) -> str:
    """git trims a message."""
    return hashlib.sha256(" ".join(message.split()).encode(errors="replace")).hexdigest()


def _rows(name: str) -> Iterator[list[str]]:
    try:
        text = beneath.read(_place(name)).decode("ascii", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unusable(name, error) from None
    for line in text.splitlines():
        if _LINE.fullmatch(line):
            yield line.split()


def _append(name: str, line: str) -> None:
    try:
        with beneath.opened(_place(name), "ab+", permissions=0o600) as file:
            size = os.fstat(file.fileno()).st_size
            is_torn = size > 0 and os.pread(file.fileno(), 1, size - 1) != b"\n"
            gap = "\n" if is_torn else ""
            file.write(f"{gap}{line}\n".encode())
    except OSError as error:
        raise _unusable(name, error) from None


def _place(name: str) -> Path:
    """Below XDG_STATE_HOME, which counts if it is absolute."""
    named = os.environ.get("XDG_STATE_HOME", "")
    state = Path(named) if os.path.isabs(named) else Path(os.path.expanduser("~/.local/state"))
    return state / "sddtasks" / name


def _unusable(name: str, error: OSError) -> StateError:
    return StateError(
        f"cannot use {_place(name)}, where sddtasks notes what it has made: {error.strerror}",
        "free space or make it writable, or name another place: XDG_STATE_HOME",
    )
