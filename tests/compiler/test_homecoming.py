"""Absolute paths of this machine: of the repository they are its paths, others stay as they are."""

from __future__ import annotations

from pathlib import PurePosixPath

from sddtasks.compiler.homecoming import relative_to
from sddtasks.parser import parse

ROOT = PurePosixPath("/home/ada/shop")


def test_paths_below_the_root_become_relative_and_are_told_once() -> None:
    plan = parse(
        b"- [ ] T001 Orders in /home/ada/shop/src/orders.py\n"
        b"- [ ] T002 Delete /home/ada/shop/src/old.py\n"
        b"- [ ] T003 Prices in /home/ada/shopping/prices.py\n"
    )

    moved = relative_to(plan, ROOT)

    assert [task.paths for task in moved.tasks] == [
        ("src/orders.py",),
        (),
        ("/home/ada/shopping/prices.py",),
    ]
    assert moved.tasks[1].removes == ("src/old.py",)
    (problem,) = moved.problems
    assert (problem.code, problem.line) == ("SDD032", 1)
    assert problem.hint == "read as src/orders.py; write it so"
    assert "1 more" in problem.text


def test_a_plan_without_any_is_the_same_plan() -> None:
    plan = parse(b"- [ ] T001 Orders in src/orders.py\n")

    assert relative_to(plan, ROOT) is plan
