"""A clone of a stranger's: looking at it starts nothing and loads nothing that it brings."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from sddtasks.model.errors import WorkspaceError
from sddtasks.system import commits
from sddtasks.system import gitcaution
from sddtasks.system.gitprogram import Refused
from sddtasks.system.repo import Repository
from tests.attacks import hostile
from tests.attacks.hostile import Marker
from tests.helpers import greeting
from tests.helpers.project import DOIT
from tests.helpers.project import Project
from tests.system.checkout import Checkout

LOOKS = (
    ("sdd", "check"),
    ("sdd", "plan"),
    ("sdd", "status"),
    ("sdd", "explain", "T003"),
    ("sdd", "graph"),
    ("sdd", "watch"),
    ("sdd", "schema", "state"),
    ("list",),
    ("list", "--status"),
    ("info", "T001"),
    ("sdd", "plan"),  # with the database that doit has made meanwhile
)
LOADER = '[tool.doit]\nloader = "sdd"\n'
MODULES = (
    *("doit", "git", "pydantic", "sddtasks", "jinja2", "rich", "typing_extensions", "psutil"),
    *("sitecustomize", "usercustomize", "_pytest", "markdown_it", "attr", "gitdb", "json"),
    *("argparse", "tomllib", "sqlite3", "filelock", "tree_sitter", "dodo_helper"),
)


@pytest.fixture
def marker(tmp_path: Path) -> Marker:
    return Marker(tmp_path)


@pytest.fixture
def clone(tmp_path: Path) -> Project:
    made = hostile.project(tmp_path)
    made.write({"pyproject.toml": LOADER})
    return made.commit("Loader")


@pytest.fixture
def untrusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, which is one that a person permitted everything otherwise."""
    monkeypatch.setattr(gitcaution, "_PERMITTED", threading.Event())


def look(project: Project) -> None:
    for words in LOOKS:
        ran = project.doit(*words)
        assert ran.code == (1 if words[0] == "info" else 0), ran.text  # doit's "not up to date"


# --- settings of git ------------------------------------------------------------------------


def test_the_marker_works(clone: Project, marker: Marker) -> None:
    """Git itself, asked the same things, runs some of the programs: the tests can fail."""
    hostile.arm(clone, marker, clone.root / ".git")
    hostile.touch(clone)
    for words in (("log", "-2"), ("status",)):
        subprocess.run(["git", *words], cwd=clone.root, capture_output=True, check=False)
    assert [name for name in marker.ran if "filter.evil" in name]
    assert [name for name in marker.ran if "BEGIN PGP" in name or "status-fd" in name]


def test_looking_runs_no_program_of_the_settings(clone: Project, marker: Marker) -> None:
    hostile.arm(clone, marker, clone.root / ".git")
    hostile.touch(clone)
    look(clone)
    assert marker.ran == []


@pytest.mark.slow
def test_a_bare_repository_inside_is_not_taken(tmp_path: Path, marker: Marker) -> None:
    """The feature's directory, and the one that its paths begin at, are whole repositories."""
    inner = tmp_path / "project" / "app"
    feature = inner / "specs" / "001-greeting"
    made = Project(tmp_path)
    made.write({f"app/{path}": text for path, text in greeting.FILES.items()})
    made.write({"app/.specify/keep": "", "app/pyproject.toml": LOADER})
    made.begin()
    for place in (inner, feature):
        made.git("init", "--quiet", "--bare", str(place))
        hostile.arm(made, marker, place)
        made.git("config", "--file", str(place / "config"), "core.bare", "false")
        made.git("config", "--file", str(place / "config"), "core.worktree", str(tmp_path))
    for words in (("sdd", "status"), ("list", "--status"), ("sdd", "graph")):
        made.doit(*words, cwd=inner).ended(0)
    assert marker.ran == []
    assert Repository(inner).top == made.root


def test_no_read_of_ours_runs_a_program(tmp_path: Path, marker: Marker, untrusted: None) -> None:
    read_all(tmp_path, marker, hostile.PROGRAMS)


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile.PROGRAMS)
def test_no_setting_runs_a_program(
    name: str, tmp_path: Path, marker: Marker, untrusted: None
) -> None:
    read_all(tmp_path, marker, [name])


