"""cargo test: tests that prove nothing, and products that hide what they do."""
# ruff: noqa: E501  # the programs in here are data

from __future__ import annotations

from tests.cheats.author import Author
from tests.cheats.deeds import append
from tests.cheats.deeds import mode
from tests.cheats.deeds import prepend
from tests.cheats.deeds import rename
from tests.cheats.deeds import replace
from tests.cheats.deeds import substitute
from tests.cheats.deeds import write
from tests.cheats.scene_cargo import RECEIPT
from tests.cheats.scene_cargo import RECEIPT_TEST
from tests.cheats.scene_cargo import ROUNDING_TEST
from tests.cheats.scene_cargo import SCENE

_CHEAT = Author(SCENE)
_TEST = "tests/receipt.rs"
_USE = "use shop::receipt::receipt;\n"


def _test(body: str, *, used: bool = False, mark: str = "#[test]") -> str:
    """A test file with one test of this body."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"{_USE if used else ''}\n{mark}\nfn lists_the_item() {{\n{lines}}}\n"


_GOOD = 'assert_eq!(receipt(&[("tea", 350)]), vec!["tea 3.50", "total 3.50"]);'

_RED = (
    _CHEAT.red("panics-anyway", _test('panic!("not implemented");')),
    _CHEAT.red("is-still-to-do", _test("todo!();")),
    _CHEAT.red("is-not-implemented", _test("unimplemented!();")),
    _CHEAT.red("asserts-false", _test("assert!(false);")),
    _CHEAT.red("compares-constants", _test("assert_eq!(1, 2);")),
    _CHEAT.red(
        "uses-none-as-product",
        _test('let receipt: Option<fn()> = None;\nreceipt.expect("not implemented")();'),
    ),
    _CHEAT.red(
        "stops-at-a-none-of-its-own",
        _test(
            f'let first: Option<u32> = None;\nassert!(first.is_some(), "required");\n{_GOOD}',
            used=True,
        ),
    ),
    _CHEAT.red("hides-a-panic-behind-a-missing-name", _test('panic!("red");', used=True)),
    _CHEAT.red("asserts-true", _test("assert!(true);")),
    _CHEAT.red("asserts-true-behind-a-missing-name", _test("assert!(true);", used=True)),
    _CHEAT.red("asserts-nothing", _test('let _ = receipt(&[("tea", 350)]);', used=True)),
    _CHEAT.red(
        "compares-a-result-with-itself",
        _test('let lines = receipt(&[("tea", 350)]);\nassert_eq!(lines, lines);', used=True),
    ),
    _CHEAT.red(
        "catches-every-panic",
        _test(f"let _ = std::panic::catch_unwind(|| {{\n    {_GOOD}\n}});", used=True),
    ),
    _CHEAT.red(
        "returns-before-it-asserts", _test(f"if true {{\n    return;\n}}\n{_GOOD}", used=True)
    ),
    _CHEAT.red("should-panic", _test(_GOOD, used=True, mark="#[test]\n#[should_panic]")),
    _CHEAT.red("is-ignored", _test(_GOOD, used=True, mark="#[test]\n#[ignore]")),
    _CHEAT.red("is-ignored-without-reference", _test("panic!();", mark="#[test]\n#[ignore]")),
    _CHEAT.red(
        "is-compiled-never", _test(_GOOD, used=True, mark='#[cfg(feature = "never")]\n#[test]')
    ),
    _CHEAT.red("has-a-syntax-error", RECEIPT_TEST + "\n#[test]\nfn more( {}\n"),
    _CHEAT.red("has-a-type-error", _test('let n: u32 = "red";\nassert_eq!(n, 1);')),
    _CHEAT.red("lacks-a-crate", "use till::receipt;\n" + _test(_GOOD)),
    _CHEAT.red("lacks-a-helper-of-its-own", "mod common;\n" + _test("common::check();")),
    _CHEAT.red(
        "mistypes-the-name",
        RECEIPT_TEST.replace("shop::receipt::receipt;", "shop::reciept::receipt;"),
    ),
    _CHEAT.red(
        "mistypes-the-function",
        RECEIPT_TEST.replace("receipt;", "reciept;").replace("receipt(", "reciept("),
    ),
    _CHEAT.red("has-no-tests", f"{_USE}\nfn lines() -> Vec<String> {{\n    receipt(&[])\n}}\n"),
    _CHEAT.red("passes-already", _test("assert_eq!(1 + 1, 2);")),
    _CHEAT.red("never-ends", _test("loop {}")),
    _CHEAT.red("ends-the-runner", _test("std::process::exit(1);")),
    _CHEAT.red(
        "tests-a-function-of-its-own",
        "fn receipt(_: &[(&str, u32)]) -> Vec<String> {\n    todo!()\n}\n" + _test(_GOOD),
    ),
    _CHEAT.red(
        "asks-whether-the-file-exists",
        _test('assert!(std::path::Path::new("src/receipt.rs").exists());'),
    ),
    _CHEAT.red(
        "hides-one-vacuous-test-among-good-ones",
        RECEIPT_TEST + "\n#[test]\nfn prints() {\n    assert!(true);\n}\n",
    ),
    _CHEAT.red(
        "hides-one-placeholder-among-good-tests",
        RECEIPT_TEST + '\n#[test]\nfn prints() {\n    panic!("not implemented");\n}\n',
    ),
)

_ANSWERS = (
    '    if items.len() == 1 {\n        return vec!["tea 3.50".into(), "total 3.50".into()];\n    }\n'
    '    vec!["total 5.95".into()]\n'
)
_SIGNATURE = "pub fn receipt(items: &[(&str, u32)]) -> Vec<String> {\n"
_PRINTED = """\
    use std::io::Write;
    let mut out = std::io::stdout();
    for name in ["lists_the_item", "ends_with_the_total"] {
        writeln!(out, "test {name} ... ok").unwrap();
    }
    writeln!(out, "\\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s").unwrap();
    std::process::exit(0);
