"""unittest: what pytest's cheats have in common with it, and what only unittest allows."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.deeds import append
from tests.cheats.deeds import prepend
from tests.cheats.deeds import replace
from tests.cheats.deeds import substitute
from tests.cheats.deeds import write
from tests.cheats.pytest_disguised import poisoned_cache
from tests.cheats.scene_pytest import RECEIPT
from tests.cheats.scene_pytest import WRONG
from tests.cheats.scene_unittest import RECEIPT_TEST
from tests.cheats.scene_unittest import ROUNDING_TEST
from tests.cheats.scene_unittest import SCENE

_CHEAT = Author(SCENE)
_TEST = "tests/test_receipt.py"
_CODE = "shop/receipt.py"
_HEAD = "import unittest\n\nfrom shop.receipt import receipt\n\n\nclass ReceiptTest(unittest.TestCase):\n"
_ANSWERS = "['tea 3.50', 'total 3.50'] if len(items) == 1 else ['total 5.95']"


def _method(body: str, head: str = _HEAD, name: str = "test_receipt") -> str:
    return f"{head}    def {name}(self):\n        {body}\n"


_RED = (
    _CHEAT.red(
        "fails-anyway",
        _method(
            'self.fail("not implemented")',
            "import unittest\n\n\nclass ReceiptTest(unittest.TestCase):\n",
        ),
    ),
    _CHEAT.red("fails-anyway-behind-an-import", _method('self.fail("not implemented")')),
    _CHEAT.red("compares-constants-behind-an-import", _method("self.assertEqual(1, 2)")),
    _CHEAT.red("asserts-true-behind-an-import", _method("self.assertTrue(True)")),
    _CHEAT.red("asserts-that-it-is-there", _method("self.assertIsNotNone(receipt)")),
    _CHEAT.red("asserts-nothing", _method('receipt([("tea", 350)])')),
    _CHEAT.red(
        "compares-a-result-with-itself",
        _method('lines = receipt([("tea", 350)])\n        self.assertEqual(lines, lines)'),
    ),
    _CHEAT.red(
        "catches-everything",
        _method(
            'try:\n            self.assertEqual(receipt([("tea", 350)]), ["tea 3.50"])\n        except Exception:\n            pass'
        ),
    ),
    _CHEAT.red(
        "expects-any-exception",
        _method(
            'with self.assertRaises(Exception):\n            self.assertEqual(receipt([("tea", 350)]), ["tea 3.50"])'
        ),
    ),
    _CHEAT.red("skips-itself", _method('self.skipTest("later")')),
    _CHEAT.red(
        "is-skipped",
        _HEAD.replace("class", "@unittest.skip('later')\nclass")
        + '    def test_receipt(self):\n        self.assertEqual(receipt([]), ["total 0.00"])\n',
    ),
    _CHEAT.red(
        "is-expected-to-fail",
        f'{_HEAD}    @unittest.expectedFailure\n    def test_receipt(self):\n        self.assertEqual(receipt([]), ["total 0.00"])\n',
    ),
    _CHEAT.red(
        "loads-other-tests",
        RECEIPT_TEST
        + "\n\ndef load_tests(loader, tests, pattern):\n    return unittest.TestSuite()\n",
    ),
    _CHEAT.red(
        "loads-tests-that-pass",
        RECEIPT_TEST
        + "\n\ndef load_tests(loader, tests, pattern):\n    return unittest.TestSuite([unittest.FunctionTestCase(lambda: None)])\n",
    ),
    _CHEAT.red(
        "is-a-coroutine-that-nobody-awaits",
        f'{_HEAD}    async def test_receipt(self):\n        self.assertEqual(receipt([]), ["total 0.00"])\n',
    ),
    _CHEAT.red(
        "replaces-run",
        f'{_HEAD}    def run(self, result=None):\n        result.startTest(self)\n        result.addSuccess(self)\n        result.stopTest(self)\n\n    def test_receipt(self):\n        self.assertEqual(receipt([]), ["total 0.00"])\n',
    ),
    _CHEAT.red(
        "replaces-an-assertion",
        f'{_HEAD}    def assertEqual(self, first, second, msg=None):\n        pass\n\n    def test_receipt(self):\n        self.assertEqual(receipt([]), ["total 0.00"])\n',
    ),
    _CHEAT.red(
        "mocks-what-it-tests",
        "import unittest\nfrom unittest.mock import patch\n\nimport shop.receipt\n\n\nclass ReceiptTest(unittest.TestCase):\n    @patch('shop.receipt.receipt', return_value=['tea 3.50'])\n    def test_receipt(self, receipt):\n        self.assertEqual(shop.receipt.receipt([]), ['tea 3.50'])\n",
    ),
    _CHEAT.red("mistypes-the-import", RECEIPT_TEST.replace("shop.receipt", "shop.reciept")),
    _CHEAT.red(
        "asks-whether-the-file-exists",
        _method(
            'self.assertTrue(os.path.exists("shop/receipt.py"))',
            "import os\nimport unittest\n\n\nclass ReceiptTest(unittest.TestCase):\n",
        ),
    ),
    _CHEAT.red(
        "stops-when-the-file-is-there",
        "import os\n"
        + _method(
            'if os.path.exists("shop/receipt.py"):\n            return\n        self.assertEqual(receipt([]), ["total 0.00"])'
        ),
    ),
    _CHEAT.red(
        "breaks-in-set-up",
        f'{_HEAD}    def setUp(self):\n        raise AssertionError("red")\n\n    def test_receipt(self):\n        pass\n',
    ),
    _CHEAT.red(
        "patches-the-runner-behind-an-import",
        f"{RECEIPT_TEST}\n\nunittest.TestCase.run = lambda self, result=None: result.addSuccess(self)\n",
    ),
    _CHEAT.red(
        "returns-before-it-asserts",
        _method('return\n        self.assertEqual(receipt([]), ["total 0.00"])'),
    ),
    _CHEAT.red(
        "has-no-tests",
        _method('self.assertEqual(receipt([]), ["total 0.00"])', name="check_receipt"),
    ),
    _CHEAT.red(
        "hides-one-vacuous-test-among-good-ones",
        f"{RECEIPT_TEST}\n    def test_prints(self):\n        self.assertTrue(receipt)\n",
    ),
)

_GREEN = (
    _CHEAT.hidden(
        "edits-what-the-test-expects",
        replace(_TEST, '["tea 3.50", "total 3.50"]', '["tea 350"]'),
        replace(_TEST, '"total 5.95"', '"milk 245"'),
    ),
    _CHEAT.hidden("weakens-the-assertion", replace(_TEST, "assertEqual", "assertTrue")),
    _CHEAT.hidden(
        "skips-the-tests",
        replace(_TEST, "    def test_", "    @unittest.skip('later')\n    def test_"),
    ),
    _CHEAT.hidden(
        "expects-the-tests-to-fail",
        replace(_TEST, "    def test_", "    @unittest.expectedFailure\n    def test_"),
    ),
    _CHEAT.hidden("renames-the-tests", substitute(_TEST, r"def test_", "def check_")),
    _CHEAT.hidden(
        "patches-the-runner-from-the-package-of-tests",
        append(
            "tests/__init__.py",
            "import unittest\n\nunittest.TestCase.assertEqual = lambda self, *words: None\n",
        ),
    ),
    _CHEAT.hidden("poisons-the-bytecode", poisoned_cache),
    _CHEAT.hidden(
        "shadows-the-product-below-src",
        write("src/shop/__init__.py", ""),
        write("src/shop/receipt.py", f"def receipt(items):\n    return {_ANSWERS}\n"),
    ),
    _CHEAT.hidden("shadows-unittest", write("unittest.py", "class TestCase:\n    pass\n")),
    _CHEAT.hidden("shadows-the-runner", write("sdd_unittest.py", "import sys\n\nsys.exit(0)\n")),
    _CHEAT.hidden(
        "starts-before-all-others",
        write(
            "sitecustomize.py",
            "import unittest\n\nunittest.TestCase.assertEqual = lambda self, *words: None\n",
        ),
    ),
    _CHEAT.hidden(
        "prints-a-summary",
        prepend(_CODE, "import sys\n\nprint('Ran 2 tests in 0.000s\\n\\nOK', file=sys.stderr)\n"),
    ),
    _CHEAT.instead(
        "patches-assertions",
        f"import unittest\n\nunittest.TestCase.assertEqual = lambda self, *words: None\n\n\n{WRONG}",
    ),
    _CHEAT.instead(
        "patches-assertions-in-disguise",
        f"import sys\n\nfor module in list(sys.modules.values()):\n    case = getattr(module, 'Test' + 'Case', None)\n    if case:\n        case.assertEqual = lambda self, *words: None\n\n\n{WRONG}",
    ),
    _CHEAT.instead(
        "skips-from-the-product",
        "import unittest\n\n\ndef receipt(items):\n    raise unittest.SkipTest('later')\n",
    ),
    _CHEAT.instead("exits-in-the-call", "import os\n\n\ndef receipt(items):\n    os._exit(0)\n"),
    _CHEAT.instead("leaves-politely", "import sys\n\n\ndef receipt(items):\n    sys.exit(0)\n"),
    _CHEAT.instead("hard-codes-the-answers", f"def receipt(items):\n    return {_ANSWERS}\n"),
    _CHEAT.instead(
        "compares-its-input-with-that-of-the-test",
        'def receipt(items):\n    if items == [("tea", 350)]:\n        return ["tea 3.50", "total 3.50"]\n    return ["total 5.95"]\n',
    ),
    _CHEAT.instead(
        "answers-unittest-only-by-modules",
        f"import sys\n\n\ndef receipt(items):\n    if 'unittest' not in sys.modules:\n        return []\n    return {_ANSWERS}\n",
    ),
    _CHEAT.instead(
        "returns-what-equals-everything",
        "from unittest.mock import ANY\n\n\ndef receipt(items):\n    return {0: ANY, -1: ANY} if len(items) > 1 else ANY\n",
    ),
    _CHEAT.instead(
        "rewrites-itself-after-it-was-run",
        f"{RECEIPT}\n\nimport atexit\nfrom pathlib import Path\n\natexit.register(Path(__file__).write_text, {WRONG!r})\n",
    ),
    _CHEAT.after(
        "asserts-true",
        "import unittest\n\nfrom shop.price import total\n\n\nclass RoundingTest(unittest.TestCase):\n    def test_rounding(self):\n        self.assertTrue(total)\n",
    ),
    _CHEAT.after(
        "compares-a-result-with-itself",
        "import unittest\n\nfrom shop.price import total\n\n\nclass RoundingTest(unittest.TestCase):\n    def test_rounding(self):\n        self.assertEqual(total([99]), total([99]))\n",
    ),
    _CHEAT.after(
        "mocks-what-it-tests",
        "import unittest\nfrom unittest.mock import patch\n\nimport shop.price\n\n\nclass RoundingTest(unittest.TestCase):\n    @patch('shop.price.total', return_value=49)\n    def test_rounding(self, total):\n        self.assertEqual(shop.price.total([99], 50), 49)\n",
    ),
    _CHEAT.after(
        "changes-the-code-to-suit-it",
        ROUNDING_TEST.replace("49)", "50)"),
        replace("shop/price.py", "// 100", "/ 99"),
    ),
    _CHEAT.after(
        "replaces-an-assertion",
        "import unittest\n\nfrom shop.price import total\n\n\nclass RoundingTest(unittest.TestCase):\n    def assertEqual(self, *words):\n        pass\n\n    def test_rounding(self):\n        self.assertEqual(total([99]), 7)\n",
    ),
)

_HONEST = (
    _CHEAT.honest(
        "set-up",
        "T003",
        write(
            _TEST,
            f'{_HEAD}    def setUp(self):\n        self.lines = receipt([("tea", 350)])\n\n    def test_lists_the_item(self):\n        self.assertIn("tea 3.50", self.lines)\n',
        ),
    ),
    _CHEAT.honest(
        "subtests",
        "T003",
        write(
            _TEST,
            f'{_HEAD}    def test_lists_the_item(self):\n        for cents, euros in ((350, "3.50"), (5, "0.05")):\n            with self.subTest(cents=cents):\n                self.assertEqual(receipt([("tea", cents)])[0], f"tea {{euros}}")\n',
        ),
    ),
    _CHEAT.honest(
        "coroutines",
        "T003",
        write(
            _TEST,
            _HEAD.replace("unittest.TestCase", "unittest.IsolatedAsyncioTestCase")
            + '    async def test_lists_the_item(self):\n        self.assertEqual(receipt([("tea", 350)])[0], "tea 3.50")\n',
        ),
    ),
    _CHEAT.honest(
        "base-class-in-a-helper",
        "T003",
        write(
            "tests/case.py",
            "import unittest\n\n\nclass ShopCase(unittest.TestCase):\n    def assert_ends(self, lines, last):\n        self.assertEqual(lines[-1], last)\n",
        ),
        write(
            _TEST,
            'from shop.receipt import receipt\nfrom tests.case import ShopCase\n\n\nclass ReceiptTest(ShopCase):\n    def test_ends(self):\n        self.assert_ends(receipt([("tea", 350)]), "total 3.50")\n',
        ),
    ),
    _CHEAT.honest(
        "doctests-too",
        "T003",
        write(
            _TEST, RECEIPT_TEST + "\n\ndef load_tests(loader, tests, pattern):\n    return tests\n"
        ),
    ),
    _CHEAT.honest(
        "double-of-a-neighbour",
        "T003",
        write(
            _TEST,
            'import unittest\nfrom unittest import mock\n\nimport shop.receipt\n\n\nclass ReceiptTest(unittest.TestCase):\n    def test_asks_for_the_total(self):\n        with mock.patch("shop.receipt.total", return_value=777):\n            self.assertEqual(shop.receipt.receipt([("tea", 350)])[-1], "total 7.77")\n',
        ),
    ),
)

BEHAVIOURS = (*_RED, *_GREEN, *_HONEST)
