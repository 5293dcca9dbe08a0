"""An expense keeps its rules and knows everybody's share."""

import pytest

from fairshare.expense import Expense
from fairshare.money import Money


def test_everybody_has_the_same_share() -> None:
    cabin = Expense("Ann", Money(9000), ("Ann", "Ben", "Cleo"), "Cabin")

    assert cabin.shares() == {"Ann": Money(3000), "Ben": Money(3000), "Cleo": Money(3000)}


def test_the_first_people_take_the_cents_that_are_left() -> None:
    parking = Expense("Cleo", Money(1000), ("Cleo", "Ann", "Ben"))

    assert list(parking.shares().items()) == [
        ("Cleo", Money(334)),
        ("Ann", Money(333)),
        ("Ben", Money(333)),
    ]


def test_the_payer_has_no_share_unless_named() -> None:
    assert Expense("Ann", Money(500), ("Ben",)).shares() == {"Ben": Money(500)}


@pytest.mark.parametrize("cents", [0, -100])
def test_an_expense_is_more_than_zero(cents: int) -> None:
    with pytest.raises(ValueError, match="an expense is more than zero"):
        Expense("Ann", Money(cents), ("Ben",))


def test_somebody_must_share() -> None:
    with pytest.raises(ValueError, match="nobody shares the expense"):
        Expense("Ann", Money(100), ())


def test_nobody_shares_twice() -> None:
    with pytest.raises(ValueError, match="Ben shares the expense twice"):
        Expense("Ann", Money(100), ("Ben", "Cleo", "Ben"))


def test_an_expense_is_read_from_a_row() -> None:
    row = {"payer": "Ann ", "amount": " 4.50", "shared_by": "Ben; Cleo;", "note": "Ice cream"}

    assert Expense.from_row(row) == Expense("Ann", Money(450), ("Ben", "Cleo"), "Ice cream")


def test_a_row_without_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match="the column amount is missing"):
        Expense.from_row({"payer": "Ann", "shared_by": "Ben", "note": ""})
