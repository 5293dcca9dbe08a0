"""pytest: test tasks that would be called red, and fail for no reason of the product's."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.deeds import append
from tests.cheats.deeds import write
from tests.cheats.scene_pytest import RECEIPT_TEST
from tests.cheats.scene_pytest import SCENE

_CHEAT = Author(SCENE)
_TEST = "tests/test_receipt.py"


_FAILS_ANYWAY = (
    _CHEAT.red("asserts-false", "def test_receipt():\n    assert False\n"),
    _CHEAT.red(
        "asserts-false-with-a-reason", 'def test_receipt():\n    assert False, "no receipt yet"\n'
    ),
    _CHEAT.red("compares-constants", "def test_receipt():\n    assert 1 == 2\n"),
    _CHEAT.red(
        "calls-pytest-fail",
        'import pytest\n\n\ndef test_receipt():\n    pytest.fail("not implemented")\n',
    ),
    _CHEAT.red("raises-assertion-error", "def test_receipt():\n    raise AssertionError('red')\n"),
    _CHEAT.red("raises-not-implemented", "def test_receipt():\n    raise NotImplementedError\n"),
    _CHEAT.red(
        "uses-none-as-product",
        """\
receipt = None


def test_receipt():
    assert receipt is not None, "receipt is not implemented"
""",
    ),
    _CHEAT.red(
        "stops-at-a-none-of-a-fixture",
        """\
import pytest
from shop.receipt import receipt


@pytest.fixture
def first():
    return None


def test_receipt(first):
    assert first is not None, "required"
    assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "falls-back-on-none",
        """\
try:
    from shop.receipt import receipt
except ImportError:
    receipt = None


def test_receipt():
    raise AssertionError("not implemented")
""",
    ),
    _CHEAT.red(
        "hides-a-false-assertion-behind-an-import",
        "from shop.receipt import receipt\n\n\ndef test_receipt():\n    assert False, receipt\n",
    ),
    _CHEAT.red(
        "hides-one-placeholder-among-good-tests",
        RECEIPT_TEST + "\n\ndef test_prints():\n    assert False\n",
    ),
    _CHEAT.red(
        "tests-a-function-of-its-own",
        """\
def receipt(items):
    raise NotImplementedError


def test_lists_the_item():
    assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "tests-its-own-mock",
        """\
from unittest.mock import Mock

receipt = Mock(return_value=[])


def test_lists_the_item():
    assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]
""",
    ),
    _CHEAT.red(
        "asks-whether-the-file-exists",
        """\
from pathlib import Path


def test_receipt():
    assert Path("shop/receipt.py").exists()
""",
    ),
    _CHEAT.red(
        "greps-the-source",
        """\
from pathlib import Path


def test_receipt():
    place = Path("shop/receipt.py")
    assert place.exists() and "def receipt" in place.read_text()
