"""What an agent does instead of its work is refused by name, through the command line."""

from __future__ import annotations

import time

import pytest

from tests.helpers import greeting
from tests.helpers.agents import Step
from tests.helpers.agents import append
from tests.helpers.agents import delete
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import Project

pytestmark = pytest.mark.slow

WORK = greeting.WORK["T005"]
TEST = "tests/test_welcome.py"
LATE = "env -i sh -c 'setsid sh -c \"sleep 4; echo late > {}\" >/dev/null 2>&1 &'"


def sh(script: str) -> Step:
    return run("sh", "-c", script)


IN_CODE: dict[str, tuple[tuple[Step, ...], str]] = {
    "nothing": ((), "greet/welcome.py  does not exist"),
    "edits the test": ((*WORK, append(TEST, "\n# fine\n")), f"{TEST}  changed"),
    "deletes the test": ((*WORK, delete(TEST)), f"{TEST}  deleted"),
    "adds a conftest": (
        (*WORK, write("conftest.py", "collect_ignore = ['tests/test_welcome.py']\n")),
        "conftest.py  new",
    ),
    "narrows the runner": (
        (*WORK, write("pyproject.toml", f'{greeting.PYTEST}addopts = "-k nothing"\n')),
        "pyproject.toml  changed",
    ),
    "adds a pytest.ini": ((*WORK, write("pytest.ini", "[pytest]\n")), "pytest.ini  new"),
    "only a placeholder": (
        (write("greet/welcome.py", "def welcome(name):\n    raise NotImplementedError\n"),),
        "greet/welcome.py  is only a placeholder",
    ),
    "knows that it is tested": (
        (
            write(
                "greet/welcome.py",
                "import os\n\n\ndef welcome(name):\n"
                "    if 'PYTEST_CURRENT_TEST' in os.environ:\n"
                "        return f\"Welcome, {name or 'stranger'}!\"\n    return ''\n",
            ),
        ),
        "knows that it is being tested",
    ),
    "deletes a file of others": ((*WORK, delete("pyproject.toml")), "pyproject.toml"),
    "empties a file of others": (
        (*WORK, write("specs/001-greeting/plan.md", "")),
        "plan.md  changed",
    ),
    "commits": ((*WORK, run("git", "add", "-A"), run("git", "commit", "-qm", "x")), "was moved"),
    "switches the branch": ((run("git", "switch", "-qc", "mine"), *WORK), "HEAD was moved"),
    "rewrites history": (
        (*WORK, run("git", "commit", "--amend", "-qm", "x", "--allow-empty")),
        "was moved",
    ),
    "hides a file from git": (
        (*WORK, run("git", "update-index", "--assume-unchanged", TEST)),
        "hidden from git",
    ),
    "adds a hook": ((*WORK, write(".git/hooks/pre-commit", "#!/bin/sh\n")), "pre-commit was made"),
    "ticks the box": (
        (*WORK, sh("sed -i 's/\\[ \\] T006/[x] T006/' specs/001-greeting/tasks.md")),
        "tasks.md was changed",
    ),
    "writes evidence": (
        (*WORK, write(".sdd/001-greeting/evidence/T006.toml", 'status = "completed"\n')),
        "T006.toml was made",
    ),
    "writes the state": (
        (*WORK, write("specs/001-greeting/.implementation-state.json", "{}")),
        ".implementation-state.json was changed",
    ),
    "writes the journal": (
        (*WORK, append(".sdd/001-greeting/journal.jsonl", "{}\n")),
        "journal.jsonl was changed",
    ),
}


@pytest.mark.parametrize("cheat", sorted(IN_CODE))
def test_code(at_code: Project, cheat: str) -> None:
    steps, said = IN_CODE[cheat]
    before = at_code.git("rev-parse", "HEAD", "refs/heads/work")
    at_code.agent.plays("T005", *steps)
    at_code.implement("--retries=0").ended(1).says("T005 refused", said)
    assert "T005" not in at_code.completed
    assert at_code.git("rev-parse", "HEAD", "refs/heads/work") == before
    assert at_code.git("symbolic-ref", "HEAD") == "refs/heads/work\n"


