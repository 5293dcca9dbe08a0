"""Every named path is in the commit as it was judged, or the task is refused and the rule named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import write
from tests.helpers.project import Project

HELPERS = write("lib/helpers.py", "LIMIT = 1\n")


def planned(home: Path, title: str, files: dict[str, str]) -> Project:
    project = greeting.planned(home, f"- [ ] T001 {title}")
    project.write(files)
    if files:
        project.commit("More")
    return project


def globally(project: Project) -> None:
    rules = project.home / "rules"
    rules.write_text("lib/\n")
    project.git("config", "core.excludesFile", str(rules))


def in_this_clone(project: Project) -> None:
    (project.root / ".git/info/exclude").write_text("# own\nlib/\n")


def by_nobody(project: Project) -> None:
    """By a file of the project."""


@pytest.mark.parametrize(
    ("files", "arranged", "rule"),
    [
        ({".gitignore": "*.log\nlib/\n"}, by_nobody, ".gitignore:2: lib/"),
        pytest.param({}, in_this_clone, "info/exclude:2: lib/", marks=pytest.mark.slow),
        pytest.param({}, globally, "rules:1: lib/", marks=pytest.mark.slow),
        pytest.param(
            {"lib/.gitignore": "h*\n"}, by_nobody, "lib/.gitignore:1: h*", marks=pytest.mark.slow
        ),
    ],
)
def test_a_named_file_that_git_ignores(
    tmp_path: Path, files: dict[str, str], arranged: Callable[[Project], None], rule: str
) -> None:
    project = planned(tmp_path, "Helpers in lib/helpers.py and src/main.py", files)
    arranged(project)
    project.agent.plays("T001", HELPERS, write("src/main.py", "import lib\n"))
    ran = project.implement("--retries=0").ended(1)
    ran.says("git ignores 1 named paths: no commit would hold them", "(ignored by git)", rule)
    ran.says("git add -f -- lib/helpers.py", "doit sdd waive T001 lib/helpers.py --because=…")
    project.git("add", "-f", "--", "lib/helpers.py")
    project.implement().ended(0)
    assert project.agent.calls == ["T001"]
    assert project.git("show", "HEAD:lib/helpers.py") == "LIMIT = 1\n"


@pytest.mark.slow
def test_a_rule_that_the_agent_brings(tmp_path: Path) -> None:
    project = planned(tmp_path, "Helpers in lib/helpers.py", {})
    project.agent.attempts(
        "T001",
        (HELPERS, write(".gitignore", "lib/\n")),
        (write(".gitignore", "lib/*\n!lib/helpers.py\n"),),
    )
    project.implement().ended(0)
    assert ".gitignore:1: lib/" in project.agent.prompt("T001", 2)
    assert project.git("show", "HEAD:lib/helpers.py") == "LIMIT = 1\n"


@pytest.mark.slow
def test_a_named_directory_of_which_git_sees_nothing(tmp_path: Path) -> None:
    project = planned(tmp_path, "Fill lib/ and docs/lib.md", {".gitignore": "lib/*\n"})
    project.agent.plays("T001", HELPERS, write("docs/lib.md", "What is in lib.\n"))
    project.implement("--retries=0").ended(1).says("lib/  ignored by .gitignore:1: lib/*")


def test_what_stays_on_this_machine_is_waived_by_a_person(tmp_path: Path) -> None:
    project = planned(tmp_path, "Create .env with the keys", {".gitignore": ".env\n"})
    project.agent.plays("T001", write(".env", "KEY=1\n"))
    project.implement("--retries=0").ended(1).says(".env  ignored by .gitignore:1: .env")
    project.doit("sdd", "waive", "T001", ".env", "--because=it holds secrets").ended(0)
    project.implement().ended(0)
    assert project.agent.calls == ["T001"]
    assert project.read(".env") == "KEY=1\n"
    assert ".env" not in project.git("ls-files").split()
    assert "may change by waiver: .env" in project.evidence("T001")["notes"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "paths", "rules"),
    [
        ("Create .env.example", [".env.example"], ".env\n"),
        ("Fill build/ and describe it in docs/b.md", ["build/out.bin", "docs/b.md"], "build/\n"),
        ("Helpers in src/keep.gen.py", ["src/keep.gen.py"], "*.gen.py\n!keep.gen.py\n"),
    ],
)
def test_what_is_fine(tmp_path: Path, title: str, paths: list[str], rules: str) -> None:
    """Not ignored, made by a program, or an exception."""
    project = planned(tmp_path, title, {".gitignore": rules})
    project.agent.plays("T001", *(write(path, "LIMIT = 1\n") for path in paths))
    project.implement("--retries=0").ended(0)


@pytest.mark.slow
def test_a_tracked_file_in_an_ignored_directory(tmp_path: Path) -> None:
    project = planned(tmp_path, "Add the limit to lib/helpers.py", {"lib/helpers.py": "A = 1\n"})
    project.write({".gitignore": "lib/\n"})
    project.commit("Too late")
    project.agent.plays("T001", append("lib/helpers.py", "LIMIT = 1\n"))
    project.implement("--retries=0").ended(0)
    assert project.git("show", "HEAD:lib/helpers.py") == "A = 1\nLIMIT = 1\n"


@pytest.mark.slow
@pytest.mark.parametrize("flag", ["skip-worktree", "assume-unchanged"])
def test_a_file_that_a_flag_hides_from_git(tmp_path: Path, flag: str) -> None:
    files = {"src/a.py": "a = 1\n", "src/b.py": "b = 1\n"}
    project = planned(tmp_path, "Change src/a.py and src/b.py", files)
    project.git("update-index", f"--{flag}", "src/b.py")
    project.agent.plays("T001", append("src/a.py", "c = 1\n"), append("src/b.py", "c = 1\n"))
    ran = project.implement("--retries=0").ended(1)
    ran.says("src/b.py  differs from the last commit, and a flag hides that from git")


@pytest.mark.slow
def test_a_test_below_an_ignored_directory(tmp_path: Path) -> None:
    """A rule that is there, and one that came with the waiver of a person."""
    project = greeting.make(tmp_path, [(".gitignore", "tests/\n")])
    ran = project.implement("--retries=0").ended(1)
    ran.says("T003 refused", "tests/test_welcome.py  ignored by .gitignore:1: tests/")
    project.doit("sdd", "waive", "T003", "tests/test_welcome.py", "--because=ours").ended(0)
    ran = project.implement("--retries=0").ended(1)
    ran.says("Completed T003", "T004 refused")
