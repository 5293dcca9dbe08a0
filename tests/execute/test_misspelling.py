"""What a red test lacks: names that the plan will bring, and names that nobody ever will."""

from __future__ import annotations

import pytest

from sddtasks.execute import misspelling
from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import TestRun

PLANNED = ("shop/receipt.py", "src/receipt.js", "src/receipt.rs", "shop/orderBook.go")
SAID = "`receipt(items)` lists items; more than one commit is an error. An OrderBook may change."
FILES = ("shop/price.py", "src/price.js", "shop/price.go")


def slips(missing: str, message: str, text: str = "") -> list[str]:
    failure = LoadFailure("tests/test_it", Reason.MISSING, message, (missing,) if missing else ())
    run = TestRun("any", (), 1, load_failures=(failure,))
    return misspelling.slips(run, [text], PLANNED, FILES, SAID)


MISTYPED = {
    "a Python module": ("shop.receipts_", "No module named 'shop.receipts_'", ""),
    "a module in JavaScript": ("src/recept", "Cannot find module '/x/src/recept.js'", ""),
    "a function in Go": ("shop.Reciept", "undefined: Reciept", ""),
    "a part of a name": ("shop.NewOdrerBook", "undefined: NewOdrerBook", ""),
    "a letter doubled": ("shop.Ordder", "undefined: Ordder", ""),
    "a letter lost of two": ("shop::comit", "cannot find `comit`", ""),
    "a module in Rust": ("shop::reciept", "unresolved import `shop::reciept`", ""),
}
TAKEN = (
    "from shop.receipt import reciept\n",
    "from shop.receipt import (\n    Line,\n    reciept,\n)\n",
    "import { Line, reciept } from '../src/receipt.js';\n",
    "const { reciept: make } = require('../src/receipt');\n",
    "const { reciept } = await import('../src/receipt.js');\n",
    "use shop::receipt::reciept;\n",
    "use shop::receipt::{Line, reciept as make};\n",
)
MEANT = (
    "from shop.receipt import receipt\n\n\ndef reciept():\n    pass\n",
    "from shop.receipt import receipt as reciept\n",
    "import { receipt as reciept } from '../src/receipt.js';\n",
    "const { receipt: reciept } = require('../src/receipt');\n",
    "import { reciept } from './doubles.js';\n",
    "use shop::receipt::{receipt as reciept, Line};\n",
    "from shop.receipt import Orders, changed, committed, price\n",
)


@pytest.mark.parametrize("kind", MISTYPED)
def test_a_slip_of_what_the_plan_says(kind: str) -> None:
    missing, message, text = MISTYPED[kind]
    [row] = slips(missing, message, text)
    assert row.startswith(f"{missing}  will never be made: the plan has ")


@pytest.mark.parametrize("text", TAKEN)
def test_a_slip_in_what_is_imported_from_a_module_to_come(text: str) -> None:
    assert slips("", "the module is not there", text) == [
        "receipt.reciept  will never be made: the plan has receipt"
    ]


@pytest.mark.parametrize("text", MEANT)
def test_names_that_are_meant(text: str) -> None:
    assert slips("", "the module is not there", text) == []


@pytest.mark.parametrize(
    "missing", ["shop.Receipt", "shop.ReceiptLine", "shop.Refund", "shop.Orders"]
)
def test_what_the_plan_brings_or_leaves_open(missing: str) -> None:
    assert slips(missing, f"undefined: {missing}") == []
