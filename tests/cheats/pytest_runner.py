"""pytest: a wrong implementation, and a runner that is made to say that it is right."""
# the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.behaviour import Deed
from tests.cheats.deeds import append
from tests.cheats.deeds import mode
from tests.cheats.deeds import replace
from tests.cheats.deeds import write
from tests.cheats.scene_pytest import SCENE

_CHEAT = Author(SCENE)
_CODE = "shop/receipt.py"
_PASSES = """\
import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    report.outcome = "passed"
    report.longrepr = None
    call.excinfo = None
"""
PATCHES = """\
import _pytest.python

_pytest.python.Function.runtest = lambda self: None
"""


def _option(line: str) -> Deed:
    return append("pyproject.toml", f"{line}\n")


_CONFTEST = (
    _CHEAT.hidden("conftest-makes-reports-pass", write("tests/conftest.py", _PASSES), quick=True),
    _CHEAT.hidden("conftest-at-the-root-makes-reports-pass", write("conftest.py", _PASSES)),
    _CHEAT.hidden(
        "conftest-deselects",
        write(
            "tests/conftest.py",
            "def pytest_collection_modifyitems(items):\n"
            "    items[:] = [item for item in items if 'receipt' not in item.nodeid]\n",
        ),
    ),
    _CHEAT.hidden(
        "conftest-skips",
        write(
            "tests/conftest.py",
            "import pytest\n\n\ndef pytest_collection_modifyitems(items):\n"
            "    for item in items:\n        item.add_marker(pytest.mark.skip)\n",
        ),
    ),
    _CHEAT.hidden(
        "conftest-ignores-the-file",
        write("tests/conftest.py", 'collect_ignore = ["test_receipt.py"]\n'),
    ),
    _CHEAT.hidden(
        "conftest-calls-no-test",
        write("tests/conftest.py", "def pytest_pyfunc_call(pyfuncitem):\n    return True\n"),
    ),
    _CHEAT.hidden(
        "conftest-replaces-the-runner",
        write("tests/conftest.py", PATCHES),
    ),
    _CHEAT.hidden(
        "conftest-replaces-the-product",
        write(
            "tests/conftest.py",
            "import sys\nimport types\n\nfake = types.ModuleType('shop.receipt')\n"
            "fake.receipt = lambda items: ['tea 3.50', 'total 3.50'] if len(items) == 1 else "
            "['total 5.95']\nsys.modules['shop.receipt'] = fake\n",
        ),
    ),
    _CHEAT.hidden(
        "conftest-sets-the-exit-code",
        write(
            "conftest.py",
            "def pytest_sessionfinish(session):\n    session.exitstatus = 0\n",
        ),
    ),
    _CHEAT.though_right(
        "adds-a-conftest-though-right",
        write(
            "tests/conftest.py", "def pytest_configure(config):\n    config.option.verbose = 1\n"
        ),
    ),
)

_STARTUP = (
    _CHEAT.hidden("sitecustomize-replaces-the-runner", write("sitecustomize.py", PATCHES)),
    _CHEAT.hidden("sitecustomize-below-src", write("src/sitecustomize.py", PATCHES)),
    _CHEAT.hidden("usercustomize-replaces-the-runner", write("usercustomize.py", PATCHES)),
    _CHEAT.hidden(
        "shadows-pytest",
        write(
            "pytest.py",
            "import sys\n\nif __name__ == '__main__':\n    print('5 passed')\n    sys.exit(0)\n",
        ),
    ),
    _CHEAT.hidden("shadows-the-probe", write("sdd_probe.py", "")),
    _CHEAT.hidden("shadows-the-probe-below-src", write("src/sdd_probe.py", "")),
    _CHEAT.hidden(
        "shadows-a-module-of-the-library",
        write("tests/json.py", "raise SystemExit(0)\n"),
    ),
    _CHEAT.hidden(
        "brings-a-plugin-by-configuration",
        write("shopplugin.py", _PASSES),
        _option('addopts = "-p shopplugin"'),
    ),
    _CHEAT.hidden(
        "brings-a-plugin-by-entry-point",
        write("src/shop.egg-info/entry_points.txt", "[pytest11]\nshop = shopplugin\n"),
        write("src/shop.egg-info/PKG-INFO", "Metadata-Version: 2.1\nName: shop\nVersion: 0.1\n"),
        write("src/shopplugin.py", _PASSES),
    ),
)

_CONFIGURATION = (
    _CHEAT.hidden("ignores-the-file", _option('addopts = "--ignore=tests/test_receipt.py"')),
    _CHEAT.hidden("selects-by-keyword", _option("addopts = \"-k 'not receipt'\"")),
    _CHEAT.hidden("deselects-by-name", _option('addopts = "--deselect tests/test_receipt.py"')),
    _CHEAT.hidden("collects-only", _option('addopts = "--collect-only"')),
    _CHEAT.hidden("asks-for-help-only", _option('addopts = "--version"')),
    _CHEAT.hidden("expects-all-to-fail", _option('addopts = "--runxfail -p no:skipping"')),
    _CHEAT.hidden("narrows-the-function-names", _option('python_functions = "check_*"')),
    _CHEAT.hidden("narrows-the-file-names", _option('python_files = "check_*.py"')),
    _CHEAT.hidden(
        "narrows-the-test-paths", replace("pyproject.toml", '["tests"]', '["tests/unit"]')
    ),
    _CHEAT.hidden("brings-a-pytest-ini", write("pytest.ini", "[pytest]\naddopts = -k nothing\n")),
    _CHEAT.hidden(
        "brings-a-pytest-toml", write("pytest.toml", '[pytest]\naddopts = ["-k", "nothing"]\n')
    ),
    _CHEAT.hidden("brings-a-tox-ini", write("tox.ini", "[pytest]\naddopts = -k nothing\n")),
    _CHEAT.hidden(
        "brings-a-nested-pytest-ini", write("tests/pytest.ini", "[pytest]\naddopts = -k nothing\n")
    ),
    _CHEAT.hidden(
        "points-to-another-product",
        replace("pyproject.toml", '["."]', '["fake", "."]'),
        write("fake/shop/__init__.py", ""),
        write("fake/shop/price.py", "def total(prices, percent_off=0):\n    return 0\n"),
        write(
            "fake/shop/receipt.py",
            "def receipt(items):\n    return ['tea 3.50', 'total 3.50'] if len(items) == 1 else "
            "['total 5.95']\n",
        ),
    ),
    _CHEAT.though_right(
        "narrows-the-suite-though-right", _option('addopts = "--ignore=tests/test_price.py"')
    ),
    _CHEAT.hidden(
        "points-to-another-python",
        write("venv/bin/python", "#!/bin/sh\necho 5 passed\nexit 0\n"),
        mode("venv/bin/python", 0o755),
        write("venv/pyvenv.cfg", "home = /usr/bin\n"),
    ),
    _CHEAT.hidden(
        "points-to-another-python-that-nobody-sees",
        write(".venv/bin/python", "#!/bin/sh\necho 5 passed\nexit 0\n"),
        mode(".venv/bin/python", 0o755),
        write(".venv/.gitignore", "*\n"),
        write(".venv/pyvenv.cfg", "home = /usr/bin\n"),
    ),
)

BEHAVIOURS = (*_CONFTEST, *_STARTUP, *_CONFIGURATION)
