"""What the compiler adds to a plan: edges with reasons, gates, and each task's doit links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sddtasks.model.plan import Plan
from sddtasks.model.plan import Problem


@dataclass(frozen=True, slots=True)
class Edge:
    """`after` waits for `before`, because of `rule` at `line` (0: no line of its own).

    `stated` edges are written in the document; the others are inferred from its structure.
    """

    before: str
    after: str
    rule: str
    line: int
    stated: bool
    text: str = ""


class Check(StrEnum):
    """What a gate verifies once everything that it waits for is done."""

    PHASE = "phase"
    TESTS = "tests"
    ORDER = "order"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Gate:
    """A barrier in the graph, itself a doit task: `gate:3.2`, `gate:3.tests`, `gate:line-41`.

    It stands for an all-to-all edge: it waits for each of `waits_for`, others wait for it.
    `guards`: test files that must pass here because no single task is their last.
    """

    name: str
    check: Check
    phase: str
    waits_for: tuple[str, ...]
    line: int
    why: str
    guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskLinks:
    """One task in doit's terms. Paths are relative to the root, with forward slashes.

    `file_dep`: inputs that nothing edits later (documents, contracts, guarding tests);
    `targets`: paths whose first writer this task is; `task_dep`: order only, names of tasks and
    gates. `guards`: test files that must pass once this task is done (it is the last of the tasks
    they are linked to). `tests`: every test file linked to this task, `guards` included.
    `documents`: what the agent is shown, each `path` or `path#anchor`.
    """

    file_dep: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    task_dep: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    red_expected: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """The compiled plan. `order` lists every task id and gate name so that no edge points back."""

    plan: Plan
    links: Mapping[str, TaskLinks]
    gates: tuple[Gate, ...]
    edges: tuple[Edge, ...]
    problems: tuple[Problem, ...]
    order: tuple[str, ...]
