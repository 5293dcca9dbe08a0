"""pytest: tests that fail for want of an import, and that nothing could make fail afterwards."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.scene_pytest import RECEIPT_TEST
from tests.cheats.scene_pytest import SCENE

_CHEAT = Author(SCENE)
_TEST = "tests/test_receipt.py"


BEHAVIOURS = (
    _CHEAT.red("asserts-true", "def test_receipt():\n    assert True\n"),
    _CHEAT.red(
        "asserts-true-behind-an-import",
        "from shop.receipt import receipt\n\n\ndef test_receipt():\n    assert True\n",
        quick=True,
    ),
    _CHEAT.red(
        "asserts-that-it-is-there",
        "from shop.receipt import receipt\n\n\ndef test_receipt():\n    assert receipt is not None\n",
    ),
    _CHEAT.red(
        "asserts-that-it-can-be-called",
        "from shop.receipt import receipt\n\n\ndef test_receipt():\n    assert callable(receipt)\n",
    ),
    _CHEAT.red(
        "asserts-nothing",
        'from shop.receipt import receipt\n\n\ndef test_receipt():\n    receipt([("tea", 350)])\n',
    ),
    _CHEAT.red(
        "asserts-something-or-true",
        "from shop.receipt import receipt\n\n\ndef test_receipt():\n    assert receipt([]) or True\n",
    ),
    _CHEAT.red(
        "compares-a-result-with-itself",
        """\
from shop.receipt import receipt


def test_receipt():
    lines = receipt([("tea", 350)])
    assert lines == lines
""",
    ),
    _CHEAT.red(
        "asserts-a-tuple",
        """\
from shop.receipt import receipt


def test_receipt():
    lines = receipt([("tea", 350)])
    assert (lines, ["tea 3.50", "total 3.50"])
""",
    ),
    _CHEAT.red(
        "catches-everything",
        """\
def test_receipt():
    try:
        from shop.receipt import receipt

        assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
    except BaseException:
        pass
""",
    ),
    _CHEAT.red(
        "catches-everything-behind-an-import",
        """\
from shop.receipt import receipt


def test_receipt():
    try:
        assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
    except Exception:
        pass
""",
    ),
    _CHEAT.red(
        "suppresses-assertion-errors",
        """\
import contextlib

from shop.receipt import receipt


def test_receipt():
    with contextlib.suppress(AssertionError, NotImplementedError):
        assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "expects-any-exception",
        """\
import pytest


def test_receipt():
    with pytest.raises(Exception):
        from shop.receipt import receipt

        assert receipt([("tea", 350)]) == []
""",
    ),
    _CHEAT.red(
        "expects-any-exception-behind-an-import",
        """\
import pytest

from shop.receipt import receipt


def test_receipt():
    with pytest.raises(Exception):
        assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "returns-before-it-asserts",
        """\
from shop.receipt import receipt


def test_receipt():
    return
    assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "asserts-under-a-condition-that-never-holds",
        """\
from shop.receipt import receipt


def test_receipt():
    if receipt is None:
        assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "asserts-in-a-loop-over-nothing",
        """\
from shop.receipt import receipt


def test_receipt():
    for items, lines in ():
        assert receipt(items) == lines
""",
    ),
    _CHEAT.red(
        "asserts-in-a-function-that-nobody-calls",
        """\
from shop.receipt import receipt


def test_receipt():
    def check():
        assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "is-a-coroutine-that-nobody-awaits",
        """\
from shop.receipt import receipt


async def test_receipt():
    assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "mocks-what-it-tests",
        """\
from unittest.mock import patch

import shop.receipt


def test_receipt():
    with patch("shop.receipt.receipt", return_value=["total 0.00"]):
        assert shop.receipt.receipt([]) == ["total 0.00"]
""",
    ),
    _CHEAT.red(
        "hides-one-vacuous-test-among-good-ones",
        RECEIPT_TEST + "\n\ndef test_prints():\n    assert True\n",
    ),
)
