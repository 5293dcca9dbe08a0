"""One payment that several people share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairshare.money import Money


@dataclass(frozen=True)
class Expense:
    payer: str
    amount: Money
    shared_by: tuple[str, ...]
    note: str = ""

    def __post_init__(self) -> None:
        if self.amount <= Money(0):
            raise ValueError("an expense is more than zero")
        if not self.shared_by:
            raise ValueError("nobody shares the expense")
        for name in self.shared_by:
            if self.shared_by.count(name) > 1:
                raise ValueError(f"{name} shares the expense twice")

    @classmethod
    def from_row(cls, row: Mapping[str, str | None]) -> Expense:
        """An expense from one line of the list, given by its columns."""
        names = (name.strip() for name in _column(row, "shared_by").split(";"))
        return cls(
            payer=_column(row, "payer"),
            amount=Money.parse(_column(row, "amount")),
            shared_by=tuple(name for name in names if name),
            note=_column(row, "note"),
        )

    def shares(self) -> dict[str, Money]:
        return dict(zip(self.shared_by, self.amount.split(len(self.shared_by)), strict=True))


def _column(row: Mapping[str, str | None], name: str) -> str:
    value = row.get(name)
    if value is None:
        raise ValueError(f"the column {name} is missing")
    return value.strip()
