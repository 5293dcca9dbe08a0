"""A few of the kills of `python -m tests.faults`: eight in a plain run, more in a slow one."""

from __future__ import annotations

import pytest

from tests.faults.points import chosen
from tests.faults.trial import Stage
from tests.faults.trial import attempt

SEED = 20


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("stage"))


def tried(stage: Stage, number: int, starts: tuple[str, ...]) -> list[str]:
    """What went wrong, with the points at which it did."""
    found = []
    for place, point in enumerate(chosen(stage, number, SEED, starts)):
        _, wrong = attempt(stage, f"trial-{place}", point)
        found += [f"{point}: {what}" for what in wrong]
    return found


@pytest.mark.timeout(300)
def test_nothing_is_lost_done_twice_or_left_behind(stage: Stage) -> None:
    assert tried(stage, 4, ("begun",)) == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nor_at_more_points_and_from_the_first_task_on(stage: Stage) -> None:
    assert tried(stage, 60, ("fresh", "begun")) == []
