"""Warnings in what tools print: found in each tool's form, and known again when lines move."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sddtasks.model.process import Outcome
from sddtasks.toolchains import warned

ROOT = Path("/home/ada/shop")
_RUSTC = json.dumps(
    {
        "reason": "compiler-message",
        "message": {
            "level": "warning",
            "rendered": "warning: unused variable: `x`\n --> src/lib.rs:2:9\n  |\n2 |  let x\n",
        },
    }
)
_GO = json.dumps({"Action": "output", "Output": "tally.c:3:5: warning: unused variable 'n'\n"})


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (
            "  /home/ada/shop/shop/cart.py:3: DeprecationWarning: use total\n    warnings.warn(",
            "shop/cart.py: DeprecationWarning: use total",
        ),
        (
            "src/a.c:3:5: warning: unused variable 'n' [-Wunused]",
            "src/a.c: warning: unused variable 'n' [-Wunused]",
        ),
        ("A.java:12: warning: [deprecation] f", "A.java: warning: [deprecation] f"),
        ("B.cs(12,3): warning CS0168: declared", "B.cs: warning CS0168: declared"),
        ("(node:77) [DEP0040] DeprecationWarning: old", "[DEP0040] DeprecationWarning: old"),
        ("[WARNING] unchecked call in A.java", "unchecked call in A.java"),
        ("PHP Deprecated: f() in /x.php on line 3", "Deprecated: f() in /x.php on line 3"),
        (
            "\x1b[33mwarning\x1b[0m: unused import: `b`\n  --> src/b.rs:1:5",
            "src/b.rs: warning: unused import: `b`",
        ),
        (_RUSTC, "src/lib.rs: warning: unused variable: `x`"),
        (_GO, "tally.c: warning: unused variable 'n'"),
    ],
)
def test_each_form(printed: str, read: str) -> None:
    assert list(warned.warnings(Outcome(("x",), 0, printed), ROOT).values()) == [read]
    assert list(warned.warnings(Outcome(("x",), 0, errors=printed), ROOT).values()) == [read]


@pytest.mark.parametrize(
    "printed",
    [
        "warning: `shop` (lib) generated 2 warnings",
        "2 warnings",
        "E       AssertionError: no warning: none",
        "tests/test_cart.py:3: AssertionError",
        "src/a.c:3:5: error: warning is no type",
        '{"a list": [1',
    ],
)
def test_what_is_none(printed: str) -> None:
    assert not warned.warnings(Outcome(("x",), 0, printed), ROOT)


def test_known_again_in_another_place_and_tree() -> None:
    text = "{}/a.py:{}: UserWarning: {} rows"
    one = Outcome(("x",), 0, text.format("/home/ada/shop", 3, 7))
    other = Outcome(("x",), 0, text.format("/var/tree", 40, 12))
    known = warned.warnings(one, ROOT)
    assert known
    assert known.keys() == warned.warnings(other, Path("/var/tree")).keys()
