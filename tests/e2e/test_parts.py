"""What interfaces, models and integrations have to show by tests that are due later, or were."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.agents import Step
from tests.helpers.agents import write
from tests.helpers.greeting import PYTEST
from tests.helpers.project import Project

PLAN = """\
# Tasks: Shop

## Phase 1: Tests First

- [ ] T001 [P] Contract test for the Store interface in tests/test_store.py
- [ ] T002 [P] Test of the Price model in tests/test_price.py

## Phase 2: Core

- [ ] T003 Price model in shop/price.py
- [ ] T004 Store interface in shop/ports.py
- [ ] T005 Memory that T001 is passing with in shop/memory.py
- [ ] T006 Rounding, so that T002 is passing in any currency, in shop/rounding.py

## Phase 3: Integration

- [ ] T007 Connect prices to the store in shop/app.py
"""
TEST_STORE = """\
from shop.ports import Store


def test_store_keeps():
    from shop.memory import Memory

    store: Store = Memory()
    store.put("a")
    assert store.all() == ["a"]
"""
TEST_PRICE = """\
from shop.price import Price


def test_price_is_printed():
    assert str(Price(250)) == "2.50"
"""
PRICE = """\
class Price:
    def __init__(self, cents):
        self.cents = cents

    def __str__(self):
        return f"{self.cents / 100:.2f}"
"""
PORTS = """\
from abc import ABC, abstractmethod


class Store(ABC):
    @abstractmethod
    def put(self, item): ...

    @abstractmethod
    def all(self): ...
"""
MEMORY = """\
from shop.ports import Store


class Memory(Store):
    def __init__(self):
        self.items = []

    def put(self, item):
        self.items.append(item)

    def all(self):
        return self.items
"""
APP = """\
from shop.memory import Memory
from shop.price import Price


def sell(cents):
    store = Memory()
    store.put(str(Price(cents)))
    return store.all()
"""
WORK: dict[str, tuple[Step, ...]] = {
    "T001": (write("tests/test_store.py", TEST_STORE),),
    "T002": (write("tests/test_price.py", TEST_PRICE),),
    "T003": (write("shop/price.py", PRICE),),
    "T004": (write("shop/ports.py", PORTS),),
    "T005": (write("shop/memory.py", MEMORY),),
    "T006": (write("shop/rounding.py", "def rounded(cents):\n    return cents // 10 * 10\n"),),
    "T007": (write("shop/app.py", APP),),
}


@pytest.mark.slow
def test_parts_show_what_they_can(tmp_path: Path) -> None:
    """A wrong model and an interface without its name are refused at once, not at the deadline."""
    project = Project(tmp_path)
    settings = "retries = 1\n" + project.agent.configuration
    project.write(
        {project.plan: PLAN, "sddtasks.toml": settings, "pyproject.toml": PYTEST}
        | {"shop/__init__.py": ""}
    )
    for task, steps in WORK.items():
        project.agent.plays(task, *steps)
    wrong = PRICE.replace("/ 100", "/ 10")
    project.agent.attempts("T003", [write("shop/price.py", wrong)], WORK["T003"])
    unnamed = PORTS.replace("class Store", "class Shelf") + "\n\n# no Store yet\n"
    project.agent.attempts("T004", [write("shop/ports.py", unnamed)], WORK["T004"])
    project.begin().implement().ended(0)
    assert project.agent.calls.count("T003") == project.agent.calls.count("T004") == 2
    assert "test_price_is_printed" in project.agent.prompt("T003", 2)
    assert "shop.ports.Store is not there" in project.agent.prompt("T004", 2)
    gates = {task: project.evidence(task)["gate"] for task in ("T003", "T004", "T007")}
    said = {task: {row["name"]: row["reason"] for row in rows} for task, rows in gates.items()}
    assert "this model has to provide; 1 of them pass already" in said["T003"]["green"]
    assert "1 linked test files find what this interface has to" in said["T004"]["green"]
    assert said["T007"]["suite"].startswith("2 passed; 2 of 2 test files")
