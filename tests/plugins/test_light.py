"""Commands that only look pay neither for git, nor for schemas, nor for the parser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    *("git", "pydantic", "markdown_it", "jinja2", "rich", "psutil", "filelock", "concurrent"),
    *("sddtasks.app.session", "sddtasks.compiler", "sddtasks.parser", "sddtasks.execute.job"),
    *("sddtasks.model.config", "sddtasks.model.evidence", "sddtasks.model.events"),
}

# Runs doit in this process, then says what was loaded.
LOOK = """
import sys
from doit.doit_cmd import DoitMain
code = DoitMain().run(sys.argv[1:])
names = {name for name in sys.modules}
print("loaded", code, *sorted(names | {name.partition(".")[0] for name in names}))
"""


def loaded(root: Path, *words: str) -> set[str]:
    """`doit info` ends with 1 for a task that is not up to date."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *words], cwd=root, capture_output=True, text=True, check=True
    )
    _, code, *names = done.stdout.splitlines()[-1].split()
    assert code in ("0", "1"), done.stdout + done.stderr
    return set(names)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    feature = tmp_path / "specs" / "001-x"
    feature.mkdir(parents=True)
    (feature / "tasks.md").write_text("# Tasks\n\n## Phase 1: Setup\n\n- [ ] T001 Write a.txt\n")
    (tmp_path / "pyproject.toml").write_text('[tool.doit]\nloader = "sdd"\n')
    return tmp_path


@pytest.mark.parametrize("words", [["list"], ["list", "-s"], ["info", "T001"], ["run"]])
def test_a_look_is_cheap(project: Path, words: list[str]) -> None:
    first = loaded(project, "list")
    assert "sddtasks.compiler" in first
    names = loaded(project, *words)
    assert "sddtasks.plugins.tasks" in names
    assert names & HEAVY == set()


def test_an_edited_plan_is_compiled_anew(project: Path) -> None:
    loaded(project, "list")
    plan = project / "specs" / "001-x" / "tasks.md"
    plan.write_text(plan.read_text() + "- [ ] T002 Write b.txt\n")
    assert "sddtasks.compiler" in loaded(project, "list")
    assert "sddtasks.compiler" not in loaded(project, "list")
