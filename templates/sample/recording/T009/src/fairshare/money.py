"""An exact amount of money, counted in cents."""

from __future__ import annotations

import re
from dataclasses import dataclass

_AMOUNT = re.compile(r"(\d+)(?:\.(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Money:
    cents: int

    @classmethod
    def parse(cls, text: str) -> Money:
        """`12`, `12.5` and `12.50` are amounts; debts and separators are not."""
        match = _AMOUNT.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not an amount: {text.strip()}")
        whole, fraction = match.group(1), match.group(2) or ""
        return cls(int(whole) * 100 + int(fraction.ljust(2, "0")))

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        whole, fraction = divmod(abs(self.cents), 100)
        return f"{sign}{whole}.{fraction:02}"

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def split(self, parts: int) -> list[Money]:
        """Parts that differ by at most a cent; the first ones take the cents that are left."""
        if parts < 1:
            raise ValueError("an amount is split into at least one part")
        share, left = divmod(self.cents, parts)
        return [Money(share + 1)] * left + [Money(share)] * (parts - left)
