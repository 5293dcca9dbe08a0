"""Which feature is meant: six ways in a fixed order, the choice is printed, nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.helpers.project import Project
from tests.helpers.project import Ran

PLAN = "# Tasks: {0}\n\n## Phase 1: Work\n\n- [ ] T001 Words in words/{0}.txt\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Four features and no agent: every run stops at its first task and says which it is."""
    project = Project(tmp_path)
    for name in ("001-a", "002-b", "003-c", "004-d"):
        project.write({f"specs/{name}/tasks.md": PLAN.format(name)})
    return project.begin()


def chosen(ran: Ran, feature: str, how: str) -> None:
    ran.ended(1).says(f"feature specs/{feature} ({how})", f"words/{feature}.txt")


def test_the_order(project: Project) -> None:
    """Each way is taken away in turn, and the next one counts."""
    project.git("switch", "--quiet", "--create", "004-d")
    pointer = {"feature_directory": "specs/003-c"}
    project.write({".specify/feature.json": json.dumps(pointer)})
    project.commit("Pointer")
    by_directory = {"SPECIFY_FEATURE_DIRECTORY": "specs/002-b", "SPECIFY_FEATURE": "003-c"}
    by_name = {"SPECIFY_FEATURE": "002-b"}

    def implement(*words: str, env: Mapping[str, str] | None = None) -> Ran:
        return project.doit("implement", *words, env=env)

    both = implement("specs/001-a", "feature=specs/002-b", env=by_directory)
    chosen(both, "001-a", "argument")
    variable = implement("feature=specs/001-a", env=by_directory)
    chosen(variable, "001-a", "feature=specs/001-a")
    chosen(implement(env=by_directory), "002-b", "SPECIFY_FEATURE_DIRECTORY")
    chosen(implement(env=by_name), "002-b", "SPECIFY_FEATURE")
    chosen(implement(), "003-c", ".specify/feature.json")
    project.git("rm", "--quiet", ".specify/feature.json")
    project.commit("No pointer")
    chosen(implement(), "004-d", "branch 004-d")


def test_the_only_feature(project: Project) -> None:
    project.git("rm", "-r", "--quiet", "specs/001-a", "specs/002-b", "specs/003-c")
    project.write({"specs/005-planned/spec.md": "No tasks yet.\n"})
    project.commit("One is left")
    chosen(project.doit("implement"), "004-d", "the only feature below specs/")


def test_several_candidates_are_listed_and_none_is_taken(project: Project) -> None:
    ran = project.doit("implement").ended(3)
    ran.says("specs/001-a", "specs/002-b", "specs/003-c", "specs/004-d", "doit implement specs/")
    assert not (project.root / ".sdd").exists()


def test_no_feature_at_all(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write({"README.md": "empty\n"})
    project.begin().doit("implement").ended(3).says(
        "no feature found", "doit implement FEATURE_DIR"
    )


@pytest.mark.parametrize(
    "word", ["specs/001-a/", "./specs/001-a", "specs/001-a/tasks.md", "{root}/specs/001-a"]
)
def test_ways_to_write_the_directory(project: Project, word: str) -> None:
    chosen(project.doit("implement", word.format(root=project.root)), "001-a", "argument")


@pytest.mark.slow
def test_from_a_directory_below(project: Project) -> None:
    ran = project.doit(
        "implement", cwd=project.root / "specs/002-b", env={"SPECIFY_FEATURE": "002-b"}
    )
    chosen(ran, "002-b", "SPECIFY_FEATURE")
    ran = project.doit("implement", ".", cwd=project.root / "specs/002-b")
    chosen(ran, "002-b", "argument")


@pytest.mark.parametrize(
    ("words", "env", "told"),
    [
        (["specs/009-none"], {}, "specs/009-none"),
        (["README.md"], {}, "README.md"),
        (["feature=specs/009-none"], {}, "specs/009-none"),
        ([], {"SPECIFY_FEATURE": "009-none"}, "SPECIFY_FEATURE"),
        ([], {"SPECIFY_FEATURE_DIRECTORY": "specs/009-none"}, "SPECIFY_FEATURE_DIRECTORY"),
    ],
)
def test_what_does_not_exist_is_named_with_where_it_was_said(
    project: Project, words: list[str], env: dict[str, str], told: str
) -> None:
    project.write({"README.md": "a file\n"})
    project.doit("implement", *words, env=env).ended(3).says(told, "next")


def test_a_damaged_pointer_is_not_followed_in_silence(project: Project) -> None:
    project.write({".specify/feature.json": "{not json"})
    project.doit("implement").ended(3).says(".specify/feature.json")


def test_a_feature_outside_of_the_project(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere" / "001-far"
    place.mkdir(parents=True)
    (place / "tasks.md").write_text(PLAN.format("001-far"))
    assert project.doit("implement", str(place)).code == 3
