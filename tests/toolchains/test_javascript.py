"""The four JavaScript runners for real, all with the same project and the same expectations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import merge
from sddtasks.model.evidence import unreported
from tests.toolchains.live import case_of
from tests.toolchains.live import listing
from tests.toolchains.live import load_failure_of
from tests.toolchains.live import need
from tests.toolchains.live import observe
from tests.toolchains.live import write

NAMES = "total, stub, parse, find, Order"
PRODUCT = """
function total(order) { return null; }
function stub() { throw new Error("not implemented"); }
function parse(text) { return JSON.parse(text); }
function find() { return undefined; }
class Order { }
"""


@dataclass(frozen=True)
class Runner:
    """What differs: how modules are written, where tests come from, how a time limit is set."""

    name: str
    modules: bool
    library: str = ""
    timeout: str = "it('hangs', { timeout: 200 }, () => new Promise((r) => setTimeout(r, 1500)));"

    @property
    def exports(self) -> str:
        return f"export {{ {NAMES} }};" if self.modules else f"module.exports = {{ {NAMES} }};"

    def imports(self, names: str, module: str) -> str:
        if self.modules:
            return f"import {names} from '{module}';\n"
        return f"const {names.removeprefix('* as ')} = require('{module}');\n"

    @property
    def header(self) -> str:
        library = f"import {{ {self.library} }};\n".replace(" };", "") if self.library else ""
        return library + self.imports("assert", "node:assert/strict")


RUNNERS = {
    "node": Runner("node", modules=True, library="it, describe, beforeEach } from 'node:test'"),
    "vitest": Runner("vitest", modules=True, library="it, describe, beforeEach } from 'vitest'"),
    "jest": Runner(
        "jest",
        modules=False,
        timeout="it('hangs', () => new Promise((r) => setTimeout(r, 1500)), 200);",
    ),
    "mocha": Runner(
        "mocha",
        modules=False,
        timeout="it('hangs', () => new Promise((r) => setTimeout(r, 1500))).timeout(200);",
    ),
}

# name: (the test's body, why it fails, what is missing)
FAILURES: dict[str, tuple[str, Reason, tuple[str, ...]]] = {
    "asserts": ("assert.equal(total(1), 3);", Reason.ASSERTION, ()),
    "throws when it should": (
        "try { total(1); } catch { return; } throw new Error('no error');",
        Reason.ASSERTION,
        (),
    ),
    "callback": (
        "let called = false; find(() => { called = true; }); assert.ok(called);",
        Reason.ASSERTION,
        (),
    ),
    "function": ("shop.refund(1);", Reason.MISSING, ("src/shop.refund",)),
    "method": ("new Order().cancel();", Reason.MISSING, ("cancel",)),
    "stub": ("stub();", Reason.NOT_IMPLEMENTED, ()),
    "nothing": ("assert.equal(find().name, 'a');", Reason.AMBIGUOUS, ()),
    "product throws": ("parse('{');", Reason.AMBIGUOUS, ()),
    "always": ("assert.fail('later');", Reason.PLACEHOLDER, ()),
    "literal": ("assert.equal(true, false);", Reason.PLACEHOLDER, ()),
    "throws": ("throw new Error('not implemented');", Reason.PLACEHOLDER, ()),
    "null": ("const order = null;\n  assert.ok(order);", Reason.PLACEHOLDER, ()),
    "undefined name": ("nowhere(total(1));", Reason.ERROR, ()),
}


def kinds(runner: Runner) -> str:
    tests = "".join(
        f"it('{name}', () => {{\n  {body}\n}});\n" for name, (body, _, _) in FAILURES.items()
    )
    return (
        runner.header
        + runner.imports(f"{{ {NAMES} }}", "../src/shop.js")
        + runner.imports("* as shop", "../src/shop.js")
        + tests
        + runner.timeout
        + """
