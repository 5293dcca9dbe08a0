"""Red for the right reason: tests that say nothing about the product are refused."""

from __future__ import annotations

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import write
from tests.helpers.project import Project

TEST = "tests/test_welcome.py"
IMPORT = "from greet.welcome import welcome\n\n\n"
GOOD = "def test_good():\n    assert welcome('Ada') == 'Welcome, Ada!'\n\n\n"

IMPROPER: dict[str, str] = {
    "asserts nothing": f"{IMPORT}{GOOD}def test_idle():\n    assert True\n",
    "never uses it": f"{IMPORT}{GOOD}def test_idle():\n    assert 1 + 1 == 2\n",
    "catches everything": (
        f"{IMPORT}{GOOD}def test_idle():\n    try:\n        welcome('')\n"
        "    except Exception:\n        pass\n"
    ),
    "expects any exception": (
        f"import pytest\n{IMPORT}{GOOD}def test_idle():\n"
        "    with pytest.raises(Exception):\n        welcome('')\n"
    ),
    "imports in the test": (
        "def test_idle():\n    from greet.welcome import welcome  # noqa\n    assert True\n"
    ),
    "a placeholder behind an import": f"{IMPORT}{GOOD}def test_idle():\n    assert False\n",
    "skips": f"import pytest\n{IMPORT}{GOOD}@pytest.mark.skip\ndef test_idle():\n    welcome('')\n",
    "flaky": (
        "import os, pathlib\nimport greet\n\n\ndef test_flaky():\n"
        "    mark = pathlib.Path(os.environ['HOME']) / 'flaky'\n    first = not mark.exists()\n"
        "    mark.touch()\n    assert hasattr(greet, 'welcome') or not first and greet.welcome\n"
    ),
}


@pytest.mark.parametrize("kind", sorted(set(IMPROPER) - {"flaky"}))
def test_improper(at_test: Project, kind: str) -> None:
    at_test.agent.plays("T003", write(TEST, IMPROPER[kind]))
    at_test.implement("--retries=0").ended(1).says("T003 refused")
    assert "T003" not in at_test.completed


PROPER: dict[str, str] = {
    "plain": f"{IMPORT}{GOOD}",
    "an exception of its own": (
        "import pytest\nfrom greet.welcome import Nobody, welcome\n\n\ndef test_refuses():\n"
        "    with pytest.raises(Nobody):\n        welcome(None)\n"
    ),
    "a fake that inherits": (
        "from greet.welcome import Greeter\n\n\nclass Fake(Greeter):\n"
        "    def name(self) -> 'Greeter | None':\n        return None\n\n\n"
        "def test_uses():\n    assert Fake().greet() == 'Welcome'\n"
    ),
    "parametrized by the product": (
        "import pytest\nfrom greet.welcome import NAMES, welcome\n\n\n"
        "@pytest.mark.parametrize('name', NAMES)\ndef test_all(name):\n    assert welcome(name)\n"
    ),
    "a fixture": (
        "import pytest\nfrom greet.welcome import Greeter\n\n\n@pytest.fixture\ndef greeter():\n"
        "    return Greeter(lang='en')\n\n\n"
        "def test_uses(greeter):\n    assert greeter.greet() == 'Hi'\n"
    ),
    "mocks": (
        "from unittest.mock import patch\nfrom greet import welcome\n\n\ndef test_patched():\n"
        "    with patch('greet.welcome.now', return_value=3):\n"
        "        assert welcome.welcome('Ada') == 'Good night, Ada'\n"
    ),
    "annotations": (
        "from __future__ import annotations\nfrom greet.welcome import Name, welcome\n\n\n"
        "def name() -> Name | None:\n    return None\n\n\ndef test_none():\n"
        "    assert welcome(name()) == 'Welcome, stranger!'\n"
    ),
    "a class of tests": (
        f"{IMPORT}class TestWelcome:\n"
        "    def test_names(self):\n        assert 'Ada' in welcome('Ada')\n"
    ),
    "a new attribute": "import greet\n\n\ndef test_version():\n    assert greet.version() == 1\n",
}


@pytest.mark.parametrize("kind", sorted(PROPER))
def test_proper(at_test: Project, kind: str) -> None:
    at_test.agent.plays("T003", write(TEST, PROPER[kind]))
    at_test.agent.plays("T004")
    at_test.implement("--retries=0").ended(1).never_says("T003 refused")
    assert "T003" in at_test.completed


@pytest.mark.slow
def test_a_test_task_leaves_earlier_tests_alone(at_code: Project) -> None:
    at_code.write(
        {"dodo.py": "from sddtasks.dodo import DOIT_CONFIG, task_feature  # noqa: F401\n"}
    )
    at_code.commit("dodo.py")
    at_code.doit("forget", "T004").ended(0)
    at_code.agent.plays(
        "T004", append(TEST, "\n# mine now\n"), append("tests/test_farewell.py", "\n")
    )
    at_code.agent.plays("T005")
    at_code.implement("--retries=0").ended(1)
    assert at_code.evidence("T004")["status"] == "failed"


@pytest.mark.slow
def test_what_exists_is_judged_on_the_tree_without_it(at_polish: Project) -> None:
    """The test of T005's code is written anew after it; the user's tree is never broken."""
    more = (
        greeting.TEST_WELCOME + "\n\ndef test_more():\n    assert welcome('Bo') == 'Welcome, Bo!'\n"
    )
    at_polish.edit(at_polish.plan, "Test of contracts/welcome.md in", "More tests of it in")
    at_polish.commit("More tests")
    at_polish.agent.plays("T003", write(TEST, more))
    at_polish.implement().ended(0)
    gate = next(g for g in at_polish.evidence("T003")["gate"] if g["name"] == "red")
    assert "on the tree before the implementation" in gate["reason"]
    assert set(at_polish.evidence("T003")["red"]) >= {f"{TEST}::test_more"}
    assert at_polish.dirty == []