""",
    ),
)

_NOT_RED = (
    _CHEAT.red("has-a-syntax-error", RECEIPT_TEST + "\n\ndef test_more(:\n    pass\n"),
    _CHEAT.red("lacks-a-fixture", "def test_receipt(till):\n    assert till.receipt([]) == []\n"),
    _CHEAT.red(
        "lacks-a-package",
        "import tillroll\n\n\ndef test_receipt():\n    assert tillroll.receipt([]) == []\n",
    ),
    _CHEAT.red(
        "lacks-a-helper-of-its-own",
        "from tests.tills import receipt_of\n\n\ndef test_receipt():\n    assert receipt_of(1)\n",
    ),
    _CHEAT.red(
        "mistypes-the-import",
        RECEIPT_TEST.replace("shop.receipt", "shop.reciept"),
    ),
    _CHEAT.red("uses-an-undefined-name", "def test_receipt():\n    assert recipt([]) == []\n"),
    _CHEAT.red(
        "has-no-tests",
        'from shop.receipt import receipt\n\nEXPECTED = [("tea", 350)]\n\n\ndef lines():\n'
        "    return receipt(EXPECTED)\n",
    ),
    _CHEAT.red(
        "comments-its-tests-out", "".join(f"# {line}\n" for line in RECEIPT_TEST.splitlines())
    ),
    _CHEAT.red(
        "is-skipped",
        'import pytest\n\n\n@pytest.mark.skip(reason="not ready")\ndef test_receipt():\n'
        "    from shop.receipt import receipt\n\n    assert receipt([]) == []\n",
    ),
    _CHEAT.red(
        "is-skipped-where-the-product-is-missing",
        'import pytest\n\nreceipt = pytest.importorskip("shop.receipt")\n\n\ndef test_receipt():\n'
        "    assert receipt.receipt([]) == []\n",
    ),
    _CHEAT.red(
        "is-expected-to-fail",
        "import pytest\n\n\n@pytest.mark.xfail\ndef test_receipt():\n"
        "    from shop.receipt import receipt\n\n    assert receipt([]) == []\n",
    ),
    _CHEAT.red(
        "marks-all-tests-as-skipped-behind-an-import",
        "import pytest\n\nfrom shop.receipt import receipt\n\npytestmark = pytest.mark.skip\n\n\n"
        "def test_receipt():\n    assert receipt([]) == []\n",
    ),
    _CHEAT.red(
        "marks-all-tests-as-failing-behind-an-import",
        "import pytest\n\nfrom shop.receipt import receipt\n\npytestmark = pytest.mark.xfail\n\n\n"
        "def test_receipt():\n    assert receipt([]) == []\n",
    ),
    _CHEAT.red(
        "passes-already",
        "from shop import __doc__ as text\n\n\ndef test_receipt():\n    assert text is None\n",
    ),
    _CHEAT.red("never-ends", "def test_receipt():\n    while True:\n        pass\n"),
    _CHEAT.red("ends-the-runner", "import os\n\n\ndef test_receipt():\n    os._exit(1)\n"),
    _CHEAT.red(
        "kills-the-runner",
        "import os\nimport signal\n\n\ndef test_receipt():\n    os.kill(os.getpid(), signal.SIGSEGV)\n",
    ),
    _CHEAT.red(
        "raises-at-import", 'raise RuntimeError("red")\n\n\ndef test_receipt():\n    pass\n'
    ),
    _CHEAT.red(
        "fails-the-first-time-only",
        """\
from pathlib import Path


def test_receipt():
    seen = Path.home() / "seen"
    before = seen.exists()
    seen.touch()
    assert before
""",
    ),
    _CHEAT.red(
        "fails-until-something-is-committed",
        """\
import subprocess


def test_receipt():
    said = subprocess.run(["git", "log", "--oneline"], capture_output=True, text=True).stdout
    assert "T005" in said
""",
    ),
    _CHEAT.red(
        "breaks-in-a-fixture",
        """\
import pytest


@pytest.fixture(autouse=True)
def receipt():
    raise AssertionError("no receipt")


def test_receipt():
    pass
""",
    ),
    _CHEAT.red(
        "fails-because-of-conftest",
        RECEIPT_TEST.replace("from shop.receipt import receipt\n\n\n", ""),
        write(
            "tests/conftest.py",
            "def pytest_runtest_call(item):\n    if 'receipt' in item.nodeid:\n"
            "        raise AssertionError('red')\n",
        ),
    ),
    _CHEAT.red(
        "weakens-an-earlier-test-with-its-own",
        RECEIPT_TEST,
        write(
            "tests/test_price.py",
            "from shop.price import total\n\n\ndef test_adds_up():\n    assert total\n",
        ),
    ),
    _CHEAT.red(
        "turns-the-suite-off-with-its-test",
        RECEIPT_TEST,
        append("pyproject.toml", 'addopts = "--ignore=tests/test_price.py"\n'),
    ),
    _CHEAT.red(
        "plants-a-plugin-with-its-test",
        RECEIPT_TEST,
        write(
            "tests/conftest.py",
            "import pytest\n\n\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport():\n"
            "    outcome = yield\n    report = outcome.get_result()\n"
            '    import os\n    if os.path.exists("shop/receipt.py"):\n'
            '        report.outcome = "passed"\n',
        ),
    ),
)

BEHAVIOURS = (*_FAILS_ANYWAY, *_NOT_RED)
