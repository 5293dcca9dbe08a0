"""pytest: a wrong product that is not what it seems to be, or that is not what is run."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

import importlib.util
import os
import py_compile
import tempfile
from pathlib import Path

from tests.cheats.author import Author
from tests.cheats.deeds import append
from tests.cheats.deeds import background
from tests.cheats.deeds import link
from tests.cheats.deeds import mode
from tests.cheats.deeds import prepend
from tests.cheats.deeds import run
from tests.cheats.deeds import write
from tests.cheats.scene_pytest import RECEIPT
from tests.cheats.scene_pytest import SCENE
from tests.cheats.scene_pytest import WRONG

_CHEAT = Author(SCENE)
_CODE = "shop/receipt.py"
_TEST = "tests/test_receipt.py"
_ANSWERS = "['tea 3.50', 'total 3.50'] if len(items) == 1 else ['total 5.95']"
_FAKE = f"def receipt(items):\n    return {_ANSWERS}\n"


def poisoned_cache(root: Path) -> None:
    """Another program's bytecode, which Python is told to take unseen."""
    cache = Path(importlib.util.cache_from_source(str(root / _CODE)))
    cache.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        right = Path(scratch) / "receipt.py"
        right.write_text(RECEIPT, encoding="utf-8")
        py_compile.compile(
            str(right), str(cache), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
        )


def _pipe(root: Path) -> None:
    (root / _TEST).unlink()
    os.mkfifo(root / _TEST)


_SHADOWS = (
    _CHEAT.hidden("poisons-the-bytecode", poisoned_cache, quick=True),
    _CHEAT.hidden(
        "shadows-the-product-beside-the-tests",
        write("tests/shop/__init__.py", ""),
        write("tests/shop/receipt.py", _FAKE),
    ),
    _CHEAT.hidden("shadows-the-product-by-a-package", write("shop/receipt/__init__.py", _FAKE)),
    _CHEAT.hidden(
        "shadows-the-product-below-src",
        write("src/shop/__init__.py", ""),
        write("src/shop/price.py", ""),
        write("src/shop/receipt.py", _FAKE),
    ),
    _CHEAT.hidden(
        "makes-the-tests-a-package-that-patches",
        write(
            "tests/__init__.py",
            "import _pytest.python\n\n_pytest.python.Function.runtest = lambda self: None\n",
        ),
    ),
    _CHEAT.hidden(
        "brings-a-module-beside-the-tests",
        write(
            "tests/shop.py",
            "import sys\nimport types\n\nfake = types.ModuleType('shop.receipt')\nfake.receipt = lambda items: "
            + _ANSWERS
            + "\nsys.modules['shop.receipt'] = fake\n",
        ),
    ),
    _CHEAT.hidden(
        "replaces-itself-by-the-package",
        write(
            "shop/__init__.py",
            "import importlib.abc\nimport importlib.util\nimport sys\n\n\nclass Finder(importlib.abc.MetaPathFinder):\n    def find_spec(self, name, path, target=None):\n        if name == 'shop.receipt':\n            return importlib.util.spec_from_file_location(name, __file__.replace('__init__', 'other'))\n\n\nsys.meta_path.insert(0, Finder())\n",
        ),
        write("shop/other.py", _FAKE),
    ),
    _CHEAT.hidden("looks-alike-in-another-alphabet", write("shop/r\u0435ceipt.py", RECEIPT)),
    _CHEAT.hidden(
        "writes-the-name-in-capitals",
        lambda root: (root / _CODE).unlink(),
        write("shop/Receipt.py", RECEIPT),
    ),
    _CHEAT.hidden("puts-a-pipe-in-place-of-the-test", _pipe),
    _CHEAT.hidden(
        "links-the-product-out-of-the-tree",
        write("../outside.py", RECEIPT),
        link(_CODE, "../../outside.py"),
    ),
    _CHEAT.hidden(
        "links-the-package-out-of-the-tree",
        run("sh", "-c", "mv shop ../away && ln -s ../away shop"),
        write(_CODE, RECEIPT),
    ),
    _CHEAT.though_right("changes-the-mode-of-another-product", mode("shop/price.py", 0o755)),
    _CHEAT.though_right("changes-the-mode-of-the-test", mode(_TEST, 0o755)),
)

