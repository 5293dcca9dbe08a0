"""The ledger keeps what contracts/ledger.md promises."""

from fairshare.expense import Expense
from fairshare.ledger import Ledger
from fairshare.ledger import Transfer
from fairshare.money import Money


def ledger_of(*expenses: Expense) -> Ledger:
    ledger = Ledger()
    for expense in expenses:
        ledger.add(expense)
    return ledger


def expense(payer: str, amount: str, *shared_by: str) -> Expense:
    return Expense(payer, Money.parse(amount), shared_by)


def money(text: str) -> Money:
    return -Money.parse(text[1:]) if text.startswith("-") else Money.parse(text)


def test_a_new_ledger_is_empty() -> None:
    assert Ledger().balances() == {}
    assert Ledger().transfers() == []


def test_a_balance_is_what_was_paid_minus_what_was_used() -> None:
    ledger = ledger_of(expense("Ann", "90.00", "Ann", "Ben", "Cleo"))

    assert ledger.balances() == {"Ann": money("60"), "Ben": money("-30"), "Cleo": money("-30")}


def test_the_payer_need_not_share() -> None:
    ledger = ledger_of(expense("Ann", "20.00", "Ben"))

    assert ledger.balances() == {"Ann": money("20"), "Ben": money("-20")}


def test_balances_are_sorted_by_name() -> None:
    ledger = ledger_of(expense("Zoe", "9.00", "Ben", "Zoe", "Ann"))

    assert list(ledger.balances()) == ["Ann", "Ben", "Zoe"]


def test_all_balances_together_are_zero() -> None:
    ledger = ledger_of(
        expense("Ann", "10.00", "Ann", "Ben", "Cleo"),
        expense("Ben", "0.01", "Ann", "Cleo"),
    )

    assert sum(balance.cents for balance in ledger.balances().values()) == 0
    assert ledger.balances()["Cleo"] == money("-3.33")


def test_transfers_settle_every_balance() -> None:
    ledger = ledger_of(expense("Ann", "90.00", "Ann", "Ben", "Cleo"))

    assert ledger.transfers() == [
        Transfer("Ben", "Ann", money("30")),
        Transfer("Cleo", "Ann", money("30")),
    ]


def test_the_largest_debtor_pays_the_largest_creditor_first() -> None:
    ledger = ledger_of(
        expense("Ann", "50.00", "Dan"),
        expense("Ben", "20.00", "Cleo"),
        expense("Ben", "10.00", "Dan"),
    )

    assert ledger.transfers() == [
        Transfer("Dan", "Ann", money("50")),
        Transfer("Cleo", "Ben", money("20")),
        Transfer("Dan", "Ben", money("10")),
    ]


def test_debts_that_cancel_out_need_no_transfer() -> None:
    ledger = ledger_of(expense("Ann", "5.00", "Ben"), expense("Ben", "5.00", "Ann"))

    assert ledger.balances() == {"Ann": money("0"), "Ben": money("0")}
    assert ledger.transfers() == []


def test_asking_for_transfers_changes_nothing() -> None:
    ledger = ledger_of(expense("Ann", "8.00", "Ann", "Ben"))

    assert ledger.transfers() == ledger.transfers()
    assert ledger.balances() == {"Ann": money("4"), "Ben": money("-4")}
