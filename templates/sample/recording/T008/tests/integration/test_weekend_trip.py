"""A whole weekend, from the list on disk to the payments that settle it."""

import csv
from pathlib import Path

import pytest

from fairshare.cli import main
from fairshare.expense import Expense
from fairshare.ledger import Ledger

WEEKEND = """\
payer,amount,shared_by,note
Ann,120.00,Ann;Ben;Cleo,Cabin
Ben,36.50,Ann;Ben;Cleo,Food
Cleo,10.00,Ann;Ben;Cleo,Parking
Ben,14.00,Ann;Ben,Boat
"""


def test_the_weekend_is_settled_to_the_cent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "weekend.csv").write_text(WEEKEND)

    assert main([str(tmp_path / "weekend.csv")]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Balances",
        "  Ann        +57.49",
        "  Ben        -12.00",
        "  Cleo       -45.49",
        "Transfers",
        "  Cleo pays Ann 45.49",
        "  Ben pays Ann 12.00",
    ]


def test_making_the_payments_leaves_nothing_to_pay() -> None:
    ledger = Ledger()
    for row in csv.DictReader(WEEKEND.splitlines()):
        ledger.add(Expense.from_row(row))

    for payment in ledger.transfers():
        ledger.add(Expense(payment.debtor, payment.amount, (payment.creditor,)))

    assert ledger.transfers() == []
    assert {balance.cents for balance in ledger.balances().values()} == {0}
