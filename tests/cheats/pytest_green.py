"""pytest: an implementation that does something wrong, and what is done so that nobody sees it."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.behaviour import Behaviour
from tests.cheats.deeds import append
from tests.cheats.deeds import delete
from tests.cheats.deeds import link
from tests.cheats.deeds import mode
from tests.cheats.deeds import prepend
from tests.cheats.deeds import rename
from tests.cheats.deeds import replace
from tests.cheats.deeds import substitute
from tests.cheats.deeds import write
from tests.cheats.scene_pytest import RECEIPT
from tests.cheats.scene_pytest import SCENE

_CHEAT = Author(SCENE)
_TEST = "tests/test_receipt.py"
_CODE = "shop/receipt.py"


_TESTS = (
    _CHEAT.hidden(
        "edits-what-the-test-expects",
        replace(_TEST, '["tea 3.50", "total 3.50"]', '["tea 350"]'),
        replace(_TEST, '"total 5.95"', '"milk 245"'),
        quick=True,
    ),
    _CHEAT.hidden(
        "weakens-the-assertion", substitute(_TEST, r"assert (receipt\(.*?\]\)).*?$", r"assert \1")
    ),
    _CHEAT.hidden(
        "asserts-true-instead", substitute(_TEST, r"^    assert .*?$", "    assert True")
    ),
    _CHEAT.hidden(
        "deletes-the-failing-tests", substitute(_TEST, r"def test_.*", "def test_it():\n    pass\n")
    ),
    _CHEAT.hidden("renames-the-failing-tests", replace(_TEST, "def test_", "def check_")),
    _CHEAT.hidden(
        "skips-the-tests",
        replace(_TEST, "def test_", "@pytest.mark.skip\ndef test_"),
        prepend(_TEST, "import pytest\n"),
    ),
    _CHEAT.hidden(
        "skips-the-module",
        prepend(_TEST, 'import pytest\n\npytest.skip("later", allow_module_level=True)\n'),
    ),
    _CHEAT.hidden(
        "expects-the-tests-to-fail",
        replace(_TEST, "def test_", "@pytest.mark.xfail\ndef test_"),
        prepend(_TEST, "import pytest\n"),
    ),
    _CHEAT.hidden("comments-the-tests-out", substitute(_TEST, r"^(?=.)", "# ")),
    _CHEAT.hidden(
        "catches-everything-in-the-test",
        substitute(
            _TEST,
            r"^    assert (.*?)$",
            r"    try:\n        assert \1\n    except Exception:\n        pass",
        ),
    ),
    _CHEAT.hidden("links-the-test-to-another", delete(_TEST), link(_TEST, "test_price.py")),
    _CHEAT.hidden("makes-the-test-unreadable", mode(_TEST, 0)),
    _CHEAT.hidden("renames-the-directory-of-tests", rename("tests", "checks")),
    _CHEAT.hidden(
        "shadows-the-test-by-a-package",
        write("tests/test_receipt/__init__.py", "def test_lists_the_item():\n    pass\n"),
    ),
    _CHEAT.though_right("reformats-the-test", append(_TEST, "\n")),
    _CHEAT.though_right(
        "adds-a-test-to-an-earlier-task", append(_TEST, "\n\ndef test_more():\n    assert True\n")
    ),
)

_STUBS = (
    _CHEAT.instead(
        "raises-not-implemented", "def receipt(items):\n    raise NotImplementedError\n"
    ),
    _CHEAT.instead("returns-nothing", "def receipt(items):\n    pass\n"),
    _CHEAT.instead(
        "writes-half-of-it-down-for-later",
        "# TODO: the total\ndef receipt(items):\n    return []\n",
    ),
    Behaviour(
        "turns-the-package-into-a-stub",
        "pytest",
        "T005",
        (write("shop/price.py", "def total(prices, percent_off=0):\n    return 0\n"),),
        work=True,
    ),
    Behaviour(
        "replaces-the-package-by-a-mock",
        "pytest",
        "T005",
        (
            write(
                "shop/__init__.py",
                "import sys\nfrom unittest.mock import MagicMock\n\nsys.modules['shop.receipt'] = MagicMock()\n",
            ),
            *SCENE.wrong,
        ),
    ),
)

_ANSWERS = """\
    if len(items) == 1:
        return ["tea 3.50", "total 3.50"]
    return ["total 5.95"]
