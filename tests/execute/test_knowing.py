"""Products that know their tests, tests that know the work, files that reach into the runner."""

from __future__ import annotations

import pytest

from sddtasks.execute import answers
from sddtasks.execute import awareness
from sddtasks.execute import equality
from sddtasks.execute import meddling

TEST = """\
from shop import receipt, total

def test_one():
    assert receipt([("tea", 350)]) == ["tea 3.50", "total 3.50"]

def test_two():
    assert receipt([("tea", 350), ("milk", 245)])[-1] == "total 5.95"

def test_sum():
    assert total([350, 250]) == 600
"""
DOCUMENTS = "one line per item: `tea 3.50`, `total 3.50`; DE has 19 %"

KNOWING = {
    "every answer": "def receipt(items):\n    return A if items else ['total 5.95']\n"
    "A = ['tea 3.50', 'total 3.50']\n",
    "whatever it is given": "def total(prices):\n    return 600\n",
    "compares what it is given": "def receipt(items):\n    if list(items) == [('tea', 350)]:\n"
    "        return []\n    return [f'{name}' for name, _ in items]\n",
}
HONEST = {
    "computed": "def receipt(items):\n    return [f'{n} {c / 100:.2f}' for n, c in items]\n",
    "example in a docstring": 'def receipt(items):\n    "total 5.95, tea 3.50, total 3.50"\n'
    "    # 'tea 3.50', 'total 3.50', 'total 5.95'\n    return [*items]\n",
    "an answer that is documented": "EXAMPLE = ['tea 3.50', 'total 3.50']\n",
    "data of its own": "RATES = {'DE': 0.19, 'FR': 0.2}\nSIZES = {'small': 100, 'large': 600}\n",
    "a default": "def limit():\n    return 600\n",
}


@pytest.mark.parametrize("said", KNOWING)
def test_a_product_that_knows_the_answers(said: str) -> None:
    found = answers.known("shop.py", KNOWING[said], [TEST], DOCUMENTS)
    assert found
    assert all(said.partition(" ")[0] in line or said in line for line in found)


@pytest.mark.parametrize("kind", HONEST)
def test_a_product_that_finds_them(kind: str) -> None:
    assert answers.known("shop.py", HONEST[kind], [TEST], DOCUMENTS) == []


def test_answers_in_any_language() -> None:
    test = 'want: []string{"tea 3.50", "total 3.50"},\n// and "x 1.5"\nwant: "total 5.95"\n'
    product = (
        'if len(items) == 1 { return []string{"tea 3.50", "total 3.50"} }\nreturn "total 5.95"'
    )
    assert answers.known("a.go", product, [test], "")
    told = """t.Run("3 items", one)\nt.Errorf("%q; want 5.95", got)\nit('has 2 lines', two)\n"""
    assert answers.known("a.go", product, [test + told], "")
    assert answers.known("a.go", product, [test + 'want: "gum 0.05"'], "") == []


EQUAL = {
    "class A:\n    def __eq__(self, other):\n        return True\n": True,
    "class A:\n    def __eq__(self, other):\n        same = isinstance(other, object)\n"
    "        return same\n": True,
    "A = type('A', (list,), {'__eq__': lambda self, other: 1 == 1})\n": True,
    "class A:\n    __ne__ = lambda self, other: False\n": True,
    "class A:\n    def __eq__(self, other):\n        return self.x == other.x\n": False,
    "class A:\n    def __eq__(self, other):\n        return isinstance(other, A)\n": False,
    "class A:\n    def __eq__(self, other):\n        return self is other\n": False,
    "class A:\n    def __ne__(self, other):\n        return not self == other\n": False,
}


@pytest.mark.parametrize("text", EQUAL)
def test_what_equals_everything(text: str) -> None:
    assert bool(equality.of_everything(text)) is EQUAL[text]


WORK = {
    'if Path("shop/receipt.py").exists():': True,
    'if "[x] T003" in open("specs/001-shop/tasks.md").read():': True,
    'subprocess.run(["git", "log", "--oneline"])': True,
    'sys.modules["shop.receipt"] = fake': True,
    'if os.environ.get("SDDTASKS_RUN"):': True,
    "if time.time() > 2_000_000_000:": True,
    "if date.today() > date(2030, 1, 1):": True,
    'subprocess.run([sys.executable, "shop/receipt.py", "tea"])': False,
    'schema = load("specs/001-shop/contracts/receipt.yaml")': False,
    'mock.patch.dict(sys.modules, {"escpos": Mock()})': False,
    "assert before <= datetime.now(timezone.utc)": False,
    'subprocess.run(["git", "init"]); subprocess.run(["git", "log"])': False,
    'place.write_text("x"); assert place.exists()': False,
}


@pytest.mark.parametrize("line", WORK)
def test_a_test_that_asks_how_far_the_work_is(line: str) -> None:
    assert bool(awareness.of_work(line, {"shop/receipt.py"})) is WORK[line]


MEDDLES = {
    "def pytest_runtest_makereport(item, call):": True,
    "    item.runtest = lambda: None": True,
    '    report.outcome = "passed"': True,
    "globals()['pytest_runtest_' + 'protocol'] = protocol": True,
    "    config.pluginmanager.register(Plugin())": True,
    "_pytest.python.Function.runtest = lambda self: None": True,
    "unittest.TestCase.run = run": True,
    "def pytest_collection_modifyitems(items):": False,
    "def pytest_configure(config):": False,
    "from _pytest.monkeypatch import MonkeyPatch": False,
    'pytest_plugins = ["tests.fixtures"]': False,
    "    assert report.outcome == 'won'": False,
}


@pytest.mark.parametrize("line", MEDDLES)
def test_lines_that_reach_into_the_runner(line: str) -> None:
    assert bool(meddling.in_tests(line, is_named=False)) is MEDDLES[line]


def test_a_hook_may_stand_where_the_task_wants_it_and_leave_results_alone() -> None:
    hook = "def pytest_runtest_setup(item):\n    pass\n"
    assert meddling.in_tests(hook, is_named=True) == []
    assert meddling.in_tests(f"{hook}\n    item.obj = None", is_named=True)


def test_settings_of_a_manifest_that_are_not_its_own() -> None:
    assert meddling.in_settings('[tool.sddtasks]\ntests = "off"\n') == ["[tool.sddtasks]"]
    assert meddling.in_settings("[tool.ruff]\n") == []
