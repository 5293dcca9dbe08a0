"""What tasks.md says of its own verification: commands that have to hold, tests that need not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import write
from tests.helpers.project import Project

_ACCEPT = """\
- [ ] T001 Price of a line in shop/price.py

  ```accept
  # in cents, not in euros
  grep -q cents shop/price.py
  ```

- [ ] T002 Printing in shop/printing.py (verify: `grep -q print shop/printing.py`)
- [ ] T003 Describe it in docs/usage.md (verify: `make check`)
"""


def _report(project: Project) -> str:
    return project.read(f"{project.feature}/implementation-report.md")


def test_commands_of_a_task_are_gates(tmp_path: Path) -> None:
    settings = 'allowed_commands = ["grep -q"]\nretries = 1\n'
    project = greeting.planned(tmp_path, *_ACCEPT.splitlines(), settings=settings)
    price = "def price(euros):\n    return euros\n"
    right = price.replace("euros", "cents")
    project.agent.attempts("T001", [write("shop/price.py", price)], [write("shop/price.py", right)])
    project.agent.plays("T002", write("shop/printing.py", "def line(text):\n    return text\n"))
    project.agent.plays("T003", write("docs/usage.md", "Buy, and be told what it costs.\n"))
    project.implement().ended(1).says(
        "Completed T001",
        "T002 refused: `grep -q print shop/printing.py` failed (exit code 1)",
        "it stands in tasks.md with the task (acceptance)",
    )
    assert "`grep -q cents shop/price.py` failed" in project.agent.prompt("T001", 2)
    project.agent.plays("T002", write("shop/printing.py", "def line(text):\n    print(text)\n"))
    project.implement().ended(0)
    report = _report(project)
    assert "- T001: `grep -q cents shop/price.py`\n" in report
    assert "- T002: `grep -q print shop/printing.py`\n" in report
    assert "- T003: accept: not verified, since it may not run here: `make check`" in report


def test_a_fenced_command_that_may_not_run_is_refused(tmp_path: Path) -> None:
    project = greeting.planned(tmp_path, *_ACCEPT.splitlines()[:6])
    project.agent.plays("T001", write("shop/price.py", "def price(cents):\n    return cents\n"))
    project.implement("--retries=0").ended(1).says(
        "acceptance commands may not run here: `grep -q cents shop/price.py`",
        "allowed_commands in sddtasks.toml",
    )


@pytest.mark.slow
def test_whose_tests_are_off_is_completed_and_named_in_the_report(tmp_path: Path) -> None:
    """A task by a comment, a phase by the front matter; all others stay strict."""
    plan = greeting.PLAN.replace(
        "greet/welcome.py\n", "greet/welcome.py <!-- sddtasks: tests=off -->\n"
    )
    plan = f"---\nsddtasks:\n  3.4: when-tests-exist\n---\n{plan}"
    project = greeting.make(tmp_path, [("specs/001-greeting/tasks.md", plan)])
    project.agent.plays("T005", write("greet/welcome.py", "def welcome(name):\n    return name\n"))
    wrong = greeting.FAREWELL.replace("Goodbye", "Goodby")
    project.agent.plays("T006", write("greet/farewell.py", wrong))
    project.environment["SDD_TESTS_FROM_DOCUMENTS"] = "any"
    project.environment["SDD_WEAKENED_EXIT_CODE"] = "9"
    project.implement("--retries=0").ended(1).says("Completed T005", "T006 refused: tests still")
    project.agent.plays("T006", *greeting.WORK["T006"])
    project.implement().ended(9).says("completed; tasks.md weakened the tests of T005, T007")
    project.implement().ended(9).says("is up to date", "weakened the tests of T005, T007")
    report = _report(project)
    assert "- T005: tests = off\n" in report
    assert "- T005: green: tests = off: nothing was looked at\n" in report
    assert "- T007: tests = when-tests-exist\n" in report
    assert "- T006: tests" not in report


def test_an_example_in_a_document_is_an_example(tmp_path: Path) -> None:
    """A fence with a policy comment switches nothing off; one with `# …` ends no section."""
    shown = "```\n<!-- sddtasks: tests = off -->\n```\n"
    plan = greeting.PLAN.replace("## Phase 3.1", f"{shown}\n## Phase 3.1").replace(
        "greet/welcome.py\n", "greet/welcome.py per research.md#names\n"
    )
    research = "# Research\n\n## Names\n\n```sh\n# look\ntrue\n```\n\nStrip them.\n\n## Other\n"
    files = [("specs/001-greeting/tasks.md", plan), ("specs/001-greeting/research.md", research)]
    project = greeting.make(tmp_path, files)
    project.agent.plays("T005", write("greet/welcome.py", "def welcome(name):\n    return name\n"))
    project.implement("--retries=0").ended(1).says("T005 refused")
    assert "# look\ntrue\n```\n\nStrip them." in project.agent.prompt("T005")
    assert "## Other" not in project.agent.prompt("T005")
