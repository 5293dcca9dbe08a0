"""The README is the manual: what it leaves out does not exist, and what it shows works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sddtasks import agents
from sddtasks import toolchains
from sddtasks.compiler.catalogue import RULES
from sddtasks.model.config import Settings
from sddtasks.model.plan import Kind
from sddtasks.model.remedies import REMEDIES
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.plugins.implement import Implement
from sddtasks.plugins.verbs import VERBS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_its_row_with_default_and_meaning(name: str) -> None:
    field = Settings.model_fields[name]
    default = field.get_default(call_default_factory=True)
    shown = json.dumps(list(default) if isinstance(default, tuple) else default)
    meaning = " ".join((field.description or "").split())

    assert f"| `{name}` | `{shown}` | {meaning} |" in README


@pytest.mark.parametrize(
    "word",
    [
        *(f"`{name}`" for name in agents.AGENTS),
        *(f"`{name}`" for name in toolchains.TOOLCHAINS),
        *(f"`{gate}`" for gate in GateName if gate is not GateName.ACT),
        *(f"| {kind} |" for kind in Kind),
        *(f"doit sdd {verb}" for verb in VERBS),
        *(f"--{option['long']}" for option in Implement.cmd_options),
    ],
)
def test_the_readme_names_it(word: str) -> None:
    assert word in README


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_its_row(code: str) -> None:
    rule = RULES[code]

    assert f"| `{code}` | `{rule.name}` | {rule.severity.value} | {rule.meaning} |" in README


@pytest.mark.parametrize("failure", FailureClass)
def test_every_failure_class_has_its_row_with_its_commands(failure: FailureClass) -> None:
    remedy = REMEDIES[failure]
    names = ("name", "task", "owner", "unseen", "untested")
    words = dict.fromkeys(names, "TASK") | {"feature": "FEATURE_DIR", "log": "LOG"}
    words |= dict.fromkeys(("path", "made", "named", "ignored"), "PATH")
    commands = "<br>".join(f"`{command.format_map(words)}`" for command, _ in remedy.steps)

    assert f"| {failure} | {remedy.when} | {remedy.advice} | {commands} |" in README


@pytest.mark.timeout(600)
def test_the_first_block_works_as_written_in_a_fresh_clone_and_environment(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    paths = f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": paths, "HOME": str(tmp_path)}

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", _blocks("bash")[0]],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "15/15 tasks completed" in done.stdout
    sample = tmp_path / "sddtasks-sample"
    assert (sample / "specs/001-shared-expenses/.implementation-completed.json").exists()


def test_the_second_block_is_how_these_tests_are_run() -> None:
    """It installs what they need and runs them; CI runs it as written in a new environment."""
    block = _blocks("bash")[1]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert block.splitlines() == ["pip install -e '.[dev]'", "pytest -n auto"]
    assert "README.md" in script


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