it.skip('left out', () => {});
it('passes', () => {});
describe('group', () => {
  it('inner', () => { assert.ok(total(1)); });
});
describe('broken hook', () => {
  beforeEach(() => { throw new Error('no database'); });
  it('never starts', () => { assert.ok(total(1)); });
});
"""
    )


def files_of(runner: Runner) -> dict[str, str]:
    test = "it('a', () => {});\n"
    kind = "module" if runner.modules else "commonjs"
    return {
        "package.json": f'{{"type": "{kind}", "devDependencies": {{"{runner.name}": "*"}}}}',
        "src/shop.js": PRODUCT + runner.exports,
        "test/kinds.test.js": kinds(runner),
        "test/module.test.js": runner.header + runner.imports("stock", "../src/stock.js") + test,
        "test/package.test.js": runner.header + runner.imports("lib", "nowhere-lib") + test,
        "test/helper.test.js": runner.header + runner.imports("make", "./helpers/make.js") + test,
        "test/top.test.js": runner.header
        + runner.imports("* as shop", "../src/shop.js")
        + "const order = shop.create();\n"
        + test,
        "test/syntax.test.js": runner.header + "it('a', () => {\n",
        "test/empty.test.js": "",
        "test/green.test.js": runner.header + test,
        "test/exits.test.js": runner.header + "it('a', () => { process.exit(0); });\n",
    }


def run_each(runner: Runner, root: Path, files: Sequence[str], scratch: Path) -> TestRun:
    """mocha stops at the first file that it cannot load: there each file is a run."""
    groups = [[file] for file in files] if runner.name == "mocha" else [files]
    runs = (observe(runner.name, root, group, scratch) for group in groups)
    return merge(runs)


@pytest.fixture(scope="module", params=RUNNERS)
def runner(request: pytest.FixtureRequest) -> Runner:
    return RUNNERS[request.param]


@pytest.fixture(scope="module")
def root(runner: Runner, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp(runner.name), files_of(runner))
    (root / "node_modules").symlink_to(node_modules)
    need(runner.name, root)
    return root


@pytest.fixture(scope="module")
def run(runner: Runner, root: Path, tmp_path_factory: pytest.TempPathFactory) -> TestRun:
    files = [file for file in files_of(runner) if file.endswith(".test.js")]
    files.remove("test/exits.test.js")
    return run_each(runner, root, files, tmp_path_factory.mktemp("scratch"))


def test_the_run_can_be_trusted_and_leaves_no_files(
    run: TestRun, root: Path, runner: Runner
) -> None:
    assert not run.trouble
    found = {file for file in listing(root) if not file.startswith("node_modules")}
    assert found == set(files_of(runner))


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_has_its_reason(run: TestRun, name: str) -> None:
    _, reason, missing = FAILURES[name]
    case = case_of(run, f"test/kinds.test.js > {name}")
    assert (case.result, case.reason, case.missing) == (Result.FAILED, reason, missing)
    assert case.message


@pytest.mark.parametrize(
    ("name", "result", "reason"),
    [
        ("hangs", Result.FAILED, Reason.TIMEOUT),
        ("left out", Result.SKIPPED, None),
        ("passes", Result.PASSED, None),
        ("group > inner", Result.FAILED, Reason.ASSERTION),
    ],
)
def test_each_state(run: TestRun, name: str, result: Result, reason: Reason | None) -> None:
    case = case_of(run, f"test/kinds.test.js > {name}")
    assert (case.result, case.reason) == (result, reason)


def test_a_broken_hook_is_no_red(run: TestRun) -> None:
    case = case_of(run, "broken hook > never starts")
    assert case.reason is Reason.ENVIRONMENT


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("module", Reason.MISSING),
        ("top", Reason.MISSING),
        ("package", Reason.ENVIRONMENT),
        ("helper", Reason.LOAD),
        ("syntax", Reason.SYNTAX),
        ("empty", Reason.NO_TESTS),
        ("green", None),
    ],
)
def test_each_file_has_one_reason(run: TestRun, name: str, reason: Reason | None) -> None:
    assert file_reason(run, f"test/{name}.test.js") is reason


def test_a_missing_module_is_named_as_the_plan_would(run: TestRun) -> None:
    assert load_failure_of(run, "test/module.test.js").missing == ("src/stock",)


def test_declared_ids_are_those_of_the_run(run: TestRun) -> None:
    assert "test/kinds.test.js > group > inner" in run.declared["test/kinds.test.js"]
    assert unreported(run, "test/kinds.test.js") == ()
    assert unreported(run, "test/module.test.js") == ("test/module.test.js > a",)


def test_leaving_early_with_success_proves_nothing(
    runner: Runner, root: Path, tmp_path: Path
) -> None:
    """vitest notices; the others end with 0."""
    run = observe(runner.name, root, ["test/exits.test.js"], tmp_path)
    assert file_reason(run, "test/exits.test.js") in {Reason.CRASH, Reason.ERROR}
    assert run.ids(Result.PASSED) == frozenset()


def test_an_export_that_is_not_there(runner: Runner, root: Path, tmp_path: Path) -> None:
    text = runner.header + runner.imports("{ refund }", "../src/shop.js")
    file = "test/export.test.js"
    write(root, {file: text + "it('a', () => { refund(1); });\n"})
    try:
        run = observe(runner.name, root, [file], tmp_path)
    finally:
        (root / file).unlink()
    assert file_reason(run, file) is Reason.MISSING
    named = [case.missing for case in run.cases] + [
        failure.missing for failure in run.load_failures
    ]
    assert named == [("src/shop.refund",)]
