"""cargo for real: one run of a package with a target per kind of failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import unreported
from sddtasks.toolchains import cargo
from tests.toolchains.live import case_of
from tests.toolchains.live import load_failure_of
from tests.toolchains.live import need
from tests.toolchains.live import observe
from tests.toolchains.live import write

PRODUCT = """
pub mod store;

pub struct Order { pub number: u32 }

pub fn total(order: &Order) -> u32 { order.number }

pub fn refund(_order: &Order) -> u32 { todo!() }

pub fn lines(order: Option<&Order>) -> u32 { order.unwrap().number }

pub fn each(visit: impl FnOnce()) { let _ = visit; }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside() { assert_eq!(total(&Order { number: 1 }), 2); }
}
"""

KINDS = """
use shop::{each, lines, refund, total, Order};

#[test]
fn asserts() { assert_eq!(total(&Order { number: 1 }), 2, "wrong total"); }

#[test]
fn is_a_stub() { refund(&Order { number: 1 }); }

#[test]
fn product_panics() { lines(None); }

#[test]
fn callback() {
    let mut called = false;
    each(|| called = true);
    assert!(called);
}

#[test]
fn always() { panic!("not implemented"); }

#[test]
fn literal() { assert!(false); }

#[test]
#[ignore]
fn left_out() {}

#[test]
fn passes() {}

mod group {
    #[test]
    fn nested() { assert_eq!(super::total(&super::Order { number: 1 }), 2); }
}
"""

FILES = {
    "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n',
    "src/lib.rs": PRODUCT,
    "src/store.rs": "#[cfg(test)]\nmod tests {\n    #[test]\n    fn keeps() {}\n}\n",
    "tests/kinds.rs": KINDS,
    "tests/empty.rs": "",
    "tests/exits.rs": "#[test]\nfn leaves() { std::process::exit(0); }\n",
    "tests/import.rs": "use shop::cancel;\n\n#[test]\nfn a() { cancel(); }\n",
    "tests/module.rs": "#[test]\nfn a() { shop::stock::count(); }\n",
    "tests/method.rs": "#[test]\nfn a() { shop::Order { number: 1 }.cancel(); }\n",
    "tests/field.rs": "#[test]\nfn a() { let _ = shop::Order { number: 1, name: 2 }; }\n",
    "tests/arguments.rs": "#[test]\nfn a() { shop::total(); }\n",
    "tests/foreign.rs": "#[test]\nfn a() { nowhere::count(); }\n",
    "tests/helper.rs": "#[test]\nfn a() { build(); }\n",
    "tests/std.rs": "#[test]\nfn a() { 1u32.cancel(); }\n",
    "tests/types.rs": '#[test]\nfn a() { let _: u32 = "a"; }\n',
    "tests/syntax.rs": "#[test]\nfn a() { let x = ; }\n",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("package"), FILES)
    need("cargo", root)
    return root


@pytest.fixture(scope="module")
def run(package: Path, tmp_path_factory: pytest.TempPathFactory) -> TestRun:
    files = ("tests/kinds.rs", "tests/empty.rs", "src/lib.rs", "src/store.rs")
    return observe("cargo", package, files, tmp_path_factory.mktemp("scratch"))


@pytest.mark.parametrize(
    ("test", "result", "reason"),
    [
        ("tests/kinds.rs::asserts", Result.FAILED, Reason.ASSERTION),
        ("tests/kinds.rs::callback", Result.FAILED, Reason.ASSERTION),
        ("tests/kinds.rs::group::nested", Result.FAILED, Reason.ASSERTION),
        ("tests/kinds.rs::is_a_stub", Result.FAILED, Reason.NOT_IMPLEMENTED),
        ("tests/kinds.rs::product_panics", Result.FAILED, Reason.AMBIGUOUS),
        ("tests/kinds.rs::always", Result.FAILED, Reason.PLACEHOLDER),
        ("tests/kinds.rs::literal", Result.FAILED, Reason.PLACEHOLDER),
        ("tests/kinds.rs::left_out", Result.SKIPPED, None),
        ("tests/kinds.rs::passes", Result.PASSED, None),
        ("src/lib.rs::tests::inside", Result.FAILED, Reason.ASSERTION),
        ("src/store.rs::store::tests::keeps", Result.PASSED, None),
    ],
)
def test_each_state(run: TestRun, test: str, result: Result, reason: Reason | None) -> None:
    assert not run.trouble
    case = case_of(run, test)
    assert (case.file, case.result, case.reason) == (test.partition("::")[0], result, reason)


def test_declared_ids_are_those_of_the_run(run: TestRun) -> None:
    assert all(unreported(run, file) == () for file in run.declared)
    assert file_reason(run, "tests/empty.rs") is Reason.NO_TESTS


@pytest.mark.parametrize(
    ("name", "reason", "missing"),
    [
        ("import", Reason.MISSING, ("shop::cancel",)),
        ("module", Reason.MISSING, ("shop::stock",)),
        ("method", Reason.MISSING, ("Order::cancel",)),
        ("field", Reason.MISSING, ("Order::name",)),
        ("arguments", Reason.MISSING, ()),
        ("foreign", Reason.AMBIGUOUS, ("nowhere",)),
        ("helper", Reason.LOAD, ("build",)),
        ("std", Reason.LOAD, ("u32::cancel",)),
        ("types", Reason.LOAD, ()),
        ("syntax", Reason.SYNTAX, ()),
    ],
)
def test_a_file_that_does_not_compile(
    package: Path, tmp_path: Path, name: str, reason: Reason, missing: tuple[str, ...]
) -> None:
    file = f"tests/{name}.rs"
    failure = load_failure_of(observe("cargo", package, [file], tmp_path), file)
    assert (failure.reason, failure.missing) == (reason, missing)


def test_leaving_early_with_success_proves_nothing(package: Path, tmp_path: Path) -> None:
    run = observe("cargo", package, ["tests/exits.rs"], tmp_path)
    assert run.exit_code == 0
    assert run.trouble_reason is Reason.CRASH


def test_a_suite_can_leave_out_the_red(package: Path, tmp_path: Path) -> None:
    red = [file for file in FILES if file.startswith("tests/") and file != "tests/kinds.rs"]
    command = cargo.test_request(package, (), tmp_path, {}, hide=red).argv
    assert command[command.index("--test") + 1] == "kinds"
    assert command.count("--test") == 1
    assert {"--lib", "--bins"} <= set(command)


def test_without_a_manifest_nothing_is_proven(tmp_path: Path) -> None:
    root = write(tmp_path / "empty", {"tests/a.rs": "#[test]\nfn a() {}\n"})
    need("cargo", root)
    run = observe("cargo", root, ["tests/a.rs"], tmp_path)
    assert run.trouble_reason is Reason.ENVIRONMENT
    assert "Cargo.toml" in run.trouble
