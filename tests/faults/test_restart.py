"""`--restart-from`, killed while it takes work back: the next run goes on from what git says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import interrupted
from tests.faults.test_rebuild import agrees
from tests.faults.trial import log_of
from tests.faults.trial import strays
from tests.faults.trial import struck
from tests.helpers.project import Project

RESTART = ("--restart-from=T002", "--yes")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = interrupted.fresh(tmp_path_factory.mktemp("finished"))
    project.write({"pyproject.toml": '[tool.doit]\nloader = "sdd"\n'})
    project.commit("The loader")
    project.implement().ended(0)
    return project


@pytest.fixture(scope="session")
def events(finished: Project, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a restart writes before the first task is begun again."""
    project = again(finished, tmp_path_factory.mktemp("undisturbed"))
    struck(project, RESTART, 0, -1.0).ended(0)
    found = log_of(project.home)
    begun = next(place for place, kind in enumerate(found) if "prompt" in kind)
    assert "start git merge" in found[:begun]
    return found[:begun]


def again(finished: Project, home: Path) -> Project:
    project = finished.copy(home)
    project.environment = {"XDG_CACHE_HOME": str(home / "cache"), "FAULT_HOME": str(home)}
    project.write({"sddtasks.toml": project.agent.configuration})
    return project


def goes_on(project: Project, tree: str, elsewhere: Path) -> None:
    """Whether or not it came to take anything back."""
    project.implement().ended(0)
    assert project.git("rev-parse", "HEAD^{tree}") == tree
    assert project.dirty == []
    assert project.ticked() == list(interrupted.TASKS)
    assert {state.status for state in project.state.task_status.values()} == {"completed"}
    assert strays(project.home) == []
    agrees(project, elsewhere)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_kill_at_some_moment_of_it(finished: Project, events: list[str], tmp_path: Path) -> None:
    tree = finished.git("rev-parse", "HEAD^{tree}")
    wrong = []
    visible = events.index("start git merge") + 1
    for at in (*range(1, visible, 12), *range(visible, len(events) + 1)):
        project = again(finished, tmp_path / str(at))
        assert struck(project, RESTART, at, -1.0).code == -9
        try:
            goes_on(project, tree, tmp_path / f"clone-{at}")
        except AssertionError as error:
            wrong.append(f"before event {at}, {events[at - 1]}: {error}")
    assert wrong == []


def test_a_kill_between_the_reverts_and_the_records(
    finished: Project, events: list[str], tmp_path: Path
) -> None:
    project = again(finished, tmp_path / "one")
    after = max(place for place, kind in enumerate(events) if kind == "end git merge") + 2
    assert struck(project, RESTART, after, -1.0).code == -9
    assert project.git("log", "-1", "--format=%s").startswith('Revert "feat: Complete T002')
    project.implement().ended(0)
    assert project.completed == [*interrupted.TASKS, *interrupted.TASKS[1:]]
    goes_on(project, finished.git("rev-parse", "HEAD^{tree}"), tmp_path / "clone")
