"""What everybody paid and used, and the payments that settle it."""

from __future__ import annotations

from dataclasses import dataclass

from fairshare.expense import Expense
from fairshare.money import Money

ZERO = Money(0)


@dataclass(frozen=True)
class Transfer:
    debtor: str
    creditor: str
    amount: Money


class Ledger:
    def __init__(self) -> None:
        self._balances: dict[str, Money] = {}

    def add(self, expense: Expense) -> None:
        self._change(expense.payer, expense.amount)
        for name, share in expense.shares().items():
            self._change(name, -share)

    def balances(self) -> dict[str, Money]:
        """What each person is owed, by name; negative for a debt."""
        return dict(sorted(self._balances.items()))

    def transfers(self) -> list[Transfer]:
        """Payments after which nobody owes anything: each one settles at least one person."""
        open_balances = self.balances()
        transfers = []
        while any(balance != ZERO for balance in open_balances.values()):
            debtor = min(open_balances, key=lambda name: open_balances[name])
            creditor = max(open_balances, key=lambda name: open_balances[name])
            amount = min(-open_balances[debtor], open_balances[creditor])
            open_balances[debtor] += amount
            open_balances[creditor] -= amount
            transfers.append(Transfer(debtor, creditor, amount))
        return transfers

    def _change(self, name: str, amount: Money) -> None:
        self._balances[name] = self._balances.get(name, ZERO) + amount
