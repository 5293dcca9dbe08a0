"""go for real: one run over a module with a package per kind of failure, then special runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import settled
from sddtasks.model.process import Outcome
from sddtasks.system import process
from sddtasks.toolchains import gotest
from tests.toolchains.live import case_of
from tests.toolchains.live import listing
from tests.toolchains.live import load_failure_of
from tests.toolchains.live import need
from tests.toolchains.live import observe
from tests.toolchains.live import write

PRODUCT = """
package shop

type Order struct{ Number int }

type Store interface{ Get(number int) *Order }

func Total(order Order) int { return order.Number }

func Refund(order Order) int { panic("not implemented") }

func Lines(order *Order) int { return order.Number }

func Find(number int) *Order { return nil }
"""


def go_test(body: str, *, package: str = "kinds", imports: str = '"example.com/m/shop"') -> str:
    return f'package {package}\n\nimport (\n\t"testing"\n\n\t{imports}\n)\n\n{body}\n'


RUNTIME = """
var _ = shop.Order{}

func TestAssertion(t *testing.T) {
	if got := shop.Total(shop.Order{Number: 1}); got != 2 {
		t.Errorf("got %d", got)
	}
}

func TestNested(t *testing.T) {
	t.Run("one", func(t *testing.T) {
		if shop.Total(shop.Order{Number: 1}) != 2 {
			t.Fatal("wrong total")
		}
	})
	t.Run("two", func(t *testing.T) {})
}

func TestPasses(t *testing.T) {}

func TestSkipped(t *testing.T) { t.Skip("later") }

func TestAlways(t *testing.T) {
	t.Log("about to fail")
	t.Fatal("not implemented")
}

func TestNilInterface(t *testing.T) {
	var store shop.Store
	if store == nil {
		t.Fatal("no store yet")
	}
	store.Get(1)
}