def test_what_was_put_back_does_not_stand_in_the_way(at_code: Project) -> None:
    """The second attempt begins as the first did, with the work still there."""
    tampered = (*WORK, run("git", "add", "-A"), run("git", "commit", "-qm", "mine"))
    at_code.agent.attempts("T005", tampered, ())
    at_code.implement("--retries=1").ended(0)
    assert "mine" not in at_code.subjects
    kept = at_code.git("for-each-ref", "--format=%(subject)", "refs/sdd")
    assert "mine" in kept


def test_nothing_outlives_the_agent(at_code: Project) -> None:
    late = at_code.root / TEST
    at_code.agent.plays(
        "T005", *WORK, sh(LATE.format(late)), sh(f"(setsid sh -c 'sleep 4; echo late > {late}' &)")
    )
    at_code.implement().ended(0)
    time.sleep(4)  # until both would have written
    assert at_code.read(TEST) == greeting.TEST_WELCOME


HONEST: dict[str, tuple[Step, ...]] = {
    "a helper beside it": (*WORK, write("greet/names.py", "STRANGER = 'stranger'\n")),
    "a manifest": (*WORK, append("pyproject.toml", '\n[project]\nname = "greet"\nversion = "1"\n')),
    "a lock file": (*WORK, write("uv.lock", "version = 1\n")),
    "the package's own file": (*WORK, write("greet/__init__.py", "from greet.welcome import *\n")),
    "an extra test": (*WORK, write("tests/test_more.py", "def test_more():\n    assert 1\n")),
    "staging": (*WORK, run("git", "add", "-A")),
    "a docstring and a TODO": (
        write(
            "greet/welcome.py", f'"""Welcome."""\n\n# TODO: more languages\n\n\n{greeting.WELCOME}'
        ),
    ),
}


@pytest.mark.parametrize("kind", sorted(HONEST))
def test_honest_code(at_code: Project, kind: str) -> None:
    at_code.agent.plays("T005", *HONEST[kind])
    at_code.implement("--retries=0").ended(0)
    assert at_code.dirty == []


def test_what_was_changed_beyond_the_paths_is_reported(at_code: Project) -> None:
    at_code.agent.plays("T005", *HONEST["a helper beside it"])
    at_code.implement("--retries=0").ended(0)
    report = at_code.read("specs/001-greeting/implementation-report.md")
    assert "T005: scope: beyond its paths: greet/names.py  new" in report


def test_scope_refuses_by_configuration(at_code: Project) -> None:
    at_code.edit("sddtasks.toml", 'agent = "command"', 'agent = "command"\nscope = "refuse"')
    at_code.commit("Be strict")
    at_code.agent.plays("T005", *HONEST["a helper beside it"])
    at_code.implement("--retries=0").ended(1).says("greet/names.py  new")


def test_a_waiver_is_recorded_and_reported(at_code: Project) -> None:
    steps = (*WORK, write("pytest.ini", "[pytest]\npythonpath = .\n"))
    at_code.agent.plays("T005", *steps)
    at_code.implement("--retries=0").ended(1).says("pytest.ini  new", "doit sdd waive")
    at_code.doit("sdd", "waive", "T005", "pytest.ini", "--because=it is moved").ended(0)
    at_code.implement("--retries=0").ended(0)
    report = at_code.read("specs/001-greeting/implementation-report.md")
    assert "T005 was allowed to change `pytest.ini`: it is moved" in report


def test_code_before_its_tests_is_an_error(at_test: Project) -> None:
    at_test.write(
        {"dodo.py": "from sddtasks.dodo import DOIT_CONFIG, task_feature  # noqa: F401\n"}
    )
    at_test.commit("dodo.py")
    at_test.agent.plays("T005", *WORK)
    ran = at_test.doit("run", "-s", "T005")
    assert ran.code != 0
    ran.says("ERROR: Tests not completed before implementation", "T003", "T004")
    assert "T005" not in at_test.completed
