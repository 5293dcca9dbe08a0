"""`.sdd/<feature>/`: is it ours, and making it. What came with a clone is neither read nor kept."""

from __future__ import annotations

import importlib
import secrets
import shlex

from sddtasks.model.errors import StateError
from sddtasks.model.plan import Feature
from sddtasks.system import beneath
from sddtasks.system import clock
from sddtasks.system import gitindex
from sddtasks.system import ledger
from sddtasks.system.files import HALF

_MARK = "made-here"
_OF_THE_USER = ("templates", ".gitignore")


def is_ours(feature: Feature) -> bool:
    """Did this installation make the directory?"""
    try:
        identity = beneath.read(feature.state_dir / _MARK).decode("ascii", errors="replace")
    except FileNotFoundError:
        return False
    return ledger.knows_directory(identity.strip())


def look(feature: Feature) -> str:
    """Before anything is read or written there: what git tracks and links are refused, and what
    somebody else has made is moved out of the way. Returns what was moved, in a sentence."""
    _refuse_tracked(feature)
    state = feature.state_dir
    if not beneath.is_directory(state):
        beneath.check(state)
    elif is_ours(feature):
        for name in beneath.names(state):
            if not beneath.is_directory(state / name):
                beneath.check(state / name)
    elif any(not name.endswith(HALF) for name in beneath.names(state)):
        return _set_aside(feature)
    return ""


def prepare(feature: Feature) -> None:
    """Make the directory, which git ignores through a file of its own, and note that it is ours."""
    ignore = feature.root / beneath.STATE / ".gitignore"
    try:
        beneath.make(feature.state_dir)
        if not is_ours(feature):
            identity = secrets.token_hex(16)
            ledger.enter_directory(identity)
            beneath.write(feature.state_dir / _MARK, f"{identity}\n")
        if not ignore.exists() or b"*" not in beneath.read(ignore).splitlines():
            beneath.write(ignore, "*\n")
    except OSError as error:
        raise StateError(
            f"cannot write {feature.state_dir}: {error.strerror}", "free space or make it writable"
        ) from None


def _refuse_tracked(feature: Feature) -> None:
    """What anybody could have written into is not ours any more, even when git lets go of it."""
    tracked = [path.split("/") for path in gitindex.tracked(feature.root, beneath.STATE)]
    theirs = sorted({parts[1] for parts in tracked} - {*_OF_THE_USER})
    if not theirs:
        return
    if feature.name in theirs and beneath.is_directory(feature.state_dir):
        beneath.remove(feature.state_dir / _MARK)
    places = " ".join(shlex.quote(f"{beneath.STATE}/{name}") for name in theirs)
    raise StateError(
        f"git tracks what sddtasks keeps for itself: {places}; it came with a commit, so that"
        " nothing in it proves anything",
        f"cd {shlex.quote(str(feature.root))} && git rm -r --cached {places}"
        " && git commit -m 'State is not for git', then run it again",
    )


def _set_aside(feature: Feature) -> str:
    """It is kept as it is. What git knows is looked at again."""
    state = feature.state_dir
    holder = importlib.import_module("sddtasks.system.lock").holder(state)
    if holder:
        raise StateError(
            f"{state} was not made by you on this machine, and process {holder.pid} on"
            f" {holder.host} is at work in it",
            f"wait for it to end; if it has: rm {shlex.quote(str(state / 'lock.json'))}",
        )
    moment = clock.now().strftime("%Y%m%dT%H%M%S")
    aside = state.parent / "foreign" / f"{state.name}-{moment}"
    beneath.move(state, aside)
    return (
        f"{state} was not made by you on this machine: moved to {aside};"
        " the status is rebuilt from git, and what others committed is verified first"
    )
