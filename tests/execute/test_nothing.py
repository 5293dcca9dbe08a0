"""Python tests that stop at a placeholder of their own, such as None, before they ask anything."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

import pytest

from tests.helpers.agents import write
from tests.helpers.project import Project

pytestmark = pytest.mark.slow
TEST = "tests/test_welcome.py"
IMPORT = "import pytest\nfrom greet.welcome import welcome\n\n\n"
USES = "    assert welcome('Ada') == 'Welcome, Ada!'\n"
NEEDS = "    assert store is not None, 'required'\n"
DEAD: dict[str, str] = {
    "local": f"{IMPORT}def test_it():\n    store = None\n{NEEDS}{USES}",
    "annotated": f"{IMPORT}def test_it():\n    store: object | None = None\n{NEEDS}{USES}",
    "module": f"{IMPORT}store = None\n\n\ndef test_it():\n{NEEDS}{USES}",
    "another local": f"{IMPORT}def test_it():\n    none = None\n    store = none\n{NEEDS}{USES}",
    "helper": f"{IMPORT}def make():\n    return None\n\n\ndef test_it():\n    store = make()\n{NEEDS}{USES}",
    "fixture": (
        f"{IMPORT}@pytest.fixture\ndef store():\n    return None\n\n\n"
        f"def test_it(store):\n{NEEDS}{USES}"
    ),
    "fixture for all": (
        f"{IMPORT}store = None\n\n\n@pytest.fixture(autouse=True)\ndef need():\n{NEEDS}\n\n"
        f"def test_it():\n{USES}"
    ),
    "helper that asks": (
        f"{IMPORT}def need(store):\n{NEEDS}\n\ndef test_it():\n    need(None)\n{USES}"
    ),
    "fails": (
        f"{IMPORT}def test_it():\n    store = None\n    if store is None:\n"
        f"        pytest.fail('required')\n{USES}"
    ),
    "raises": (
        f"{IMPORT}def test_it():\n    store = None\n    if not store:\n"
        f"        raise AssertionError('required')\n{USES}"
    ),
    "member of none": f"{IMPORT}def test_it():\n    store = None\n    store.open()\n{USES}",
    "empty name": f"{IMPORT}def test_it():\n    name = ''\n    assert name, 'required'\n{USES}",
    "imported by its own": (
        "try:\n    from greet.welcome import welcome\nexcept ImportError:\n    welcome = None\n\n\n"
        f"def test_it():\n    store = None\n{NEEDS}{USES}"
    ),
    "set up": (
        f"{IMPORT}class TestIt:\n    def setup_method(self):\n        self.store = None\n"
        f"        assert self.store, 'required'\n\n    def test_it(self):\n    {USES}"
    ),
    "unittest": (
        f"{IMPORT}import unittest\n\n\nclass TestIt(unittest.TestCase):\n    store = None\n\n"
        "    def test_it(self):\n        self.assertIsNotNone(self.store)\n"
        f"    {USES}"
    ),
}
ALIVE: dict[str, str] = {
    "answer": f"{IMPORT}def test_it():\n    store = welcome('Ada')\n{NEEDS}    assert store\n",
    "none where it cannot be imported": (
        "try:\n    from greet.welcome import welcome\nexcept ImportError:\n    welcome = None\n\n\n"
        f"def test_it():\n    assert welcome is not None, 'required'\n{USES}"
    ),
    "none as argument": f"{IMPORT}def test_it():\n    none = None\n    assert welcome(none) == 'x'\n",
    "table": (
        f"{IMPORT}@pytest.mark.parametrize('name', [None, 'Ada'])\ndef test_it(name):\n"
        "    if name is None:\n        assert welcome(name) == 'Welcome, stranger!'\n"
        f"        return\n{USES}"
    ),
    "assigned since": (
        f"{IMPORT}def test_it():\n    store = None\n    store = welcome('Ada')\n{NEEDS}    assert store\n"
    ),
}


@pytest.mark.parametrize("kind", sorted(DEAD))
def test_that_ends_before_it_asks(at_test: Project, kind: str) -> None:
    at_test.agent.plays("T003", write(TEST, DEAD[kind]))
    at_test.implement("--retries=0").ended(1).says("T003 refused")
    assert "T003" not in at_test.completed


@pytest.mark.parametrize("kind", sorted(ALIVE))
def test_that_only_looks_alike(at_test: Project, kind: str) -> None:
    at_test.agent.plays("T003", write(TEST, ALIVE[kind]))
    at_test.agent.plays("T004")
    at_test.implement("--retries=0").ended(1).never_says("T003 refused")
    assert "T003" in at_test.completed
