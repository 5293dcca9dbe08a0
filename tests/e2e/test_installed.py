"""Installed dependencies of a project, as their installers leave them, beside agents at work."""

from __future__ import annotations

import subprocess
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import run
from tests.helpers.project import Project

PLAN = """\
# Tasks: Words

## Phase 1: Work

- [ ] T001 [P] Word one in words/one.py
- [ ] T002 [P] Word two in words/two.py
- [ ] T003 Integrate both in words/both.py
"""
TASKS = ["T001", "T002", "T003"]
IGNORED = "__pycache__/\n.pytest_cache/\n"


def environment(place: Path) -> None:
    """One in which pytest is installed."""
    venv.create(place, with_pip=False)
    packages = next(place.glob("lib/python*/site-packages"))
    for entry in Path(pytest.__file__).parent.parent.iterdir():
        if entry.name not in ("__pycache__", "_virtualenv.py") and entry.suffix != ".pth":
            (packages / entry.name).symlink_to(entry)


def with_venv(root: Path) -> None:
    environment(root / ".venv")


def with_packages(root: Path) -> None:
    """As npm leaves them: a package, its program, one of a scope, and a lock file."""
    for name in ("left", "@scope/right"):
        place = root / "node_modules" / name
        place.mkdir(parents=True)
        (place / "package.json").write_text(f'{{"name": "{name}", "main": "cli.js"}}')
        (place / "cli.js").write_text("module.exports = 1\n")
    (root / "node_modules/.bin").mkdir()
    (root / "node_modules/.bin/left").symlink_to("../left/cli.js")
    (root / "node_modules/.package-lock.json").write_text("{}")


def with_vendor(root: Path) -> None:
    (root / "vendor/lib").mkdir(parents=True)
    (root / "vendor/lib/lib.py").write_text("LIB = 1\n")


def elsewhere(root: Path) -> None:
    environment(root.parent / "environment")
    (root / ".venv").symlink_to(root.parent / "environment")


def dangling(root: Path) -> None:
    (root / ".venv").symlink_to(root.parent / "gone")


def only_a_file(root: Path) -> None:
    (root / ".venv").write_text("name-of-an-environment\n")


def tracked(root: Path) -> None:
    with_vendor(root)
    subprocess.run(["git", "add", "vendor"], cwd=root, check=True)
    subprocess.run(["git", "commit", "-qm", "Vendor"], cwd=root, check=True)


# What is there, and the rule by which git does not see it: of a file that is committed, or not.
KINDS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "venv": (with_venv, ".gitignore", ".venv/"),
    "venv-nowhere-committed": (with_venv, ".git/info/exclude", ".venv/"),
    "node_modules": (with_packages, ".gitignore", "node_modules/"),
    "node_modules-nowhere-committed": (with_packages, ".git/info/exclude", "node_modules"),
    "vendor": (with_vendor, ".gitignore", "/vendor/"),
    "vendor-tracked": (tracked, ".gitignore", ""),
    "link-elsewhere": (elsewhere, ".gitignore", ".venv"),
    "link-to-nothing": (dangling, ".gitignore", ".venv"),
    "file": (only_a_file, ".gitignore", ".venv"),
}
PLAIN = ("venv", "node_modules")
RARE = tuple(name for name in KINDS if name not in PLAIN)


def project_of(home: Path, kind: str) -> Project:
    project = Project(home)
    project.environment["XDG_CACHE_HOME"] = str(home / "cache")
    settings = f"{project.agent.configuration}\n[toolchain.pytest]\n"
    project.write(
        {
            project.plan: PLAN,
            "sddtasks.toml": settings.replace("[toolchain.pytest]\n", ""),
            "pyproject.toml": greeting.PYTEST,
            "words/__init__.py": "",
            "tests/test_words.py": "import words\n\n\ndef test_words():\n    assert words\n",
            ".gitignore": IGNORED,
        }
    )
    make, file, rule = KINDS[kind]
    if file == ".gitignore":
        project.write({file: f"{IGNORED}{rule}\n"})
    project.begin()
    if file != ".gitignore":
        project.write({file: f"{rule}\n"})
    make(project.root)
    assert project.dirty == []
    for task, name in zip(TASKS, ("one", "two", "both"), strict=True):
        text = f"def word():\\n    return \\'{name}\\'\\n"
        script = f"printf '{text}' > words/{name}.py".replace("\\'", '"')
        project.agent.plays(task, run("sh", "-c", script))
    return project


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    "kind",
    [name if name in PLAIN else pytest.param(name, marks=pytest.mark.slow) for name in KINDS],
)
def test_nothing_of_it_is_held_against_an_agent(tmp_path: Path, kind: str, jobs: str) -> None:
    project = project_of(tmp_path, kind)
    before = project.read(".git/info/exclude")
    project.implement("-n", jobs).ended(0).never_says("refused", ".git/info/exclude")
    assert sorted(project.agent.calls) == TASKS
    assert sorted(project.completed) == TASKS
    assert project.dirty == []
    committed = project.git("ls-files").split()
    assert [path for path in committed if path.startswith((".venv", "node_modules"))] == []
    after = project.read(".git/info/exclude").removeprefix(before).split()
    assert all("implementation" in line or "__pycache__" in line for line in after)


def test_the_environment_works_in_a_work_tree(tmp_path: Path) -> None:
    project = project_of(tmp_path, "venv")
    told = ".venv/bin/python -c 'import sys; print(sys.prefix)' > $TMPDIR/prefix; pwd > $TMPDIR/pwd"
    keep = f"cat $TMPDIR/prefix $TMPDIR/pwd > {tmp_path}/said"
    for task, name in (("T001", "one"), ("T002", "two")):
        text = f"echo 'def word(): return \"{name}\"' > words/{name}.py"
        project.agent.plays(task, run("sh", "-ec", f"{told}; {keep}; {text}"))
    project.implement("-n", "2").ended(0)
    prefix, tree = (tmp_path / "said").read_text().split()
    assert prefix == f"{tree}/.venv"
    assert tree != str(project.root.resolve())
    assert not (Path(tree) / ".venv").is_symlink()


@pytest.mark.slow
def test_what_git_has_now_is_not_shared_any_more(tmp_path: Path) -> None:
    """A task adds to it in a work tree that had it as a shared directory before."""
    project = project_of(tmp_path, "vendor")
    project.implement("-n", "2").ended(0)
    project.write({".gitignore": IGNORED, "vendor/lib/lib.py": "LIB = 2\n"})
    project.edit("sddtasks.toml", "parallel = 1", 'parallel = 1\nsequential_in = "worktree"')
    project.edit(project.plan, "- [x] T003", "- [ ] T004 Vendor vendor/new/new.py\n- [x] T003")
    project.commit("What is vendored is committed from now on")
    add = "mkdir -p vendor/new; cp vendor/lib/lib.py vendor/new/new.py"
    project.agent.plays("T004", run("sh", "-ec", add))
    project.implement("-n", "2").ended(0)
    assert project.git("show", "HEAD:vendor/new/new.py") == "LIB = 2\n"
    assert project.dirty == []
