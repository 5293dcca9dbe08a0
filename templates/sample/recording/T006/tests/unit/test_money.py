"""Money is exact: what is read, added and split never loses a cent."""

import pytest

from fairshare.money import Money


@pytest.mark.parametrize(
    ("text", "cents"),
    [("12.50", 1250), ("12.5", 1250), ("12", 1200), ("0.05", 5), (" 3.00 ", 300)],
)
def test_an_amount_is_read_from_text(text: str, cents: int) -> None:
    assert Money.parse(text) == Money(cents)


@pytest.mark.parametrize("text", ["", "twelve", "1.234", "-5.00", "1,50", "1e3", ".5"])
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"not an amount: {text}"):
        Money.parse(text)


@pytest.mark.parametrize(
    ("cents", "text"), [(1250, "12.50"), (5, "0.05"), (0, "0.00"), (-305, "-3.05"), (-5, "-0.05")]
)
def test_an_amount_is_written_with_two_digits(cents: int, text: str) -> None:
    assert str(Money(cents)) == text


def test_arithmetic_is_exact() -> None:
    assert Money(10) + Money(20) == Money(30)
    assert Money(10) - Money(20) == Money(-10)
    assert -Money(10) == Money(-10)
    assert Money(10) < Money(20)


@pytest.mark.parametrize(
    ("cents", "parts", "expected"),
    [
        (900, 3, [300, 300, 300]),
        (1000, 3, [334, 333, 333]),
        (1001, 3, [334, 334, 333]),
        (1, 2, [1, 0]),
        (7, 1, [7]),
    ],
)
def test_a_split_hands_out_every_cent(cents: int, parts: int, expected: list[int]) -> None:
    assert Money(cents).split(parts) == [Money(share) for share in expected]


def test_nothing_can_be_split_into_no_parts() -> None:
    with pytest.raises(ValueError, match="into at least one part"):
        Money(100).split(0)
