"""What is decided without running anything: tables of texts and what is made of them."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sddtasks.execute import acceptance
from sddtasks.execute import awareness
from sddtasks.execute import mutants
from sddtasks.execute import scope
from sddtasks.execute import substance
from sddtasks.execute import testware
from sddtasks.execute.mutants import Flaw
from sddtasks.execute.reach import Reach
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task
from sddtasks.parser import parse
from sddtasks.parser import policy

PLAN = """\
---
sddtasks:
  US2: off
---
# Tasks: Shop

## Phase 1: Core

<!-- sddtasks: tests=when-tests-exist -->

- [ ] T001 Create `Price` in src/price.py
<!-- sddtasks: tests=off -->
- [ ] T002 Create receipts in src/receipt.py
- [ ] T003 [US2] Print receipts in src/printer.py
- [ ] T004 Round in src/rounding.py <!-- sddtasks: tests=strict -->

## Phase 2: More

- [ ] T005 Taxes in src/taxes.py
"""


def task(title: str, *paths: str, kind: Kind = Kind.CODE, body: tuple[str, ...] = ()) -> Task:
    return Task("T001", title, 1, 1, "1", kind, paths=paths, body=body)


def test_the_closest_policy_counts() -> None:
    assert policy.policies(PLAN.encode(), parse(PLAN.encode())) == {
        "T001": "when-tests-exist",
        "T002": "off",
        "T003": "off",
        "T004": "strict",
    }


@pytest.mark.parametrize(
    ("path", "explained"),
    [
        ("src/shop/price.py", True),
        ("src/shop/__init__.py", True),
        ("src/__init__.py", True),
        ("migrations/0001_prices.sql", True),
        ("docs/guide/start.md", True),
        ("package-lock.json", True),
        ("web/Cargo.lock", True),
        ("requirements-dev.txt", True),
        ("src/shop/price_pb2.py", True),
        ("src/shop/helper.py", False),
        ("other/__init__.py", False),
        ("notes.txt", False),
    ],
)
def test_scope(path: str, explained: bool) -> None:
    one = task("Prices", "src/shop/price.py", "migrations/<number>_prices.sql", "docs/guide/")
    assert scope.beyond(one, [path]) == ([] if explained else [path])


def test_a_task_without_paths_has_no_bounds() -> None:
    assert scope.beyond(task("Tidy up"), ["a.py", "b/c.go"]) == []


@pytest.mark.parametrize(
    ("added", "removed", "joined"),
    [
        (["from shop.receipt import router"], [], True),
        (["pub mod receipt;"], [], True),
        (["# mine now"], [], False),
        (["import receipt"], ["a", "b", "c", "d", "e"], False),
    ],
)
def test_connecting(added: list[str], removed: list[str], joined: bool) -> None:
    assert scope.connects(task("Receipts", "src/receipt.py"), added, removed) is joined


PLACEHOLDERS = {
    "a.py": [
        "def a():\n    pass\n",
        "def a():\n    raise NotImplementedError('later')\n",
        "class A:\n    def a(self):\n        '''Doc.'''\n        ...\n",
        "# TODO\n",
        "import os\n\n\ndef a():\n    raise NotImplementedError\n",
    ],
    "a.go": ['package a\n\nfunc A() int {\n\tpanic("not implemented")\n}\n', "// TODO: write\n"],
    "a.rs": ["pub fn a() -> i32 {\n    unimplemented!()\n}\n", "fn a() {\n    todo!()\n}\n"],
    "a.ts": ["export function a(): number {\n  throw new Error('not implemented');\n}\n"],
    "A.java": [
        "class A {\n  int a(int b) {\n    throw new UnsupportedOperationException();\n  }\n}\n"
    ],
}
REAL = {
    "a.py": [
        "def a():\n    return 1\n",
        "class NotFound(Exception):\n    pass\n\n\ndef find():\n    raise NotFound\n",
        "def a():\n    return 1\n\n\ndef b():\n    raise NotImplementedError\n",
        "LIMIT = 3\n",
        "# TODO: faster\ndef a(x):\n    if x:\n        pass\n    return x\n",
        "@dataclass\nclass A:\n    name: str\n",
    ],
    "a.go": [
        "package a\n\ntype Store interface {\n\tSave(c Candle) error\n}\n",
        'package a\n\nfunc A() error { return errors.New("todo not found") }\n',
    ],
    "a.rs": ["pub struct A {\n    pub b: i32,\n}\n"],
    "a.ts": ["export const a = () => 1;\n", "export interface A {\n  b: number;\n}\n"],
    "A.java": ["class A {\n  int a(int b) {\n    return b + 1;\n  }\n}\n"],
}


@pytest.mark.parametrize(("path", "text"), [(p, t) for p, ts in PLACEHOLDERS.items() for t in ts])
def test_a_placeholder(path: str, text: str) -> None:
    assert substance.is_placeholder(path, text.splitlines(), text)


@pytest.mark.parametrize(("path", "text"), [(p, t) for p, ts in REAL.items() for t in ts])
def test_real_content(path: str, text: str) -> None:
    assert not substance.is_placeholder(path, text.splitlines(), text)


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Implement `parse_line()` and `LineError` in src/lines.py", ["parse_line", "LineError"]),
        ("ExchangeAdapter interface in internal/contracts/exchange.go", ["ExchangeAdapter"]),
        ("Add the PriceService class in src/price_service.py", ["PriceService"]),
        ("Store candles in PostgreSQL, as GitHub does, in src/store.py", []),
        ("Create `src/a.py` with `npm test`", []),
        ("Use `Decimal` for sums in src/sums.py", []),
    ],
)
def test_names_that_a_task_asks_for(title: str, names: list[str]) -> None:
    assert substance.wanted_names(task(title)) == names


def test_a_name_is_found_in_any_style() -> None:
    assert not substance.lacks("def price_service(): ...", "PriceService")
    assert substance.lacks("def prices(): ...", "PriceService")


@pytest.mark.parametrize(
    "line",
    [
        "if 'PYTEST_CURRENT_TEST' in os.environ:",
        'if "pytest" in sys.modules:',
        "if any('pytest' in word for word in sys.argv):",
        "import pytest",
        "if (process.env.JEST_WORKER_ID) {",
        "if (process.argv.includes('--test')) {",
        "if testing.Testing() {",
        'if flag.Lookup("test.v") != nil {',
        "text = Path('tests/test_a.py').read_text()",
        "assert.deepStrictEqual = () => {};",
    ],
)
def test_knowing_the_test(line: str) -> None:
    assert awareness.of_tests([line]) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "args = parser.parse_args(sys.argv[1:])",
        "latest = attest(contest)",
        "data = Path(name).read_text()",
        "if (process.env.NODE_ENV !== 'test') app.listen(3000);",
        "# never look at PYTEST_CURRENT_TEST",
        "testimonials = load(path)",
    ],
)
def test_knowing_nothing(line: str) -> None:
    assert awareness.of_tests([line]) == []


@pytest.mark.parametrize(
    ("path", "before", "after", "same"),
    [
        ("pyproject.toml", "[project]\nname='a'\n", "[project]\nname='b'\n", True),
        ("pyproject.toml", "", "[tool.pytest.ini_options]\naddopts='-x'\n", False),
        ("package.json", '{"version": "1"}', '{"version": "2", "dependencies": {}}', True),
        ("package.json", '{"scripts": {"test": "jest"}}', '{"scripts": {"test": "true"}}', False),
        ("package.json", "{}", '{"jest": {"testMatch": []}}', False),
        (
            "Cargo.toml",
            "[package]\nname='a'\n",
            "[package]\nname='a'\n[profile.test]\nx=1\n",
            False,
        ),
        ("setup.cfg", "[metadata]\nname=a\n", "[metadata]\nname=b\n", True),
        ("tox.ini", "[pytest]\n", "[pytest]\naddopts=-k a\n", False),
        ("vite.config.ts", "x({ test: { a: 1 }, b: 1 })", "x({ test: { a: 1 }, b: 2 })", True),
        ("vite.config.ts", "x({ test: { a: 1 } })", "x({ test: { exclude: [1] } })", False),
    ],
)
def test_the_part_that_configures_tests(path: str, before: str, after: str, same: bool) -> None:
    one, other = (testware.configuration(path, text) for text in (before, after))
    assert (one == other) is same


def test_acceptance_commands() -> None:
    body = ("verify: `make check`", "```accept", "# a comment", "true", "```", "```", "no", "```")
    one = task("Build it (verify: `make`)", body=body)
    assert list(acceptance.fenced(one)) == ["true"]
    assert list(acceptance.clauses(one)) == ["make", "make check"]


TREE = {
    "shop/__init__.py": "",
    "shop/price.py": "from shop import money\n",
    "shop/money.py": "",
    "shop/other.py": "",
    "tests/conftest.py": "import shop.other\n",
    "tests/test_price.py": "from shop.price import total\n",
    "unit/test_money.py": "from mock import patch\nwith patch('shop.money.x'):\n    pass\n",
    "unit/test_cli.py": "import subprocess\n",
    "web/a.js": "import { b } from './b.js';\n",
    "web/b.js": "",
    "web/a.test.js": "import { a } from './a';\n",
    "go.mod": "module example.com/shop\n",
    "api/api.go": 'package api\n\nimport "example.com/shop/core"\n',
    "core/core.go": "package core\n",
    "api/api_test.go": "package api\n",
}


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("shop/money.py", {"tests/test_price.py", "unit/test_money.py", "unit/test_cli.py"}),
        ("shop/other.py", {"tests/test_price.py", "unit/test_cli.py"}),
        ("web/b.js", {"web/a.test.js", "unit/test_cli.py"}),
        ("core/core.go", {"api/api_test.go", "unit/test_cli.py"}),
        ("README.md", {"unit/test_cli.py"}),
        ("go.mod", None),
        ("settings.yaml", None),
    ],
)
def test_what_a_change_can_reach(tmp_path: Path, changed: str, tests: set[str] | None) -> None:
    for path, text in TREE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    names = [path for path in TREE if "test_" in path or path.endswith(("_test.go", ".test.js"))]
    found = set(Reach(tmp_path, frozenset(TREE)).affected(names, [changed]))
    expected = set(names) if tests is None else tests
    assert found == expected


GO = """\
package a

