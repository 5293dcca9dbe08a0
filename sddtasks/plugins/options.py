"""Command-line parsing for our commands: options may stand before or after the arguments."""

from __future__ import annotations

import getopt
from typing import Any

from doit import doit_cmd
from doit.cmdparse import CmdParse
from doit.cmdparse import CmdParseError
from doit.exceptions import InvalidCommand

VARIABLES = frozenset({"feature"})


class AnyOrder(CmdParse):  # type: ignore[misc]  # doit has no types
    """doit stops at the first argument: `implement DIR --agent x` would lose its option."""

    def parse_only(self, in_args: list[str], params: Any = None) -> tuple[Any, list[str]]:
        try:
            options, arguments = getopt.gnu_getopt(in_args, self.get_short(), self.get_long())
        except getopt.GetoptError as error:
            known = ", ".join(f"--{option.long}" for option in self.options if option.long)
            raise CmdParseError(f"{error}\n  next      one of {known}") from None
        words = [word for option in options for word in option if word]
        params, _ = super().parse_only([*words, "--"], params)
        return params, arguments


def refuse_variables() -> None:
    """doit takes every word with a `=` for a variable, and would silently run another feature."""
    unknown = sorted(set(doit_cmd._CMDLINE_VARS or {}) - VARIABLES)  # noqa: SLF001 - see above
    if unknown:
        word = f"{unknown[0]}={doit_cmd.get_var(unknown[0])}"
        raise InvalidCommand(
            f"doit takes `{word}` for a variable, and there is none of that name\n"
            f"  next      for a directory write feature={word}; give options as --name=value"
        )
