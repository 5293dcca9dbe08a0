"""Options stand before or after the arguments, and no word is silently swallowed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from doit import doit_cmd
from doit.cmdparse import CmdOption
from doit.cmdparse import CmdParseError
from doit.exceptions import InvalidCommand

from sddtasks.plugins.options import AnyOrder
from sddtasks.plugins.options import refuse_variables


def parser() -> AnyOrder:
    kinds: list[tuple[str, str, type, object]] = [
        ("restart_from", "", str, ""),
        ("process", "n", int, 1),
        ("yes", "y", bool, False),
    ]
    return AnyOrder(
        [
            CmdOption(
                {
                    "name": name,
                    "short": short,
                    "long": name.replace("_", "-"),
                    "type": kind,
                    "default": default,
                }
            )
            for name, short, kind, default in kinds
        ]
    )


@pytest.mark.parametrize(
    "words",
    [
        ["specs/001-x", "--restart-from", "T010", "-y", "-n", "2"],
        ["--restart-from", "T010", "-y", "-n", "2", "specs/001-x"],
        ["-n2", "specs/001-x", "-y", "--restart-from=T010"],
        ["-yn", "2", "--restart", "T010", "--", "specs/001-x"],
    ],
)
def test_any_order(words: list[str]) -> None:
    params, arguments = parser().parse(words)
    assert (params["restart_from"], params["process"], params["yes"]) == ("T010", 2, True)
    assert arguments == ["specs/001-x"]


def test_defaults() -> None:
    params, arguments = parser().parse([])
    assert (params["restart_from"], params["process"], params["yes"]) == ("", 1, False)
    assert arguments == []


@pytest.mark.parametrize("words", [["--restrat-from", "T010"], ["specs/001-x", "--no-such"]])
def test_an_unknown_option_lists_the_known_ones(words: list[str]) -> None:
    with pytest.raises(CmdParseError, match="--restart-from"):
        parser().parse(words)


def test_a_value_of_the_wrong_kind() -> None:
    with pytest.raises(CmdParseError, match="two"):
        parser().parse(["-n", "two"])


@pytest.fixture
def _variables() -> Iterator[None]:
    doit_cmd.reset_vars()
    yield
    doit_cmd.reset_vars()


@pytest.mark.usefixtures("_variables")
def test_variables() -> None:
    refuse_variables()
    doit_cmd.set_var("feature", "specs/001-x")
    refuse_variables()
    doit_cmd.set_var("specs/002-y", "")
    with pytest.raises(InvalidCommand, match="feature=specs/002-y="):
        refuse_variables()
