"""The command line: reads a list of expenses, prints balances and transfers."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path

from fairshare.expense import Expense
from fairshare.ledger import Ledger


def main(arguments: Sequence[str] | None = None) -> int:
    file = _parser().parse_args(arguments).file
    try:
        ledger = read(file)
    except OSError as error:
        print(f"fairshare: cannot read {file}: {error.strerror}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(report(ledger)))
    return 0


def read(file: Path) -> Ledger:
    """The ledger of a whole list; a wrong line is a ValueError that says where it stands."""
    ledger = Ledger()
    with file.open(newline="", encoding="utf-8") as stream:
        rows = csv.DictReader(stream)
        for row in rows:
            try:
                ledger.add(Expense.from_row(row))
            except ValueError as error:
                raise ValueError(f"{file}:{rows.line_num}: {error}") from error
    return ledger


def report(ledger: Ledger) -> Iterator[str]:
    yield "Balances"
    for name, balance in ledger.balances().items():
        sign = "" if balance.cents < 0 else "+"
        yield f"  {name:10}{sign + str(balance):>7}"
    transfers = ledger.transfers()
    yield "Transfers" if transfers else "Nobody owes anything."
    for transfer in transfers:
        yield f"  {transfer.debtor} pays {transfer.creditor} {transfer.amount}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fairshare", description="Who owes whom after a trip.")
    parser.add_argument("file", type=Path, help="CSV with payer, amount, shared_by and note")
    return parser
