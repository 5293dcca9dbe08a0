"""No dishonest behaviour leads to a completed task, and no honest one is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Scene
from tests.cheats.catalogue import BEHAVIOURS
from tests.cheats.scenes import SCENES
from tests.cheats.stage import Stage
from tests.cheats.stage import missing

pytestmark = pytest.mark.cheats


def _cases() -> list[object]:
    return [
        pytest.param(one, id=one.id, marks=() if one.quick else pytest.mark.slow)
        for one in BEHAVIOURS.values()
    ]


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    shared = tmp_path_factory.getbasetemp()
    return Stage((shared.parent if shared.name.startswith("popen-") else shared) / "cheats")


def _need(scene: Scene) -> None:
    """A tool that is not installed: a visible skip on a desk, a failure in CI."""
    lack = missing(scene)
    if lack and os.environ.get("CI"):
        pytest.fail(lack)
    if lack:
        pytest.skip(lack)


@pytest.mark.parametrize("behaviour", _cases())
def test_honesty_and_nothing_else_completes_a_task(
    behaviour: Behaviour, stage: Stage, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    _need(SCENES[behaviour.scene])
    if behaviour.known:
        request.applymarker(pytest.mark.xfail(reason=behaviour.known, strict=True))
    done = stage.perform(behaviour, tmp_path)
    assert done.as_wanted, f"{behaviour.task} ended {done.ending}\n{done.text}"


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_feature_that_is_done_honestly_is_done(scene: Scene, stage: Stage) -> None:
    _need(scene)
    assert (stage.finished(scene) / "project").is_dir()


def test_the_bench_is_as_broad_as_it_says() -> None:
    dishonest = [one for one in BEHAVIOURS.values() if not one.honest]
    assert len({one.scene for one in dishonest}) >= 4
    assert len({one.name for one in dishonest}) >= 60
    assert len([one for one in BEHAVIOURS.values() if one.quick]) >= 15
    assert {one.scene for one in BEHAVIOURS.values() if one.honest} == set(SCENES)