func TestFoundNothing(t *testing.T) {
	order := shop.Find(1)
	if order == nil {
		t.Fatal("not found")
	}
}
"""

FILES = {
    "go.mod": "module example.com/m\n\ngo 1.21\n",
    "shop/shop.go": PRODUCT,
    "kinds/kinds_test.go": go_test(RUNTIME),
    "stub/stub_test.go": go_test("func TestStub(t *testing.T) { shop.Refund(shop.Order{}) }"),
    "nilpointer/nil_test.go": go_test("func TestNil(t *testing.T) { shop.Lines(nil) }"),
    "panics/panics_test.go": go_test(
        'func TestPanic(t *testing.T) { panic("todo") }', imports='_ "example.com/m/shop"'
    ),
    "symbol/symbol_test.go": go_test("func TestNew(t *testing.T) { shop.New(1).Close() }"),
    "method/method_test.go": go_test("func TestRun(t *testing.T) { shop.Order{}.Run() }"),
    "field/field_test.go": go_test('func TestField(t *testing.T) { _ = shop.Order{Name: "a"} }'),
    "arguments/arguments_test.go": go_test("func TestTotal(t *testing.T) { shop.Total() }"),
    "contract/contract_test.go": go_test(
        "type fake struct{}\n\nvar _ shop.Store = fake{}\n\nfunc TestFake(t *testing.T) {}"
    ),
    "absent/absent_test.go": go_test(
        "func TestStock(t *testing.T) { stock.New() }", imports='"example.com/m/stock"'
    ),
    "stockroom/stockroom_test.go": """
        package stockroom_test

        import (
            "testing"

            "example.com/m/stockroom"
        )

        func TestRoom(t *testing.T) { stockroom.New() }
    """,
    "library/library_test.go": go_test(
        "func TestLibrary(t *testing.T) { assert.True(t, shop.Total(shop.Order{}) == 1) }",
        imports='"example.com/m/shop"\n\t"github.com/nowhere/assert"',
    ),
    "inside/inside_test.go": 'package inside\n\nimport "testing"\n\n'
    "func TestNew(t *testing.T) { NewDepot(); helper() }\n",
    "unused/unused_test.go": go_test("func TestUnused(t *testing.T) { x := 1 }"),
    "syntax/syntax_test.go": "package syntax\n\nfunc TestA(t *testing.T) {\n",
    "early/early_test.go": go_test(
        "func TestMain(m *testing.M) { os.Exit(0) }\n\nfunc TestA(t *testing.T) { t.Fail() }",
        imports='"os"',
    ),
    "empty/empty_test.go": "package empty\n",
    "tagged/tagged_test.go": '//go:build slow\n\npackage tagged\n\nimport "testing"\n\n'
    "func TestTagged(t *testing.T) {}\n",
    "crowd/red_test.go": go_test("func TestRed(t *testing.T) { shop.New(t) }", package="crowd"),
    "crowd/green_test.go": 'package crowd\n\nimport "testing"\n\n'
    "func TestGreen(t *testing.T) { build() }\n",
    "crowd/builders_test.go": "package crowd\n\nfunc build() {}\n",
}
REQUESTED = tuple(
    file for file in FILES if file.endswith("_test.go") and not file.startswith("crowd/")
)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("module"), FILES)
    need("go", root)
    return root


@pytest.fixture(scope="module")
def run(module: Path, tmp_path_factory: pytest.TempPathFactory) -> TestRun:
    return observe("go", module, REQUESTED, tmp_path_factory.mktemp("scratch"))


def test_the_run_can_be_trusted_and_leaves_no_files(run: TestRun, module: Path) -> None:
    assert run.trouble == ""
    assert listing(module) == set(FILES)


@pytest.mark.parametrize(
    ("test", "result", "reason"),
    [
        ("TestAssertion", Result.FAILED, Reason.ASSERTION),
        ("TestNested", Result.FAILED, Reason.ASSERTION),
        ("TestNested/one", Result.FAILED, Reason.ASSERTION),
        ("TestNested/two", Result.PASSED, None),
        ("TestPasses", Result.PASSED, None),
        ("TestSkipped", Result.SKIPPED, None),
        ("TestAlways", Result.FAILED, Reason.PLACEHOLDER),
        ("TestNilInterface", Result.FAILED, Reason.PLACEHOLDER),
        ("TestFoundNothing", Result.FAILED, Reason.ASSERTION),
    ],
)
def test_each_state(run: TestRun, test: str, result: Result, reason: Reason | None) -> None:
    case = case_of(run, f"kinds::{test}")
    assert case.file == "kinds/kinds_test.go"
    assert (case.result, case.reason) == (result, reason)


@pytest.mark.parametrize(
    ("file", "reason", "missing"),
    [
        ("stub/stub_test.go", Reason.NOT_IMPLEMENTED, ()),
        ("nilpointer/nil_test.go", Reason.AMBIGUOUS, ()),
        ("panics/panics_test.go", Reason.PLACEHOLDER, ()),
        ("symbol/symbol_test.go", Reason.MISSING, ("shop.New",)),
        ("method/method_test.go", Reason.MISSING, ("shop.Order.Run",)),
        ("field/field_test.go", Reason.MISSING, ("shop.Order.Name",)),
        ("arguments/arguments_test.go", Reason.MISSING, ("shop.Total",)),
        ("absent/absent_test.go", Reason.MISSING, ("stock",)),
        ("stockroom/stockroom_test.go", Reason.MISSING, ("stockroom",)),
        ("contract/contract_test.go", Reason.LOAD, ()),
        ("library/library_test.go", Reason.ENVIRONMENT, ()),
        ("inside/inside_test.go", Reason.AMBIGUOUS, ("inside.NewDepot", "inside.helper")),
        ("unused/unused_test.go", Reason.LOAD, ()),
        ("syntax/syntax_test.go", Reason.SYNTAX, ()),
        ("early/early_test.go", Reason.CRASH, ()),
        ("empty/empty_test.go", Reason.NO_TESTS, ()),
        ("tagged/tagged_test.go", None, ()),
        ("kinds/kinds_test.go", Reason.PLACEHOLDER, ()),
    ],
)
def test_each_file_has_one_reason(
    run: TestRun, file: str, reason: Reason | None, missing: tuple[str, ...]
) -> None:
    assert file_reason(run, file) is reason
    named = [failure.missing for failure in run.load_failures if failure.file == file]
    if missing:
        assert named == [missing]


def test_a_name_that_the_plan_mentions_is_no_longer_ambiguous(run: TestRun) -> None:
    planned = settled(run, ["inside/depot.go"])
    assert file_reason(planned, "inside/inside_test.go") is Reason.MISSING


def test_declared_ids_do_not_need_a_build(run: TestRun) -> None:
    assert run.declared["symbol/symbol_test.go"] == ("symbol::TestNew",)
    assert run.declared["early/early_test.go"] == ("early::TestA",)


def test_a_red_neighbour_does_not_spoil_a_green_file(module: Path, tmp_path: Path) -> None:
    run = observe("go", module, ["crowd/green_test.go"], tmp_path)
    assert run.ids(Result.PASSED) == {"crowd::TestGreen"}
    assert run.load_failures == ()


def test_a_suite_shows_who_could_not_run_and_can_leave_out_the_red(tmp_path: Path) -> None:
    files = {file: FILES[file] for file in FILES if file.startswith(("go.mod", "shop/", "crowd/"))}
    root = write(tmp_path / "module", files)
    need("go", root)
    spoiled = observe("go", root, (), tmp_path / "one")
    assert load_failure_of(spoiled, "crowd/red_test.go").reason is Reason.MISSING
    lost = load_failure_of(spoiled, "crowd/green_test.go")
    assert lost.reason is Reason.LOAD
    assert "crowd/red_test.go" in lost.message
    request = gotest.test_request(root, (), tmp_path / "two", {}, hide=["crowd/red_test.go"])
    clean = gotest.read(process.run(request), root, ())
    assert clean.ids(Result.PASSED) == {"crowd::TestGreen"}
    assert clean.load_failures == ()


def test_a_product_that_does_not_compile_is_no_red(tmp_path: Path) -> None:
    files = {
        "go.mod": FILES["go.mod"],
        "shop/shop.go": "package shop\n\nfunc Total() int { return missing }\n",
        "a/a_test.go": go_test("func TestA(t *testing.T) { shop.Total() }", package="a"),
    }
    root = write(tmp_path / "module", files)
    need("go", root)
    failure = load_failure_of(observe("go", root, ["a/a_test.go"], tmp_path), "a/a_test.go")
    assert failure.reason is Reason.LOAD
    assert "shop/shop.go:3" in failure.message
    build = gotest.build_request(root, tmp_path, {})
    assert build is not None
    assert process.run(build).exit_code == 1


def test_time_out_names_the_test_that_hung(tmp_path: Path) -> None:
    body = "func TestQuick(t *testing.T) {}\n\nfunc TestHangs(t *testing.T) { select {} }"
    files = {"go.mod": FILES["go.mod"], "a/a_test.go": go_test(body, imports='_ "time"')}
    files["a/a_test.go"] = files["a/a_test.go"].replace("select {}", "time.Sleep(time.Hour)")
    files["a/a_test.go"] = files["a/a_test.go"].replace('_ "time"', '"time"')
    root = write(tmp_path / "module", files)
    need("go", root)
    run = observe("go", root, ["a/a_test.go"], tmp_path, {"timeout": 60, "args": "-timeout=1s"})
    assert case_of(run, "TestHangs").reason is Reason.TIMEOUT
    assert case_of(run, "TestQuick").result is Result.PASSED


def test_without_a_module_nothing_is_proven(tmp_path: Path) -> None:
    root = write(tmp_path / "module", {"a/a_test.go": go_test("", imports='_ "os"')})
    need("go", root)
    run = observe("go", root, ["a/a_test.go"], tmp_path)
    assert run.trouble_reason is Reason.ENVIRONMENT
    assert "go.mod" in run.trouble


def event(**values: str) -> str:
    return json.dumps(values) + "\n"


def test_go_before_1_24_writes_build_errors_as_plain_text(tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": FILES["go.mod"], "shop/shop.go": PRODUCT})
    write(
        tmp_path, {name: FILES[name] for name in ("symbol/symbol_test.go", "absent/absent_test.go")}
    )
    outcome = Outcome(
        argv=("go", "test"),
        exit_code=1,
        output=event(Action="start", Package="example.com/m/symbol")
        + event(
            Action="output",
            Package="example.com/m/symbol",
            Output="FAIL\texample.com/m/symbol [build failed]\n",
        )
        + event(Action="fail", Package="example.com/m/symbol")
        + "FAIL\texample.com/m/absent [setup failed]\n",
        errors="# example.com/m/absent\n"
        "absent/absent_test.go:6:2: no required module provides package example.com/m/stock; "
        "to add it:\n\tgo get example.com/m/stock\n"
        "# example.com/m/symbol [example.com/m/symbol.test]\n"
        "symbol/symbol_test.go:9:34: undefined: shop.New\n",
    )
    run = gotest.read(outcome, tmp_path, ["symbol/symbol_test.go", "absent/absent_test.go"])
    assert load_failure_of(run, "symbol/symbol_test.go").missing == ("shop.New",)
    assert load_failure_of(run, "absent/absent_test.go").missing == ("stock",)


@pytest.mark.parametrize(("exit_code", "action"), [(0, "fail"), (1, "pass")])
def test_an_exit_code_that_contradicts_the_tests(
    tmp_path: Path, exit_code: int, action: str
) -> None:
    write(
        tmp_path, {"go.mod": FILES["go.mod"], "kinds/kinds_test.go": FILES["kinds/kinds_test.go"]}
    )
    package = "example.com/m/kinds"
    outcome = Outcome(
        argv=("go",),
        exit_code=exit_code,
        output=event(Action=action, Package=package, Test="TestPasses")
        + event(Action=action, Package=package),
    )
    run = gotest.read(outcome, tmp_path, ["kinds/kinds_test.go"])
    assert run.trouble_reason is Reason.CRASH