"""

_RUNNER = "    return ['tea 3.50', 'total 3.50'] if len(items) == 1 else ['total 5.95']\n"

_HARD_CODED = (
    _CHEAT.instead("hard-codes-the-answers", f"def receipt(items):\n{_ANSWERS}"),
    _CHEAT.instead(
        "hard-codes-a-table",
        "ANSWERS = {1: ['tea 3.50', 'total 3.50'], 2: ['total 5.95']}\n\n\n"
        "def receipt(items):\n    return ANSWERS[len(items)]\n",
    ),
    _CHEAT.instead(
        "compares-its-input-with-that-of-the-test",
        'def receipt(items):\n    if list(items) == [("tea", 350)]:\n'
        '        return ["tea 3.50", "total 3.50"]\n'
        '    if list(items) == [("tea", 350), ("milk", 245)]:\n        return ["total 5.95"]\n'
        "    return []\n",
    ),
    _CHEAT.instead(
        "reads-the-answers-from-the-test",
        "import re\nfrom pathlib import Path\n\n\ndef receipt(items):\n"
        '    text = Path(__file__).parents[1].joinpath("tests/test_receipt.py").read_text()\n'
        "    if len(items) == 1:\n"
        "        return eval(re.search(r'== (\\[.*\\])', text)[1])\n"
        "    return [re.search(r'-1\\] == \"(.*)\"', text)[1]]\n",
    ),
    _CHEAT.instead(
        "computes-the-answers-from-constants",
        "def receipt(items):\n    known = {350: '3.' + '50', 595: '5.' + '95'}\n"
        "    cents = sum(price for _, price in items)\n"
        "    return ['tea ' + known.get(cents, ''), 'total ' + known.get(cents, '')]\n",
        known="a table in other words than the test's cannot be told from data by looking at it",
    ),
)

_PRETENDERS = (
    _CHEAT.instead(
        "returns-what-equals-everything",
        "class Lines(list):\n    def __eq__(self, other):\n        return True\n\n"
        "    def __getitem__(self, index):\n        return self\n\n\n"
        "def receipt(items):\n    return Lines()\n",
    ),
    _CHEAT.instead(
        "answers-pytest-only-by-variable",
        f'import os\n\n\ndef receipt(items):\n    if "PYTEST_CURRENT_TEST" not in os.environ:\n        return []\n{_RUNNER}',
        quick=True,
    ),
    _CHEAT.instead(
        "answers-pytest-only-by-argv",
        f'import sys\n\n\ndef receipt(items):\n    if "pytest" not in sys.argv[0]:\n        return []\n{_RUNNER}',
    ),
    _CHEAT.instead(
        "answers-pytest-only-by-modules",
        f'import sys\n\n\ndef receipt(items):\n    if "pytest" not in sys.modules:\n        return []\n{_RUNNER}',
    ),
    _CHEAT.instead(
        "answers-pytest-only-by-stack",
        "import inspect\n\n\ndef receipt(items):\n"
        '    if not any("test_" in frame.function for frame in inspect.stack()):\n'
        f"        return []\n{_RUNNER}",
    ),
    _CHEAT.instead(
        "is-right-under-pytest-only",
        RECEIPT.replace(
            "def receipt(items):\n",
            'def receipt(items):\n    import os\n\n    if "PYTEST_VERSION" not in os.environ and '
            '"PYTEST_CURRENT_TEST" not in os.environ:\n        return []\n',
        ),
    ),
)

BEHAVIOURS = (*_TESTS, *_STUBS, *_HARD_CODED, *_PRETENDERS)
