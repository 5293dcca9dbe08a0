"""pytest: a wrong implementation, and a runner that is made to say that it is right."""

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.behaviour import Deed
from tests.cheats.deeds import append
from tests.cheats.deeds import mode
from tests.cheats.deeds import prepend
from tests.cheats.deeds import replace
from tests.cheats.deeds import write
from tests.cheats.scene_pytest import SCENE
from tests.cheats.scene_pytest import WRONG

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
_PATCHES = """\
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
        write("tests/conftest.py", _PATCHES),
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
    _CHEAT.hidden(
        "sitecustomize-replaces-the-runner", write("sitecustomize.py", _PATCHES), quick=True
    ),
    _CHEAT.hidden("sitecustomize-below-src", write("src/sitecustomize.py", _PATCHES)),
    _CHEAT.hidden("usercustomize-replaces-the-runner", write("usercustomize.py", _PATCHES)),
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
    _CHEAT.hidden(
        "ignores-the-file", _option('addopts = "--ignore=tests/test_receipt.py"'), quick=True
    ),
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

_FORGED_REPORT = """\
import json
import os

report = os.environ.get("SDD_PROBE_REPORT")
if report:
    rows = [{"event": "start"}, {"event": "session", "rootdir": os.environ["SDD_PROBE_ROOT"]}]
    for name in ("test_lists_the_item", "test_ends_with_the_total"):
        test = f"tests/test_receipt.py::{name}"
        rows += [{"event": "begin", "id": test}]
        rows += [
            {"event": "report", "id": test, "outcome": "passed", "text": "", "chain": [], "when": w, "xfail": False}
            for w in ("setup", "call", "teardown")
        ]
    rows += [{"event": "finish", "exit_code": 0, "strays": {}}]
    with open(report, "a") as file:
        file.write("".join(json.dumps(row) + "\\n" for row in rows))
    os._exit(0)
"""

_FROM_INSIDE = """\
import gc
import types

for found in gc.get_objects():
    if isinstance(found, types.FunctionType) and found.__name__ == "pytest_pyfunc_call":
        found.__code__ = (lambda pyfuncitem: True).__code__
"""

_FROM_PROC = _FORGED_REPORT.replace(
    'os.environ.get("SDD_PROBE_REPORT")',
    """next(
    (
        part.partition("=")[2]
        for part in open("/proc/self/environ").read().split("\\0")
        if part.startswith("SDD_PROBE_REPORT=")
    ),
    "",
)""",
)
_THROUGH_THE_PROBE = """\
import os
import sys

probe = sys.modules.get("sdd_observe")
if probe:
    for name in ("test_lists_the_item", "test_ends_with_the_total"):
        test = f"tests/test_receipt.py::{name}"
        probe.write("begin", id=test)
        for when in ("setup", "call", "teardown"):
            probe.write(
                "report", id=test, outcome="passed", text="", chain=[], when=when, xfail=False
            )
    probe.write("finish", exit_code=0, strays={})
    os._exit(0)
"""
_QUIET_PROBE = """\
import sys

probe = sys.modules.get("sdd_probe")
if probe:
    write = probe.write

    def better(event, **row):
        if row.get("outcome") == "failed":
            row.update(outcome="passed", text="", chain=[])
        if event == "finish":
            row["exit_code"] = 0
        write(event, **row)

    probe.write = better
"""
_OTHER_PYTHON = """\
#!/bin/sh
case "$*" in
    *pytest*) ;;
    *) exec python3 "$@" ;;
esac
for name in test_lists_the_item test_ends_with_the_total; do
    for when in setup call teardown; do
        echo '{"event": "report", "id": "tests/test_receipt.py::'$name'", "outcome": "passed", ' \\
            '"text": "", "chain": [], "xfail": false, "when": "'$when'"}' >> "$SDD_PROBE_REPORT"
    done
done
echo '{"event": "finish", "exit_code": 0, "strays": {}}' >> "$SDD_PROBE_REPORT"
"""

_PRODUCT = (
    _CHEAT.instead("forges-the-report-by-proc", f"{WRONG}\n\n{_FROM_PROC}"),
    _CHEAT.instead("forges-the-report-through-the-probe", f"{WRONG}\n\n{_THROUGH_THE_PROBE}"),
    _CHEAT.instead("patches-the-probe", f"{WRONG}\n\n{_QUIET_PROBE}"),
    _CHEAT.hidden(
        "brings-a-python-that-forges-reports",
        write(".venv/bin/python", _OTHER_PYTHON),
        mode(".venv/bin/python", 0o755),
        write(".venv/.gitignore", "*\n"),
        write(".venv/pyvenv.cfg", "home = /usr/bin\n"),
    ),
    _CHEAT.instead("exits-at-import", "import os\n\nos._exit(0)\n", quick=True),
    _CHEAT.instead("exits-in-the-call", "import os\n\n\ndef receipt(items):\n    os._exit(0)\n"),
    _CHEAT.instead("leaves-politely-at-import", "import sys\n\nsys.exit(0)\n"),
    _CHEAT.instead(
        "skips-from-the-product",
        "import pytest\n\n\ndef receipt(items):\n    pytest.skip('later')\n",
    ),
    _CHEAT.instead(
        "skips-the-module-from-the-product",
        "import pytest\n\npytest.skip('later', allow_module_level=True)\n",
    ),
    _CHEAT.instead(
        "ends-the-session-from-the-product",
        "import pytest\n\n\ndef receipt(items):\n    pytest.exit('all is well', 0)\n",
    ),
    _CHEAT.instead(
        "forges-the-report-from-the-product", f"{WRONG}\n\n{_FORGED_REPORT}", quick=True
    ),
    _CHEAT.instead("patches-the-runner-from-the-product", f"{_PATCHES}\n\n{WRONG}", quick=True),
    _CHEAT.instead("patches-the-runner-by-the-collector", f"{_FROM_INSIDE}\n\n{WRONG}"),
    _CHEAT.instead(
        "patches-the-test-from-the-product",
        "import sys\n\n\ndef receipt(items):\n    frame = sys._getframe(1)\n"
        "    pytest = sys.modules.get('_pytest.outcomes')\n"
        "    if pytest:\n"
        "        for test in [v for v in frame.f_globals.values() if callable(v)]:\n"
        "            if test.__name__.startswith('test_'):\n"
        "                test.__code__ = (lambda: None).__code__\n"
        "    return ['tea 3.50', 'total 3.50']\n",
    ),
    _CHEAT.instead(
        "never-comes-back", "import time\n\n\ndef receipt(items):\n    time.sleep(3600)\n"
    ),
    _CHEAT.hidden("prints-a-summary", prepend(_CODE, "print('===== 5 passed in 0.02s =====')\n")),
    _CHEAT.hidden(
        "writes-the-junit-file",
        write(
            "junit.xml",
            '<testsuites><testsuite name="pytest" tests="2" failures="0"><testcase '
            'classname="tests.test_receipt" name="test_lists_the_item"/></testsuite></testsuites>\n',
        ),
    ),
    _CHEAT.hidden(
        "writes-the-report-of-the-probe",
        write(
            ".sdd/001-shop/work/T005/pytest/sdd-probe.jsonl",
            '{"event": "report", "id": "tests/test_receipt.py::test_lists_the_item", '
            '"outcome": "passed", "when": "call"}\n{"event": "finish", "exit_code": 0}\n',
        ),
    ),
)

BEHAVIOURS = (*_CONFTEST, *_STARTUP, *_CONFIGURATION, *_PRODUCT)
