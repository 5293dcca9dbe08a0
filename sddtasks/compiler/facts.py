"""Everything that is known about a plan once its graph stands: what the rules look at."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass

from sddtasks.compiler.graph import Cycle
from sddtasks.compiler.ownership import Ownership
from sddtasks.compiler.phases import Barriers
from sddtasks.compiler.stated import Stated
from sddtasks.compiler.tdd import Tests
from sddtasks.compiler.ties import Ties
from sddtasks.model.links import Edge
from sddtasks.model.plan import Plan
from sddtasks.model.plan import Task


@dataclass(frozen=True, slots=True)
class Facts:
    """`tasks` are in document order and have different ids; `positions` is the graph's order."""

    plan: Plan
    tasks: Mapping[str, Task]
    said: Stated
    barriers: Barriers
    ties: Ties
    tests: Tests
    cycles: tuple[Cycle, ...]
    owned: Ownership
    positions: Mapping[str, int]
    edges: tuple[Edge, ...]
    documents: Mapping[str, str]
    exists: Callable[[str], bool]
