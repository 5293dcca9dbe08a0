"""The scene in Python with pytest."""

from __future__ import annotations

from tests.cheats.behaviour import Scene
from tests.cheats.deeds import write

PRICE_TEST = """\
import pytest

from shop.price import total


def test_adds_up():
    assert total([350, 250]) == 600


def test_takes_percent_off():
    assert total([350, 250], percent_off=10) == 540


def test_gives_nothing_away_for_less_than_nothing():
    with pytest.raises(ValueError):
        total([350], percent_off=101)
"""

RECEIPT_TEST = """\
from shop.receipt import receipt


def test_lists_the_item():
    assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]


def test_ends_with_the_total():
    assert receipt([("tea", 350), ("milk", 245)])[-1] == "total 5.95"
"""

ROUNDING_TEST = """\
from shop.price import total
from shop.receipt import receipt


def test_half_a_cent_is_rounded_down():
    assert total([99], percent_off=50) == 49


def test_cents_have_two_digits():
    assert receipt([("gum", 5)]) == ["gum 0.05", "total 0.05"]
"""

PRICE = """\
def total(prices, percent_off=0):
    if percent_off > 100:
        raise ValueError(f"{percent_off} percent off is more than everything")
    return sum(prices) * (100 - percent_off) // 100
"""

RECEIPT = """\
from shop.price import total


def receipt(items):
    lines = [f"{name} {_euros(cents)}" for name, cents in items]
    return [*lines, f"total {_euros(total(cents for _, cents in items))}"]


def _euros(cents):
    return f"{cents // 100}.{cents % 100:02}"
"""

PYPROJECT = """\
[project]
name = "shop"
version = "0.1"

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]
"""

WRONG = """\
def receipt(items):
    return [f"{name} {cents}" for name, cents in items]
"""

SCENE = Scene(
    name="pytest",
    program="pytest",
    plan="Python 3.11, no dependencies, tested with pytest.",
    paths={
        "setup": "shop/__init__.py and pyproject.toml",
        "price": "shop/price.py",
        "receipt": "shop/receipt.py",
        "price_test": "tests/test_price.py",
        "receipt_test": "tests/test_receipt.py",
        "rounding_test": "tests/test_rounding.py",
    },
    honest={
        "T001": (write("shop/__init__.py", ""), write("pyproject.toml", PYPROJECT)),
        "T002": (write("tests/test_price.py", PRICE_TEST),),
        "T003": (write("tests/test_receipt.py", RECEIPT_TEST),),
        "T004": (write("shop/price.py", PRICE),),
        "T005": (write("shop/receipt.py", RECEIPT),),
        "T006": (write("tests/test_rounding.py", ROUNDING_TEST),),
    },
    wrong=(write("shop/receipt.py", WRONG),),
    comment="#",
    files={".gitignore": "__pycache__/\n"},
)
