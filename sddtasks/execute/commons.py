"""What all jobs of one run have in common."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from threading import Lock

from sddtasks.system.counted import Counted
from sddtasks.system.inputs import Inputs


@dataclass
class Commons:
    """Shared by the threads of a run; a part that several of them change has its lock here."""

    counted: Counted = field(default_factory=Counted)

    tips: dict[str, str] = field(default_factory=dict)
    """The commits that we brought a branch to, with its ref, the last one last."""

    alarms: list[str] = field(default_factory=list)
    """What one of several agents did to what all trees share: nobody can tell which."""

    guarding: Lock = field(default_factory=Lock)
    """Held from when an alarm is found until all tasks can know of it."""

    landing: Lock = field(default_factory=Lock)
    """Held while the checkout is brought to another commit, or looked at."""

    hidden: dict[Path, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """By tree the commit of the last job there, and what was hidden from git then."""

    written: dict[Path, str] = field(default_factory=dict)
    """Digests of what the run keeps for itself below `.sdd`, where agents can write as well."""

    traces: set[Path] = field(default_factory=set)
    """Where git writes down which refs agents have moved."""

    told: set[str] = field(default_factory=set)
    """What was said already of refs that somebody else has moved."""

    uncommitted: Inputs | None = None
    """Inputs of the engine in the checkout that were not as committed when the first agent was
    called beside others."""
