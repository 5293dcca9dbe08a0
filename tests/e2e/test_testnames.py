"""What is no test, whatever its name: a product called latest.py, and fixtures in conftest.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import write
from tests.helpers.project import Project

pytestmark = pytest.mark.slow


def planned(home: Path, *lines: str) -> Project:
    project = greeting.planned(home, *lines)
    project.write({"pyproject.toml": greeting.PYTEST})
    return project.commit("Set up")


@pytest.mark.parametrize("name", ["latest", "contest", "attest", "spec"])
def test_a_placeholder_in_a_product_with_test_in_its_name(name: str, tmp_path: Path) -> None:
    project = planned(tmp_path, f"- [ ] T001 Implement the ranking in src/{name}.py")
    promise = "def ranking(names):\n    raise NotImplementedError\n"
    project.agent.plays("T001", write(f"src/{name}.py", promise))
    project.implement("--retries=0").ended(1).says(f"src/{name}.py  is only a placeholder")
    project.agent.plays("T001", write(f"src/{name}.py", "def ranking(names):\n    return names\n"))
    project.implement("--retries=0").ended(0)


def test_fixtures_in_conftest(tmp_path: Path) -> None:
    project = planned(
        tmp_path,
        "- [ ] T001 Create test fixtures in tests/conftest.py",
        "- [ ] T002 Test of the welcome in tests/test_welcome.py",
        "- [ ] T003 Welcome by name in greet/welcome.py",
    )
    fixtures = 'import pytest\n\n\n@pytest.fixture\ndef guest():\n    return "Ada"\n'
    project.agent.plays("T001", write("tests/conftest.py", fixtures))
    test = greeting.TEST_WELCOME.replace("guest():", "guest(guest):").replace('"Ada")', "guest)")
    project.agent.plays("T002", write("tests/test_welcome.py", test))
    project.agent.plays("T003", *greeting.WORK["T005"])
    project.implement("--retries=0").ended(0)
    assert project.completed == ["T001", "T002", "T003"]


def test_a_task_that_only_writes_conftest_has_to_write_it(tmp_path: Path) -> None:
    project = planned(tmp_path, "- [ ] T001 [P] Tests: shared fixtures in tests/conftest.py")
    project.agent.plays("T001")
    project.implement("--retries=0").ended(1).says("tests/conftest.py  does not exist")


def test_what_the_project_itself_calls_tests(tmp_path: Path) -> None:
    project = planned(
        tmp_path,
        "- [ ] T001 Test of the welcome in tests/check_welcome.py",
        "- [ ] T002 Welcome by name in greet/welcome.py",
    )
    project.write({"pyproject.toml": f'{greeting.PYTEST}python_files = "check_*.py"\n'})
    project.commit("Names of tests")
    project.agent.plays("T001", write("tests/check_welcome.py", greeting.TEST_WELCOME))
    project.agent.plays("T002", *greeting.WORK["T005"])
    project.implement("--retries=0").ended(0)
    assert project.evidence("T001")["red"]
