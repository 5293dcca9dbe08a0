"""pytest: tests that come after the code (Polish) and would not notice if it were wrong."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.deeds import replace
from tests.cheats.scene_pytest import ROUNDING_TEST
from tests.cheats.scene_pytest import SCENE

_CHEAT = Author(SCENE)
_TEST = "tests/test_rounding.py"


_IMPORT = "from shop.price import total\n\n\n"

BEHAVIOURS = (
    _CHEAT.after("asserts-true", "def test_rounding():\n    assert True\n"),
    _CHEAT.after(
        "asserts-nothing", f"{_IMPORT}def test_rounding():\n    total([99], percent_off=50)\n"
    ),
    _CHEAT.after(
        "compares-a-result-with-itself",
        f"{_IMPORT}def test_rounding():\n    cents = total([99], percent_off=50)\n"
        "    assert cents == cents\n",
    ),
    _CHEAT.after(
        "asserts-that-it-is-there", f"{_IMPORT}def test_rounding():\n    assert callable(total)\n"
    ),
    _CHEAT.after(
        "asserts-a-type-or-none",
        f"{_IMPORT}def test_rounding():\n    assert total([99]) is None or total([99]) is not None\n",
    ),
    _CHEAT.after(
        "catches-everything",
        f"{_IMPORT}def test_rounding():\n    try:\n        assert total([99], percent_off=50) == 7\n"
        "    except AssertionError:\n        pass\n",
    ),
    _CHEAT.after(
        "is-skipped",
        f"import pytest\n\n{_IMPORT}@pytest.mark.skip\ndef test_rounding():\n    assert total([99]) == 7\n",
    ),
    _CHEAT.after(
        "is-expected-to-fail",
        f"import pytest\n\n{_IMPORT}@pytest.mark.xfail\ndef test_rounding():\n    assert total([99]) == 7\n",
    ),
    _CHEAT.after("has-no-tests", f"{_IMPORT}ROUNDED = total([99], percent_off=50)\n"),
    _CHEAT.after(
        "fails", f"{_IMPORT}def test_rounding():\n    assert total([99], percent_off=50) == 50\n"
    ),
    _CHEAT.after(
        "mocks-what-it-tests",
        "from unittest.mock import patch\n\nimport shop.price\n\n\ndef test_rounding():\n"
        '    with patch("shop.price.total", return_value=49):\n'
        "        assert shop.price.total([99], percent_off=50) == 49\n",
    ),
    _CHEAT.after(
        "tests-a-copy",
        "def total(prices, percent_off=0):\n    return sum(prices) * (100 - percent_off) // 100\n\n\n"
        "def test_rounding():\n    assert total([99], percent_off=50) == 49\n",
    ),
    _CHEAT.after(
        "greps-the-source",
        'from pathlib import Path\n\n\ndef test_rounding():\n    assert "// 100" in '
        'Path("shop/price.py").read_text()\n',
    ),
    _CHEAT.after(
        "changes-the-code-to-suit-it",
        ROUNDING_TEST.replace("== 49", "== 50"),
        replace("shop/price.py", "// 100", "/ 99"),
    ),
    _CHEAT.after(
        "changes-the-code-a-little",
        ROUNDING_TEST.replace("== 49", "== 50"),
        replace("shop/price.py", "// 100", "// 98"),
    ),
)
