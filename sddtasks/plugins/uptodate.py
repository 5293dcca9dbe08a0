"""When is a task of ours up to date? Its definition is unchanged and its evidence still stands."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from collections.abc import Mapping
from typing import Any

from doit.task import Task as DoitTask

from sddtasks.system import files

Values = Mapping[str, Any]

# doit asks for the signature of each callable in each run, which is most of the time of a run with
# nothing to do; one that is stored is found at once.
_SIGNATURE = inspect.signature(lambda task, values: None)


class Definition:
    """Was the task completed for the definition that it has now, and is its evidence there?"""

    __slots__ = ("digest", "evidence", "name")
    __signature__ = _SIGNATURE

    def __init__(self, name: str, digest: str, evidence: Callable[[], frozenset[str]]) -> None:
        self.name = name
        self.digest = digest
        self.evidence = evidence

    def __call__(self, task: DoitTask, values: Values) -> bool:
        if values.get("definition") != self.digest or values.get("stale"):
            return False
        path = values.get("evidence")
        return path is None or path in self.evidence()

    def __str__(self) -> str:
        return f"{self.name} was completed for its present text, and its evidence is there"


class Members:
    """Did the gate pass for what its members are now? It is asked again when one was redone."""

    __slots__ = ("digest", "name", "names", "values_of")
    __signature__ = _SIGNATURE

    def __init__(
        self, name: str, digest: str, names: list[str], values_of: Callable[[str], Values]
    ) -> None:
        self.name = name
        self.digest = digest
        self.names = names
        self.values_of = values_of

    def __call__(self, task: DoitTask, values: Values) -> bool:
        return values.get("definition") == self.digest and values.get("members") == self.now()

    def now(self) -> str:
        """One digest for the evidence of every member."""
        found = (self.values_of(name) for name in self.names)
        return files.digest(
            "\n".join(f"{row.get('evidence_digest')} {row.get('completed_at')}" for row in found)
        )

    def __str__(self) -> str:
        return f"{self.name} was passed for what its tasks are now"
