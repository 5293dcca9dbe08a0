"""The scene in Python with unittest: the product is the one of the pytest scene."""

from __future__ import annotations

from tests.cheats.behaviour import Scene
from tests.cheats.deeds import write
from tests.cheats.scene_pytest import PRICE
from tests.cheats.scene_pytest import RECEIPT
from tests.cheats.scene_pytest import WRONG

PRICE_TEST = """\
import unittest

from shop.price import total


class PriceTest(unittest.TestCase):
    def test_adds_up(self):
        self.assertEqual(total([350, 250]), 600)

    def test_takes_percent_off(self):
        self.assertEqual(total([350, 250], percent_off=10), 540)

    def test_gives_nothing_away_for_less_than_nothing(self):
        with self.assertRaises(ValueError):
            total([350], percent_off=101)
"""

RECEIPT_TEST = """\
import unittest

from shop.receipt import receipt


class ReceiptTest(unittest.TestCase):
    def test_lists_the_item(self):
        self.assertEqual(receipt([("tea", 350)]), ["tea 3.50", "total 3.50"])

    def test_ends_with_the_total(self):
        self.assertEqual(receipt([("tea", 350), ("milk", 245)])[-1], "total 5.95")
"""

ROUNDING_TEST = """\
import unittest

from shop.price import total
from shop.receipt import receipt


class RoundingTest(unittest.TestCase):
    def test_half_a_cent_is_rounded_down(self):
        self.assertEqual(total([99], percent_off=50), 49)

    def test_cents_have_two_digits(self):
        self.assertEqual(receipt([("gum", 5)]), ["gum 0.05", "total 0.05"])
"""

PYPROJECT = """\
[project]
name = "shop"
version = "0.1"
"""

SCENE = Scene(
    name="unittest",
    program="python3",
    plan="Python 3.11, no dependencies, tested with unittest.",
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
    files={".gitignore": "__pycache__/\n", "tests/__init__.py": ""},
)
