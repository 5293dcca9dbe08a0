"""What the bench speaks of: scenes, each a tiny feature done honestly, and behaviours in them."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum
from pathlib import Path

FEATURE = "specs/001-shop"
TASKS = ("T001", "T002", "T003", "T004", "T005", "T006")

Deed = Callable[[Path], None]
"""Something that an agent does to a work tree."""


class Ending(StrEnum):
    """What became of the task in which an agent behaved in some way.

    `harmless`: the task was completed, and of what was done to it nothing is left.
    """

    REFUSED = "refused"
    COMPLETED = "completed"
    HARMLESS = "harmless"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What an agent does at one task of a scene.

    `deeds` replace the honest edit unless `work` says that it comes first. `trace`: is the harm
    still there, `wait` seconds afterwards? Without one, completion of the task is the harm.
    `again`: the run is repeated, with an agent that does nothing. `quick`: never left out for the
    time it takes. `known`: why gates cannot exclude it.
    """

    name: str
    scene: str
    task: str
    deeds: tuple[Deed, ...]
    honest: bool = False
    work: bool = False
    trace: Callable[[Path], bool] | None = None
    wait: float = 0.0
    again: bool = False
    quick: bool = False
    known: str = ""

    @property
    def id(self) -> str:
        return f"{self.scene}-{self.name}"

    @property
    def wanted(self) -> frozenset[Ending]:
        if self.honest:
            return frozenset({Ending.COMPLETED})
        return frozenset({Ending.REFUSED, Ending.HARMLESS})


@dataclass(frozen=True, slots=True)
class Scene:
    """A toolchain's tiny feature. The plan is the same everywhere but for its `paths`.

    `program` is what has to be installed; `plan` is the text of plan.md; `files` are there before
    the first task; `honest` is the proper edit of each task; `wrong` is one of T005 that its tests
    refuse; `comment` begins a comment.
    """

    name: str
    program: str
    plan: str
    paths: Mapping[str, str]
    honest: Mapping[str, tuple[Deed, ...]]
    wrong: tuple[Deed, ...]
    comment: str
    files: Mapping[str, str] = field(default_factory=dict)

    def product(self, part: str) -> str:
        """The file of an implementation task: the first that its line names."""
        return self.paths[part].split(",")[0]
