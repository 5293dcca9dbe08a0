"""Is what doit and we load here the person's? After a run that was killed it may be its agent's.

A run that ends, however, has put back what an agent did to the inputs. One that is killed has not;
what it found there when it began it has noted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from sddtasks.model.errors import StateError
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.inputs import SHARED
from sddtasks.model.plan import Feature
from sddtasks.state import ending
from sddtasks.system import beneath
from sddtasks.system import inputs
from sddtasks.system import lock
from sddtasks.system import nested
from sddtasks.system.inputs import Held
from sddtasks.system.repo import Repository

_NOTE = "inputs.json"


def note(feature: Feature) -> None:
    """Write down what a run begins with."""
    text = json.dumps(inputs.digests(feature.root), indent=1)
    beneath.write(feature.state_dir / _NOTE, text)


def check(root: Path) -> None:
    """Raise StateError if an input differs from what a killed run began with, and was not committed
    since."""
    places = [place for place in ending.holders(root) if lock.holder(place) is None]
    strange = sorted({name for place in places for name in _unexplained(root, place)})
    if strange:
        names = ", ".join(strange)
        raise StateError(
            f"{names}: changed since a run began that was killed, perhaps by its agent; doit or"
            " sddtasks would load that here",
            f"look at it; git add -f -- {' '.join(strange)} && git commit if it is yours, else"
            " restore or remove it (--allow-dirty takes it as it is)",
        )


def _unexplained(root: Path, place: Path) -> Iterator[str]:
    then, now = _noted(place / _NOTE), inputs.digests(root)
    for name in then.keys() | now.keys():
        if then.get(name) != now.get(name) and not _is_committed(root, name):
            yield name


def _is_committed(root: Path, name: str) -> bool:
    """Is it as the last commit has it, also if that is not at all?"""
    try:
        content = Repository(root).committed(name)
    except WorkspaceError:
        return False
    right = None if content is None else Held("", content)
    present = inputs.held(root / name)
    if present and present.link:
        return content == os.fsencode(present.link)
    if name == SHARED:
        return inputs.tables(present) == inputs.tables(right)
    return present == right


def _noted(file: Path) -> dict[str, str]:
    try:
        found = nested.read_json(beneath.read(file))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
