"""What git may start on behalf of a repository: nothing until a person trusts it.

Settings of a repository name programs: filters, hooks, signers, pagers, what fetches a missing
object. They do not come with `git clone`, but with a copied directory, an unpacked archive or a
repository inside of the clone. From `permit()` on they work as they do for the person's own git.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable

Pairs = tuple[tuple[str, str], ...]

_PERMITTED = threading.Event()

_ALWAYS: Pairs = (
    # Not after each of many commits, but when they are made: see `Repository.tidy`.
    ("maintenance.auto", "false"),
    # Our messages are; one that is said to be in another encoding is read back as other text.
    ("i18n.commitEncoding", "UTF-8"),
    ("core.fsmonitor", "false"),
    ("log.showSignature", "false"),
)
_UNLESS_HOOKS: Pairs = (("safe.bareRepository", "explicit"),)
_UNTIL_TRUSTED: Pairs = (
    ("core.hooksPath", os.devnull),
    ("core.pager", "cat"),
    ("commit.gpgSign", "false"),
    ("tag.gpgSign", "false"),
)
# Of a clone that lacks objects, git would fetch them from wherever its settings say.
_NO_FETCH = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "", "GIT_TERMINAL_PROMPT": "0"}
_NO_FILTER = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
_NOT_EXTERNAL = ("--no-ext-diff", "--no-textconv")
_WITHOUT = {"diff": _NOT_EXTERNAL, "log": _NOT_EXTERNAL}
_WITHOUT_UNTIL_TRUSTED = {"status": ("--ignore-submodules=all",)}

HOOKED = frozenset({"commit", "merge", "cherry-pick", "checkout", "worktree"})
"""Commands whose hooks ask git in turn: they see what they would see without us."""

FILTERED = frozenset(
    "status add commit restore checkout checkout-index reset diff diff-index apply cherry-pick"
    " merge cat-file hash-object read-tree update-index".split()
)
"""Commands that may start filters of files."""


KNOWN = FILTERED | HOOKED | _WITHOUT.keys()
"""Of other commands nothing has to be known."""


def permit() -> None:
    """The repository is trusted: for the rest of this process its programs may be started."""
    _PERMITTED.set()


def is_permitted() -> bool:
    return _PERMITTED.is_set()


def surroundings(command: str, filters: Iterable[str] = ()) -> dict[str, str]:
    """Variables for a git command. `filters`: the names of those that the repository sets up."""
    pairs = _ALWAYS if command in HOOKED and is_permitted() else (*_ALWAYS, *_UNLESS_HOOKS)
    if is_permitted():
        return _settings(pairs)
    of_filters = ((f"filter.{name}.{key}", value) for name in filters for key, value in _NO_FILTER)
    return {**_settings((*pairs, *_UNTIL_TRUSTED, *of_filters)), **_NO_FETCH}


def words(command: str) -> tuple[str, ...]:
    """Options for a git command: nothing shows a difference but git itself."""
    more = () if is_permitted() else _WITHOUT_UNTIL_TRUSTED.get(command, ())
    return (*_WITHOUT.get(command, ()), *more)


def _settings(pairs: Pairs) -> dict[str, str]:
    found = {"GIT_CONFIG_COUNT": str(len(pairs))}
    for number, (key, value) in enumerate(pairs):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found
