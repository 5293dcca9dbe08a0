"""Whatever a group spends, it can be settled: many random trips, the same in every run."""

import random

import pytest

from fairshare.expense import Expense
from fairshare.ledger import Ledger
from fairshare.money import Money

NAMES = ("Ann", "Ben", "Cleo", "Dan", "Eve", "Finn")


def random_trip(seed: int) -> Ledger:
    chance = random.Random(seed)
    group = NAMES[: chance.randint(2, len(NAMES))]
    ledger = Ledger()
    for _ in range(chance.randint(1, 20)):
        shared_by = tuple(chance.sample(group, chance.randint(1, len(group))))
        ledger.add(Expense(chance.choice(group), Money(chance.randint(1, 50_000)), shared_by))
    return ledger


@pytest.mark.parametrize("seed", range(50))
def test_every_trip_can_be_settled(seed: int) -> None:
    ledger = random_trip(seed)
    transfers = ledger.transfers()

    for transfer in transfers:
        ledger.add(Expense(transfer.debtor, transfer.amount, (transfer.creditor,)))

    assert {balance.cents for balance in ledger.balances().values()} == {0}


@pytest.mark.parametrize("seed", range(50))
def test_there_are_fewer_payments_than_people(seed: int) -> None:
    ledger = random_trip(seed)

    assert len(ledger.transfers()) < len(ledger.balances())


@pytest.mark.parametrize("seed", range(50))
def test_no_cent_appears_or_disappears(seed: int) -> None:
    assert sum(balance.cents for balance in random_trip(seed).balances().values()) == 0