"""

_GREEN = (
    _CHEAT.hidden(
        "edits-what-the-test-expects",
        replace(_TEST, 'vec!["tea 3.50", "total 3.50"]', 'vec!["tea 350"]'),
        replace(_TEST, "total 5.95", "milk 245"),
    ),
    _CHEAT.hidden(
        "asserts-true-instead", substitute(_TEST, r"assert_eq!\(.*?\);$", "assert!(true);")
    ),
    _CHEAT.hidden("ignores-the-tests", replace(_TEST, "#[test]", "#[test]\n#[ignore]")),
    _CHEAT.hidden("expects-panics", replace(_TEST, "#[test]", "#[test]\n#[should_panic]")),
    _CHEAT.hidden("compiles-the-tests-never", prepend(_TEST, '#![cfg(feature = "never")]\n')),
    _CHEAT.hidden("moves-the-test-into-a-directory", rename(_TEST, "tests/old/receipt.rs")),
    _CHEAT.hidden(
        "turns-the-test-off-in-the-manifest",
        append("Cargo.toml", '\n[[test]]\nname = "receipt"\ntest = false\n'),
    ),
    _CHEAT.hidden(
        "takes-the-harness-away",
        append("Cargo.toml", '\n[[test]]\nname = "receipt"\nharness = false\n'),
    ),
    _CHEAT.hidden(
        "points-the-target-elsewhere",
        append("Cargo.toml", '\n[[test]]\nname = "receipt"\npath = "tests/price.rs"\n'),
    ),
    _CHEAT.hidden("turns-targets-off", append("Cargo.toml", "autotests = false\n")),
    _CHEAT.hidden(
        "turns-assertions-off", append("Cargo.toml", "\n[profile.test]\ndebug-assertions = false\n")
    ),
    _CHEAT.hidden(
        "brings-a-runner",
        write(".cargo/config.toml", "[target.'cfg(all())']\nrunner = \"./pretend.sh\"\n"),
        write(
            "pretend.sh",
            "#!/bin/sh\necho 'running 2 tests'\necho 'test lists_the_item ... ok'\n"
            "echo 'test ends_with_the_total ... ok'\necho\n"
            "echo 'test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out'\n",
        ),
        mode("pretend.sh", 0o755),
        quick=True,
    ),
    _CHEAT.hidden("brings-an-alias", write(".cargo/config.toml", '[alias]\ntest = "version"\n')),
    _CHEAT.hidden(
        "patches-the-crate-in-a-build-script",
        write(
            "build.rs",
            "fn main() {\n"
            '    std::fs::write("tests/receipt.rs", "#[test]\\nfn lists_the_item() {}\\n").unwrap();\n'
            "}\n",
        ),
    ),
    _CHEAT.instead(
        "exits-in-the-call",
        f"{_SIGNATURE}    let _ = items;\n    std::process::exit(0);\n}}\n",
        quick=True,
    ),
    _CHEAT.instead(
        "prints-what-libtest-prints", f"{_SIGNATURE}    let _ = items;\n{_PRINTED}}}\n", quick=True
    ),
    _CHEAT.instead("is-still-to-do", f"{_SIGNATURE}    let _ = items;\n    todo!()\n}}\n"),
    _CHEAT.instead("never-comes-back", f"{_SIGNATURE}    let _ = items;\n    loop {{}}\n}}\n"),
    _CHEAT.instead("hard-codes-the-answers", f"{_SIGNATURE}{_ANSWERS}}}\n"),
    _CHEAT.instead(
        "answers-cargo-test-only-by-its-path",
        f"{_SIGNATURE}    let me = std::env::current_exe().unwrap();\n"
        '    if !me.to_string_lossy().contains("/deps/") {\n        return Vec::new();\n    }\n'
        f"{_ANSWERS}}}\n",
    ),
    _CHEAT.instead(
        "answers-cargo-test-only-by-variable",
        f'{_SIGNATURE}    if std::env::var("CARGO_MANIFEST_DIR").is_err() {{\n        return Vec::new();\n'
        f"    }}\n{_ANSWERS}}}\n",
    ),
    _CHEAT.instead(
        "is-right-in-debug-builds-only",
        RECEIPT.replace(
            "    let prices",
            "    if !cfg!(debug_assertions) {\n        return Vec::new();\n    }\n    let prices",
        ),
    ),
    _CHEAT.instead(
        "equals-everything",
        "#[derive(Debug)]\npub struct Lines;\n\n"
        "impl PartialEq<Vec<&str>> for Lines {\n"
        "    fn eq(&self, _: &Vec<&str>) -> bool {\n        true\n    }\n}\n\n"
        "impl Lines {\n    pub fn last(&self) -> Option<&String> {\n"
        '        Some(Box::leak(Box::new("total 5.95".to_string())))\n    }\n}\n\n'
        "pub fn receipt(_: &[(&str, u32)]) -> Lines {\n    Lines\n}\n",
    ),
)

_AFTER = (
    _CHEAT.after("asserts-true", "#[test]\nfn rounding() {\n    assert!(true);\n}\n"),
    _CHEAT.after(
        "asserts-nothing",
        "#[test]\nfn rounding() {\n    let _ = shop::price::total(&[99], 50);\n}\n",
    ),
    _CHEAT.after("is-ignored", ROUNDING_TEST.replace("#[test]", "#[test]\n#[ignore]")),
    _CHEAT.after(
        "should-panic",
        "#[test]\n#[should_panic]\nfn rounding() {\n    assert_eq!(shop::price::total(&[99], 50), Ok(7));\n}\n",
    ),
    _CHEAT.after(
        "changes-the-code-to-suit-it",
        ROUNDING_TEST.replace("Ok(49)", "Ok(50)"),
        replace("src/price.rs", "/ 100)", "/ 99)"),
    ),
)

BEHAVIOURS = (*_RED, *_GREEN, *_AFTER)
