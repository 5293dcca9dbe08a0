"""Parallel runs whose agents take any time: what comes of them is the same tree.

`RACES=50 pytest -m slow tests/faults/test_races.py` for fifty of them.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import sleep
from tests.helpers.agents import write
from tests.helpers.project import Project

RACES = int(os.environ.get("RACES", "3"))
LONGEST_SECONDS = 0.4
TASKS = tuple(f"T{number:03}" for number in range(1, 13))
"""Groups of four, the last of each waiting for the others: it adds a line to what all have."""


def _line(number: int) -> str:
    if number % 4 == 0:
        return f"- [ ] T{number:03} Words in words/{number}.txt, and a line in words/all.txt"
    return f"- [ ] T{number:03} [P] Words in words/{number}.txt"


def make(home: Path, chance: random.Random) -> Project:
    project = greeting.planned(home, *(_line(number) for number in range(1, 13)))
    project.write({"words/all.txt": "words\n"})
    project.commit("Words")
    for number, task in enumerate(TASKS, 1):
        steps = [sleep(chance.uniform(0, LONGEST_SECONDS)), write(f"words/{number}.txt", task)]
        if number % 4 == 0:
            steps.append(append("words/all.txt", f"{task}\n"))
        project.agent.plays(task, *steps)
    return project


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(RACES))
def test_every_race_ends_in_the_same_tree(tmp_path: Path, seed: int) -> None:
    alone = make(tmp_path / "alone", random.Random(0))
    alone.implement("-n", "1").ended(0)
    raced = make(tmp_path / "raced", random.Random(seed))
    raced.implement("-n", "4").ended(0).says("12/12 tasks completed")
    assert raced.git("rev-parse", "HEAD:words") == alone.git("rev-parse", "HEAD:words")
    assert raced.read(raced.plan) == alone.read(alone.plan)
    assert not raced.dirty
    assert sorted(raced.completed) == list(TASKS)
    assert sorted(raced.agent.calls) == list(TASKS)
