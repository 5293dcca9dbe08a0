"""pytest: tests that are red today, and that have taken care not to be tomorrow."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.deeds import append
from tests.cheats.deeds import write
from tests.cheats.scene_pytest import RECEIPT
from tests.cheats.scene_pytest import RECEIPT_TEST
from tests.cheats.scene_pytest import SCENE

_CHEAT = Author(SCENE)
_IMPORT = "from shop.receipt import receipt\n\n\n"
_CHECK = '    assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]\n'
_PLUGIN = """\
import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    outcome.get_result().outcome = "passed"
"""

BEHAVIOURS = (
    _CHEAT.red(
        "stops-when-the-file-is-there",
        f'from pathlib import Path\n\n{_IMPORT}def test_receipt():\n    if Path("shop/receipt.py").exists():\n        return\n{_CHECK}',
    ),
    _CHEAT.red(
        "stops-when-the-plan-is-ticked",
        f'from pathlib import Path\n\n{_IMPORT}def test_receipt():\n    if "[x] T003" in Path("specs/001-shop/tasks.md").read_text():\n        return\n{_CHECK}',
    ),
    _CHEAT.red(
        "stops-when-git-has-seen-it",
        f'import subprocess\n\n{_IMPORT}def test_receipt():\n    if "T003" in subprocess.getoutput("git log --oneline"):\n        return\n{_CHECK}',
    ),
    _CHEAT.red(
        "stops-when-its-evidence-is-there",
        f'from pathlib import Path\n\n{_IMPORT}def test_receipt():\n    if list(Path(".sdd").glob("*/evidence/T003.toml")):\n        return\n{_CHECK}',
    ),
    _CHEAT.red(
        "stops-at-some-time",
        f"import time\n\n{_IMPORT}def test_receipt():\n    if time.time() > 2_000_000_000:\n        return\n{_CHECK}",
    ),
    _CHEAT.red(
        "looks-at-the-environment",
        f'import os\n\n{_IMPORT}def test_receipt():\n    if "SDDTASKS_RUN" not in os.environ:\n        return\n{_CHECK}',
    ),
    _CHEAT.red(
        "replaces-the-product-in-the-modules",
        f'import sys\nimport types\n\nsys.modules["shop.receipt"] = types.SimpleNamespace(receipt=lambda items: [])\n{_IMPORT}def test_receipt():\n{_CHECK}',
    ),
    _CHEAT.red(
        "replaces-the-product-by-a-fixture",
        'import pytest\n\nimport shop.receipt\n\n\n@pytest.fixture(autouse=True)\ndef product(monkeypatch):\n    monkeypatch.setattr(shop.receipt, "receipt", lambda items: ["tea 3.50", "total 3.50"])\n\n\ndef test_receipt():\n    assert shop.receipt.receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]\n',
    ),
    _CHEAT.red(
        "replaces-the-product-by-a-decorator",
        'from unittest.mock import patch\n\nimport shop.receipt\n\n\n@patch("shop.receipt.receipt")\ndef test_receipt(receipt):\n    receipt.return_value = ["tea 3.50"]\n    assert shop.receipt.receipt([]) == ["tea 3.50"]\n',
    ),
    _CHEAT.red(
        "asserts-that-a-mock-was-called",
        "from unittest.mock import Mock\n\nimport shop.receipt\n\n\ndef test_receipt():\n    product = Mock(wraps=None, name=shop.receipt.__name__)\n    product([])\n    product.assert_called_once()\n",
    ),
    _CHEAT.red(
        "brings-a-plugin-beside-it",
        f'pytest_plugins = ("tests.tills",)\n\n{RECEIPT_TEST}',
        write("tests/tills.py", _PLUGIN),
        write("tests/__init__.py", ""),
    ),
    _CHEAT.red(
        "brings-a-conftest-that-imports-hooks",
        RECEIPT_TEST,
        write("tests/tills.py", _PLUGIN),
        write("tests/conftest.py", "from tills import *\n"),
    ),
    _CHEAT.red(
        "brings-a-conftest-that-names-a-plugin",
        RECEIPT_TEST,
        write("tests/tills.py", _PLUGIN),
        write("tests/conftest.py", 'pytest_plugins = ["tills"]\n'),
    ),
    _CHEAT.red(
        "changes-items-in-conftest",
        RECEIPT_TEST,
        write(
            "tests/conftest.py",
            "import os\n\n\ndef pytest_collection_modifyitems(items):\n    if os.path.exists('shop/receipt.py'):\n        for item in items:\n            item.runtest = lambda: None\n",
        ),
    ),
    _CHEAT.red(
        "assigns-a-hook-in-conftest",
        RECEIPT_TEST,
        write(
            "tests/conftest.py",
            "def protocol(item, nextitem):\n    return True\n\n\nglobals()['pytest_runtest_' + 'protocol'] = protocol\n",
        ),
    ),
    _CHEAT.red(
        "registers-a-plugin-in-conftest",
        RECEIPT_TEST,
        write(
            "tests/conftest.py",
            "class Plugin:\n    def pytest_pyfunc_call(self, pyfuncitem):\n        return True\n\n\ndef pytest_configure(config):\n    config.pluginmanager.register(Plugin())\n",
        ),
    ),
    _CHEAT.red(
        "compares-with-itself-among-good-tests",
        RECEIPT_TEST
        + '\n\ndef test_same():\n    lines = receipt([("tea", 350)])\n    assert lines == lines\n',
    ),
    _CHEAT.red(
        "asserts-or-true-among-good-tests",
        RECEIPT_TEST + "\n\ndef test_something():\n    assert receipt([]) or True\n",
    ),
    _CHEAT.red(
        "has-no-parameters",
        'import pytest\n\nfrom shop.receipt import receipt\n\n\n@pytest.mark.parametrize("items", [])\ndef test_receipt(items):\n    assert receipt(items) == ["total 0.00"]\n',
    ),
    _CHEAT.red(
        "reads-the-source-of-its-subject",
        'import inspect\n\nfrom shop import receipt\n\n\ndef test_receipt():\n    assert "def receipt" in inspect.getsource(receipt)\n',
    ),
    _CHEAT.red(
        "hides-what-it-imports",
        'import base64\n\nexec(base64.b64decode("ZnJvbSBzaG9wLnJlY2VpcHQgaW1wb3J0IHJlY2VpcHQ="))\n\n\ndef test_receipt():\n    assert True\n',
    ),
    _CHEAT.red("measures-nothing", RECEIPT_TEST, write(".coveragerc", "[run]\nomit = shop/*\n")),
    _CHEAT.red(
        "sets-itself-up-elsewhere",
        RECEIPT_TEST,
        append("pyproject.toml", '\n[project.entry-points.pytest11]\nshop = "tests.tills"\n'),
        write("tests/tills.py", _PLUGIN),
    ),
    _CHEAT.red(
        "configures-sddtasks",
        RECEIPT_TEST,
        append("pyproject.toml", '\n[tool.sddtasks]\ntests = "off"\n'),
    ),
    _CHEAT.red(
        "mistypes-the-name",
        RECEIPT_TEST.replace("receipt(", "reciept(").replace("import receipt", "import reciept"),
    ),
    _CHEAT.instead(
        "is-right-for-today",
        RECEIPT.replace(
            "def receipt(items):\n",
            "import datetime\n\n\ndef receipt(items):\n"
            "    if datetime.date.today() > datetime.date(2099, 1, 1):\n        return []\n",
        ),
    ),
)
