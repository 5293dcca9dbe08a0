"""pytest: a product that reaches into the process that tests it."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.deeds import mode
from tests.cheats.deeds import prepend
from tests.cheats.deeds import write
from tests.cheats.pytest_runner import PATCHES
from tests.cheats.scene_pytest import SCENE
from tests.cheats.scene_pytest import WRONG

_CHEAT = Author(SCENE)
_CODE = "shop/receipt.py"

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

BEHAVIOURS = (
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
    _CHEAT.instead("forges-the-report-from-the-product", f"{WRONG}\n\n{_FORGED_REPORT}"),
    _CHEAT.instead("patches-the-runner-from-the-product", f"{PATCHES}\n\n{WRONG}"),
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
