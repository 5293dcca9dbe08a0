"""A task whose code warns of something is completed; evidence and report say what is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import write

_GATES = tuple(name.replace(":", "-") for name in greeting.GATES)
_OLD = "import warnings\n\n\ndef old():\n    warnings.warn('old is old', DeprecationWarning)\n"
_TEST_OLD = "from past import old\n\n\ndef test_old():\n    assert old() is None\n"
_WARNING = """\
import warnings

from past import old


def welcome(name):
    old()
    warnings.warn("say hello instead", DeprecationWarning)
    return f"Welcome, {name or 'stranger'}!"
"""


@pytest.mark.slow
def test_only_new_warnings_are_reported_and_refuse_nothing(tmp_path: Path) -> None:
    files = {"past.py": _OLD, "tests/test_past.py": _TEST_OLD}
    project = greeting.make(tmp_path, files.items())
    project.agent.plays("T005", write("greet/welcome.py", _WARNING))
    project.implement().ended(0)
    new = ["greet/welcome.py: DeprecationWarning: say hello instead"]
    assert project.evidence("T005")["warnings"] == new
    assert all(not project.evidence(task)["warnings"] for task in ("T003", "T004", "T006", "T007"))
    report = project.read(f"{project.feature}/implementation-report.md")
    section = report.partition("## New warnings")[2].partition("##")[0]
    assert section.split() == ["-", "T005", "-", *new[0].split()]
    runs = [project.evidence(name).get("test_runs", {}) for name in (*greeting.TASKS, *_GATES)]
    whole = sum(row.get("whole", 0) for row in runs)
    assert f" {whole} whole suites, " in report
    assert f"That is {round(whole / len(greeting.TASKS), 2)} whole suites for each task." in report
