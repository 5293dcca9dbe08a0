"""`doit sdd VERB`: one command for everything that is not `implement`; a verb is a module."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from doit.cmd_base import Command
from doit.exceptions import InvalidCommand

from sddtasks.model.errors import SddError
from sddtasks.plugins import display
from sddtasks.plugins import unwritable
from sddtasks.plugins.options import refuse_variables
from sddtasks.plugins.verbs import VERBS
from sddtasks.system import escape


class Sdd(Command):  # type: ignore[misc]  # doit has no types
    """Parses nothing itself: each verb has an argument parser of its own."""

    name = "sdd"
    doc_purpose = "Spec-Driven Development: init, sample, skip and more"
    doc_usage = "VERB [ARGUMENT ...]"
    doc_description = "doit sdd help lists the verbs; doit sdd VERB --help tells more of one."

    def parse_execute(self, in_args: list[str]) -> int:
        refuse_variables()
        return main(in_args, "doit sdd")


def main(arguments: list[str], program: str) -> int:
    """Run a verb; returns its exit code."""
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        display.tell(_overview(program), end="")
        return 0
    name, *rest = arguments
    verb: Any = VERBS.get(name)
    if verb is None:
        raise InvalidCommand(f"there is no verb {name}; one of {', '.join(VERBS)}")
    try:
        parsed = verb.parser(f"{program} {name}").parse_args(rest)
        code: int = verb.run(parsed)
    except SddError as error:
        raise InvalidCommand(escape.terminal(str(error))) from None
    except OSError as error:
        if not unwritable.is_meant(error):
            raise
        raise InvalidCommand(
            f"{unwritable.told(error)}\n  next      free space or make it writable, and try again"
        ) from None
    except SystemExit as stop:
        return 3 if stop.code else 0
    return code


def _overview(program: str) -> str:
    width = max(len(name) for name in VERBS)
    rows = "\n".join(f"  {name:<{width}}  {_purpose(verb)}" for name, verb in VERBS.items())
    return (
        f"usage: {program} VERB [ARGUMENT ...]\n\n{rows}\n\n"
        f"{program} VERB --help tells more. The tasks themselves are run by doit implement;\n"
        "doit list, doit info TASK and doit forget TASK work on them as on any doit task.\n"
    )


def _purpose(verb: ModuleType) -> str:
    return str(verb.PURPOSE)