def test_no_object_is_fetched(tmp_path: Path, marker: Marker, untrusted: None) -> None:
    """A clone that says it is a partial one lacks what its settings then fetch."""
    checkout = Checkout(tmp_path / "project")
    checkout.begin("a.md")
    blob = checkout.git("rev-parse", "HEAD:a.md").strip()
    (checkout.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for key, value in {
        "remote.origin.url": f"ext::{marker.program} fetch",
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
        "protocol.ext.allow": "always",
    }.items():
        checkout.git("config", key, value)
    words = ("cat-file", "blob", "HEAD:a.md")
    subprocess.run(["git", *words], cwd=checkout.top, capture_output=True, check=False)
    assert marker.ran, "git itself does not fetch it: this test could not fail"
    marker.note.unlink()
    for read in (lambda: checkout.repo.run(*words), lambda: checkout.repo.committed("a.md")):
        with contextlib.suppress(Refused, ValueError):
            read()
    assert marker.ran == []


def read_all(place: Path, marker: Marker, names: Iterable[str]) -> None:
    """Every way in which we read a repository."""
    checkout = Checkout(place / "project")
    checkout.begin("a.md", "b.py")
    checkout.write(".gitattributes", text="*.md filter=evil diff=evil\n*.py filter=with.dots\n")
    for name in names:
        checkout.git("config", name, f"{marker.program} {name}")
    checkout.git("config", "log.showSignature", "true")
    repo = checkout.repo
    checkout.write("a.md", "b.py", text="another\n")
    assert {*repo.changes()} >= {"a.md", "b.py"}
    repo.lost()
    repo.files()
    repo.ignored(["a.md"])
    repo.committed("a.md")
    repo.log(("Start",))
    repo.paths_of("HEAD")
    repo.identity_problem()
    repo.run("diff", "HEAD")
    repo.run("cat-file", "--filters", "HEAD:./a.md")
    repo.run("log", "-p", "--format=%s")
    repo.run("update-ref", "refs/sdd/x", "HEAD")
    repo.run("commit-tree", "HEAD^{tree}", "-m", "x")
    assert marker.ran == []


def test_what_is_trusted_works_as_with_git(tmp_path: Path) -> None:
    """Filters do their work, and a hook finds around it what git alone gives it."""
    checkout = Checkout(tmp_path / "project", "below")
    checkout.write(".gitattributes", text="*.md filter=loud\n")
    checkout.git("config", "filter.loud.clean", "tr a-z A-Z")
    checkout.git("config", "filter.loud.smudge", "tr A-Z a-z")
    checkout.begin("b.py")
    hook = checkout.top / ".git" / "hooks" / "pre-commit"
    seen = tmp_path / "seen"
    hook.write_text(f"#!/bin/sh\nenv | grep ^GIT_ > {seen}\n", encoding="utf-8")
    hook.chmod(0o755)
    checkout.write("a.md", text="quiet\n")
    commits.commit(checkout.repo, ["a.md"], "Filtered")
    ours = _variables(seen)
    checkout.git("commit", "--quiet", "--allow-empty", "-m", "Plain", "--only")
    assert ours - {"GIT_LITERAL_PATHSPECS", "GIT_OPTIONAL_LOCKS"} == _variables(seen)
    assert checkout.git("cat-file", "blob", "HEAD:below/a.md") == "QUIET\n"
    assert checkout.repo.changes() == ()


def _variables(seen: Path) -> set[str]:
    names = (line.partition("=")[0] for line in seen.read_text(encoding="utf-8").splitlines())
    own = ("GIT_CONFIG_", "GIT_AUTHOR_", "GIT_PREFIX")
    return {name for name in names if not name.startswith(own)}


def test_a_work_tree_that_the_settings_name_is_not_worked_in(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    checkout = Checkout(tmp_path / "project")
    checkout.begin("a.md")
    checkout.git("config", "core.worktree", str(elsewhere))
    checkout.write("b.md")
    assert checkout.repo.changes() == ("b.md",)
    commits.commit(checkout.repo, ["b.md"], "Here")
    assert checkout.repo.files() == ("a.md", "b.md")


# --- whose it is ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_repository_of_another_user_is_refused_in_gits_words(
    clone: Project, marker: Marker, home: Path
) -> None:
    if os.geteuid():
        pytest.skip("only root can give a file away")
    hostile.arm(clone, marker, clone.root / ".git")
    os.chown(clone.root / ".git", 12345, 12345)
    ran = clone.doit("implement").ended(3)
    ran.says("git config --global --add safe.directory", str(clone.root))
    clone.doit("sdd", "check").ended(0)
    assert marker.ran == []


def test_a_damaged_repository_is_not_that_of_the_directory_above(tmp_path: Path) -> None:
    outer = Checkout(tmp_path)
    outer.begin("a.md")
    inner = Checkout(tmp_path / "inner")
    (inner.top / ".git" / "HEAD").unlink()
    with pytest.raises(WorkspaceError, match="does not take it for a repository"):
        Repository(inner.root)


# --- modules ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "program",
    [(DOIT,), pytest.param((sys.executable, "-P", "-m", "doit"), marks=pytest.mark.slow)],
)
def test_no_module_of_the_clone_is_loaded(
    clone: Project, marker: Marker, program: tuple[str, ...]
) -> None:
    plant(clone, marker, MODULES)
    for words in (("list",), ("sdd", "status")):
        clone.doit(*words, program=program).ended(0)
    assert marker.ran == []


def test_no_module_of_the_clone_is_loaded_without_doit(clone: Project, marker: Marker) -> None:
    """Which `sddtasks` it is that `-m` starts Python decides, and `-P` is against a package of that
    name beside us; from our first line on it is ours."""
    plant(clone, marker, [name for name in MODULES if name != "sddtasks"])
    clone.doit("status", program=(sys.executable, "-m", "sddtasks")).ended(0)
    assert marker.ran == []
    plant(clone, marker, ["sddtasks"])
    clone.doit("status", program=(sys.executable, "-P", "-m", "sddtasks")).ended(0)
    assert marker.ran == []


def plant(clone: Project, marker: Marker, names: Iterable[str]) -> None:
    """A file and a package of each name."""
    for name in names:
        clone.write({f"{name}.py": marker.python, f"{name}/__init__.py": marker.python})
