"""The command line keeps what contracts/cli.md promises."""

from pathlib import Path

import pytest

from fairshare.cli import main

HEADER = "payer,amount,shared_by,note\n"


@pytest.fixture
def trip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The list `trip.csv` in the current directory, still empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "trip.csv"


def test_balances_and_transfers_are_printed(trip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trip.write_text(HEADER + "Ann,90.00,Ann; Ben; Cleo,Cabin\n")

    assert main(["trip.csv"]) == 0

    assert capsys.readouterr().out == (
        "Balances\n"
        "  Ann        +60.00\n"
        "  Ben        -30.00\n"
        "  Cleo       -30.00\n"
        "Transfers\n"
        "  Ben pays Ann 30.00\n"
        "  Cleo pays Ann 30.00\n"
    )


def test_a_settled_trip_says_so(trip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trip.write_text(HEADER + "Ann,4.00,Ann,Ice cream\n")

    assert main(["trip.csv"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Balances",
        "  Ann         +0.00",
        "Nobody owes anything.",
    ]


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("Ann,twelve,Ann;Ben,Food", "not an amount: twelve"),
        ("Ann,0.00,Ann;Ben,Food", "an expense is more than zero"),
        ("Ann,5.00,,Food", "nobody shares the expense"),
        ("Ann,5.00,Ben;Ben,Food", "Ben shares the expense twice"),
    ],
)
def test_a_wrong_line_is_named(
    trip: Path, capsys: pytest.CaptureFixture[str], line: str, mistake: str
) -> None:
    trip.write_text(f"{HEADER}Ann,3.00,Ann;Ben,Bread\n{line}\n")

    assert main(["trip.csv"]) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"trip.csv:3: {mistake}\n"


def test_a_missing_file_is_named(trip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([trip.name]) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "fairshare: cannot read trip.csv: No such file or directory\n"
