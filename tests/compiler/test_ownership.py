"""Paths: who owns them, and what doit is told about them."""

from __future__ import annotations

import pytest

from sddtasks.compiler.ownership import is_file
from sddtasks.compiler.ownership import is_outside
from tests.compiler.reading import codes
from tests.compiler.reading import compiled
from tests.compiler.reading import the
from tests.compiler.reading import waits


def plan(*lines: str) -> str:
    return "# Tasks: Shop\n## Phase 1: Core\n" + "".join(f"- [ ] {line}\n" for line in lines)


def test_a_path_is_a_target_of_the_first_task_that_names_it() -> None:
    graph = compiled(plan("T001 Orders in src/a.py", "T002 Extend src/a.py and src/b.py"))
    assert graph.links["T001"].targets == ("src/a.py",)
    assert graph.links["T002"].targets == ("src/b.py",)
    assert waits(graph, "T002", "T001")


def test_tasks_on_one_file_run_one_by_one_even_with_p() -> None:
    graph = compiled(
        plan(
            "T001 [P] Orders in src/a.py",
            "T002 [P] Prices in src/a.py",
            "T003 [P] Cart in src/c.py",
        )
    )
    assert waits(graph, "T002", "T001")
    assert not waits(graph, "T003", "T001")
    found = the(graph, "SDD023")
    assert "T001, T002" in found.text
    assert "src/a.py" in found.text


def test_what_is_removed_is_nobodys_target() -> None:
    graph = compiled(plan("T001 Orders in src/a.py", "T002 Delete `src/a.py`"))
    assert graph.links["T001"].targets == ()
    assert graph.links["T002"].targets == ()
    assert waits(graph, "T002", "T001")


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("T001 Create the directories src/shop/ and tests/", ("src/shop", "tests")),
        ("T001 Implement the shop in src/shop/", ()),
        ("T001 Write all files in `src/*.py`", ()),
        ("T001 Write src/app/[id]/page.tsx", ("src/app/[id]/page.tsx",)),
        ("T001 Write the Makefile in `Makefile`", ("Makefile",)),
    ],
)
def test_directories_and_patterns(line: str, targets: tuple[str, ...]) -> None:
    assert compiled(f"# Tasks\n## Phase 1: Setup\n- [ ] {line}\n").links["T001"].targets == targets


@pytest.mark.parametrize(
    ("path", "outside"),
    [
        ("src/a.py", False),
        ("/src/a.py", False),
        ("a/../b.py", False),
        ("../a.py", True),
        ("a/../../b.py", True),
        ("/home/kim/a.py", True),
        ("C:/shop/a.py", True),
        ("~/a.py", True),
    ],
)
def test_outside(path: str, *, outside: bool) -> None:
    assert is_outside(path) is outside


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("src/a.py", True),
        (".gitignore", True),
        ("Dockerfile", True),
        ("src/app", False),
        ("src/app/", False),
        ("src/*.py", False),
        ("../a.py", False),
    ],
)
def test_files(path: str, *, file: bool) -> None:
    assert is_file(path) is file


def test_a_machines_path_is_one_error_for_all_of_its_kind() -> None:
    graph = compiled(
        plan("T001 Orders in /home/kim/shop/src/a.py", "T002 Prices in /home/kim/shop/src/b.py")
    )
    assert "1 more" in the(graph, "SDD012").text
    assert graph.links["T001"].targets == ()


def test_a_path_in_the_home_directory_warns() -> None:
    assert "SDD024" in codes(compiled(plan("T001 Write the settings to `~/.shop/settings.toml`")))


def test_a_task_never_depends_on_a_file_of_its_own() -> None:
    graph = compiled(
        plan("T001 Unit tests in tests/test_a.py", "T002 Write src/a.py and extend tests/test_a.py")
    )
    for links in graph.links.values():
        assert not set(links.targets) & set(links.file_dep)
    assert "tests/test_a.py" not in graph.links["T002"].file_dep
