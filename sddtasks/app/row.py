"""What doit needs of one task: a row of the table that is kept between commands."""

from __future__ import annotations

from typing import NamedTuple

FINAL = "final"


class Row(NamedTuple):
    """One doit task. `members`: None for a task of tasks.md, else what a gate vouches for.

    `phase` is the heading; `group` names the parallel group that the task is in, by its first task.
    `weakened`: the test policy of a task of which tasks.md asks for less than the settings do.
    `checked`: False for a gate that is only there for the order.
    """

    name: str
    title: str
    digest: str
    phase: str
    group: str
    checked: bool
    file_dep: list[str]
    targets: list[str]
    task_dep: list[str]
    members: list[str] | None
    weakened: str = ""
