"""What an agent must not get away with."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import delete
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import Project

pytestmark = pytest.mark.slow


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return greeting.planned(tmp_path, "- [ ] T001 Words in words/1.txt and words/2.txt")


def test_a_path_that_is_missing(small: Project) -> None:
    small.agent.plays("T001", write("words/1.txt", "one"))
    small.implement("--retries=0").ended(1).says("words/2.txt  does not exist")
    assert small.completed == []


def test_a_file_that_is_empty(small: Project) -> None:
    small.agent.plays("T001", write("words/1.txt", "one"), write("words/2.txt", ""))
    small.implement("--retries=0").ended(1).says("words/2.txt  is empty")


def test_nothing_at_all(small: Project) -> None:
    small.write({"words/1.txt": "one", "words/2.txt": "two"})
    small.commit("There already")
    small.agent.plays("T001")
    small.implement("--retries=0").ended(1).says("nothing that the task names was changed")


def test_a_commit_of_its_own(small: Project) -> None:
    small.agent.plays(
        "T001",
        write("words/1.txt", "one"),
        write("words/2.txt", "two"),
        run("git", "add", "--all"),
        run("git", "commit", "--quiet", "--message", "mine"),
    )
    ran = small.implement("--retries=0").ended(1)
    ran.says("was moved: only sddtasks commits", "git show")
    assert small.completed == []
    assert "mine" not in small.subjects
    kept = small.git("for-each-ref", "--format=%(refname)", "refs/sdd").split()
    assert "mine" in [small.git("log", "-1", "--format=%s", ref).strip() for ref in kept]


def test_a_tick_of_its_own(small: Project) -> None:
    plan = small.read(small.plan).replace("[ ]", "[x]")
    small.agent.plays(
        "T001", write("words/1.txt", "one"), write("words/2.txt", "two"), write(small.plan, plan)
    )
    small.implement("--retries=0").ended(1).says("specs/001-greeting/tasks.md", "only sddtasks")
    assert small.completed == []


def test_a_path_outside_of_the_repository(small: Project) -> None:
    small.edit(small.plan, "words/1.txt and words/2.txt", "`../outside.txt`")
    small.commit("Out")
    small.agent.plays("T001", write("../outside.txt", "x"))
    ran = small.implement("--retries=0")
    assert ran.code in (1, 3)
    assert small.completed == []


@pytest.fixture
def tests_next(tmp_path: Path) -> Project:
    """A project that is set up; its first task is to write a test."""
    project = greeting.planned(
        tmp_path,
        "- [ ] T001 [P] Contract test for the welcome in tests/test_welcome.py",
        "- [ ] T002 Welcome by name in greet/welcome.py",
    )
    project.write({"greet/__init__.py": "", "pyproject.toml": greeting.PYTEST})
    return project.commit("Set up")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def test_it():\n    assert True\n", "passes already"),
        (
            "import pytest\n\n\n@pytest.mark.skip\ndef test_it():\n    import greet.welcome\n",
            "is skipped",
        ),
        ("def test_it(:\n", "syntax error in the test"),
        ("def test_it():\n    assert False\n", "fails whatever the product does"),
        (
            "def test_it():\n    raise NotImplementedError\n",
            "fails whatever the product does",
        ),
        ("from greet.welcome import welcome\n", "no test"),
        ("import no_such_library\n\n\ndef test_it():\n    pass\n", "no_such_library"),
        (
            "def test_it(a_fixture_nobody_wrote):\n    import greet.welcome\n",
            "fixture, environment or missing tool",
        ),
        (
            greeting.TEST_WELCOME + "\n\ndef test_easy():\n    assert 1 + 1 == 3\n"
            "\n\ndef test_more(:\n",
            "syntax error in the test",
        ),
    ],
    ids="passes skipped syntax false raises empty library fixture half".split(),
)
def test_a_test_that_is_not_red_for_a_proper_reason(
    tests_next: Project, text: str, told: str
) -> None:
    tests_next.agent.plays("T001", write("tests/test_welcome.py", text))
    tests_next.implement("--retries=0").ended(1).says("T001 refused", told)
    assert tests_next.completed == []
    assert tests_next.status("T001") == "failed"
    assert tests_next.status("T002") == "blocked"


def test_tests_that_are_written_elsewhere(tests_next: Project) -> None:
    tests_next.agent.plays("T001", write("tests/test_other.py", greeting.TEST_WELCOME))
    tests_next.implement("--retries=0").ended(1).says("tests/test_welcome.py  does not exist")


@pytest.mark.parametrize(
    "spoil",
    [
        append("tests/test_welcome.py", "\n# weaker\n"),
        delete("tests/test_welcome.py"),
        write("tests/test_farewell.py", "def test_names_the_guest():\n    pass\n"),
    ],
    ids=["edited", "deleted", "of another task"],
)
def test_a_frozen_test_that_is_touched(half: Project, spoil: tuple[str, ...]) -> None:
    half.agent.plays("T006", *greeting.WORK["T006"], spoil)
    half.implement("--retries=0").ended(1).says("T006 refused", spoil[1])
    assert half.completed[-1] == "T005"


def test_a_conftest_that_makes_the_tests_pass(half: Project) -> None:
    """The test is unchanged, it is run, and it is not what it was."""
    cheat = (
        "import pytest\n\n\n@pytest.hookimpl(tryfirst=True)\n"
        "def pytest_runtest_call(item):\n    return None\n\n\n"
        "@pytest.fixture(autouse=True)\ndef _skip():\n    pytest.skip('later')\n"
    )
    half.agent.plays("T006", write("greet/farewell.py", "x = 1\n"), write("conftest.py", cheat))
    half.implement("--retries=0").ended(1).says("T006 refused")


def test_an_implementation_that_fails_its_tests(half: Project) -> None:
    half.agent.plays("T006", write("greet/farewell.py", "def farewell(name):\n    return ''\n"))
    ran = half.implement("--retries=0").ended(1)
    ran.says(
        "T006 refused: tests still fail (1 of 1)", "tests/test_farewell.py::test_names_the_guest"
    )


def test_a_regression_in_an_earlier_test(half: Project) -> None:
    half.agent.plays(
        "T006",
        *greeting.WORK["T006"],
        write("greet/welcome.py", "def welcome(name):\n    return 'Hi'\n"),
    )
    ran = half.implement("--retries=0", env={"SDD_SCOPE": "off"}).ended(1)
    ran.says("T006 refused", "tests/test_welcome.py::test_names_the_guest")
    assert half.state.task_status["T006"].failure_class == "unexpected test failure"


def test_a_process_left_behind_is_ended(small: Project, tmp_path: Path) -> None:
    left = tmp_path / "left-behind.py"
    left.write_text("import time\ntime.sleep(60)\n")
    small.agent.plays(
        "T001",
        write("words/1.txt", "one"),
        write("words/2.txt", "two"),
        run("sh", "-c", f"setsid python3 {left} > /dev/null 2>&1 &"),
    )
    small.implement().ended(0)
    found = subprocess.run(["pgrep", "-f", str(left)], capture_output=True, check=False)
    assert found.stdout == b""