import "errors"

type T struct{ n int }

func (t *T) Get(key string) (T, error) {
	return *t, errors.New(key)
}

func Named() (n int, err error) {
	return 1, nil
}

func Plain(a int, f func(int) int) map[string][]int {
	return nil
}

func Many[K comparable](k K) (n int, err error) {
	return 1, nil
}

func (t T) Do(f func(a int) (int, error)) func(int) error {
	return nil
}

func Nothing() {
	println("x")
}
"""


@pytest.mark.parametrize("flaw", list(Flaw))
def test_a_broken_go_product_compiles(tmp_path: Path, flaw: Flaw) -> None:
    beside = Path(sys.executable).with_name("go")
    go = shutil.which("go") or (str(beside) if beside.is_file() else None)
    if go is None:
        pytest.skip("go is not installed")
    text = mutants.broken("a.go", GO, flaw)
    assert text is not None
    assert text.count("if true") == 6
    (tmp_path / "go.mod").write_text("module example.com/a\n\ngo 1.21\n")
    (tmp_path / "a.go").write_text(text)
    done = subprocess.run([go, "build", "./..."], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


JS = """\
export function a(x) {
  if (x) {
    return 1;
  }
  return 2;
}
export const b = (y) => {
  return y;
};
export class C {
  get(z) {
    return z;
  }
}
"""


@pytest.mark.parametrize("flaw", list(Flaw))
def test_a_broken_script_is_still_a_script(tmp_path: Path, flaw: Flaw) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    text = mutants.broken("a.mjs", JS, flaw)
    assert text is not None
    assert text.count("if (true)") == 3
    (tmp_path / "a.mjs").write_text(text)
    done = subprocess.run(
        [node, "--check", "a.mjs"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("flaw", list(Flaw))
def test_a_broken_python_product(flaw: Flaw) -> None:
    text = mutants.broken("a.py", "LIMIT = 1\n\n\ndef a(x):\n    return x\n", flaw)
    assert text is not None
    assert "return x" not in ast.unparse(ast.parse(text))
    assert "LIMIT = 1" in text