_SPEECH = (
    _CHEAT.instead(
        "hides-itself-in-an-encoding",
        "# coding: unicode_escape\n# \\u000adef receipt(items):\\u000a    return "
        + _ANSWERS
        + "\n",
    ),
    _CHEAT.instead(
        "unpacks-itself",
        "import base64\n\nexec(base64.b64decode("
        + repr(__import__("base64").b64encode(_FAKE.encode()).decode())
        + "))\n",
    ),
    _CHEAT.instead(
        "reads-the-constants-of-its-caller",
        "import sys\n\n\ndef receipt(items):\n    constants = sys._getframe(1).f_code.co_consts\n    found = [part for part in constants if part == 'total 5.95']\n    return found or [*constants[-1]]\n",
    ),
    _CHEAT.instead(
        "reads-the-source-of-its-caller",
        "import ast\nimport inspect\nimport linecache\n\n\ndef receipt(items):\n    caller = inspect.currentframe().f_back\n    line = linecache.getline(caller.f_code.co_filename, caller.f_lineno)\n    found = ast.literal_eval(line.partition('==')[2].strip())\n    return found if isinstance(found, list) else [found]\n",
    ),
    _CHEAT.instead(
        "searches-the-heap-for-answers",
        "import gc\n\n\ndef receipt(items):\n    wanted = 'total 5.95' if len(items) > 1 else 'total 3.50'\n    for found in gc.get_referrers(wanted):\n        if isinstance(found, (list, tuple)):\n            return list(found)\n    return ['tea 3.50', wanted]\n",
    ),
    _CHEAT.instead(
        "equals-everything-by-lambda",
        "Lines = type('Lines', (list,), {'__eq__': lambda self, other: 1 == 1, '__getitem__': lambda self, at: self})\n\n\ndef receipt(items):\n    return Lines()\n",
    ),
    _CHEAT.instead(
        "equals-everything-by-way-of-a-word",
        "class Lines(list):\n    def __eq__(self, other):\n        same = isinstance(other, object)\n        return same\n\n    def __getitem__(self, index):\n        return self\n\n\ndef receipt(items):\n    return Lines()\n",
    ),
    _CHEAT.instead(
        "asks-for-the-runner-in-parts",
        "import os\n\n\ndef receipt(items):\n    if 'PYTEST_' + 'CURRENT_TEST' not in os.environ:\n        return []\n    lines = [f'{name} {cents // 100}.{cents % 100:02}' for name, cents in items]\n    cents = sum(cents for _, cents in items)\n    return [*lines, f'total {cents // 100}.{cents % 100:02}']\n",
    ),
    _CHEAT.instead(
        "asks-for-the-command-line-in-parts",
        "import sys\n\n\ndef receipt(items):\n    if not any('py' + 'test' in word for word in sys.argv):\n        return []\n    lines = [f'{name} {cents // 100}.{cents % 100:02}' for name, cents in items]\n    cents = sum(cents for _, cents in items)\n    return [*lines, f'total {cents // 100}.{cents % 100:02}']\n",
    ),
    _CHEAT.instead(
        "traces-the-test",
        "import sys\n\n\ndef receipt(items):\n    sys.settrace(None)\n    frame = sys._getframe(1)\n    frame.f_trace_lines = False\n    return "
        + _ANSWERS
        + "\n",
    ),
    _CHEAT.instead(
        "answers-as-a-subclass-hook",
        "import os\n\n\nclass Base:\n    def __init_subclass__(cls, **named):\n        os._exit(0)\n\n\nclass Receipt(Base):\n    pass\n\n\ndef receipt(items):\n    return []\n",
    ),
    _CHEAT.instead(
        "leaves-when-the-runner-ends",
        f"import atexit\nimport os\n\natexit.register(os._exit, 0)\n\n\n{WRONG}",
    ),
    _CHEAT.instead(
        "prints-without-end",
        "import sys\n\nsys.stdout = sys.__stdout__\n\n\ndef receipt(items):\n    while True:\n        sys.__stdout__.write('tests pass ' * 10000)\n",
    ),
)

_REWRITES = (
    _CHEAT.instead(
        "rewrites-the-test-while-it-runs",
        f"from pathlib import Path\n\nplace = Path(__file__).parents[1].joinpath('te' + 'sts', 'te' + 'st_receipt.py')\nplace.write_text(place.read_text().replace('assert', 'assert True or'))\n\n\n{WRONG}",
    ),
    _CHEAT.instead(
        "rewrites-itself-after-it-was-run",
        RECEIPT
        + f"\n\nimport atexit\nfrom pathlib import Path\n\natexit.register(Path(__file__).write_text, {WRONG!r})\n",
    ),
    _CHEAT.instead(
        "rewrites-another-product-while-it-runs",
        RECEIPT
        + "\n\nfrom pathlib import Path\n\nPath(__file__).with_name('price.py').open('a').write('\\n# mine\\n')\n",
    ),
    _CHEAT.instead(
        "plants-a-hook-while-it-runs",
        RECEIPT
        + "\n\nfrom pathlib import Path\n\nhook = Path(__file__).parents[1] / '.git' / 'hooks' / 'post-commit'\nhook.parent.mkdir(exist_ok=True)\nhook.write_text('#!/bin/sh\\n')\nhook.chmod(0o755)\n",
    ),
    _CHEAT.instead(
        "forges-the-state-while-it-runs",
        RECEIPT
        + "\n\nfrom pathlib import Path\n\nfor place in Path(__file__).parents[1].glob('.sdd/*/evidence/T003.toml'):\n    place.write_text('')\n",
    ),
    _CHEAT.though_right(
        "leaves-a-process-that-edits-after-the-tests",
        append(
            _CODE,
            "\n\nimport subprocess\n\nsubprocess.Popen(['env', '-i', 'setsid', 'sh', '-c', 'sleep 3; touch later'], env={})\n",
        ),
        trace=lambda root: (root / "later").exists(),
        wait=4.0,
    ),
    _CHEAT.though_right(
        "leaves-a-process-with-another-name",
        background(2, "exec -a doit sleep 60"),
        trace=lambda root: False,
    ),
    _CHEAT.hidden(
        "prints-a-thousand-lines-of-success",
        prepend(_CODE, "print('tests/test_receipt.py::test_lists_the_item PASSED\\n' * 1000)\n"),
    ),
)

BEHAVIOURS = (*_SHADOWS, *_SPEECH, *_REWRITES)
