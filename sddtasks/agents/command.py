"""Any command line as an agent: the prompt comes on standard input or as a file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Literal

from pydantic import Field

from sddtasks.agents import base
from sddtasks.model.ports import AgentOrder
from sddtasks.model.ports import AgentReport
from sddtasks.model.ports import Lines
from sddtasks.model.ports import Options

NAME = "command"


class CommandOptions(base.AgentOptions):
    argv: list[str] = Field(min_length=1)
    """the command as a list of words, such as ["my-agent", "{prompt_file}"]"""

    prompt: Literal["stdin", "file"] = "stdin"
    """on standard input, or only as the file {prompt_file} = $SDD_PROMPT_FILE"""


def missing(options: Options) -> str | None:
    if sentence := base.problem(CommandOptions, options):
        return sentence
    program = base.read(NAME, CommandOptions, options).argv[0]
    in_root = "{" in program or (os.sep in program and not Path(program).is_absolute())
    if in_root or shutil.which(program):
        return None
    return f"the program {program} is not installed or not executable"


def run(order: AgentOrder, on_line: Lines) -> AgentReport:
    options = base.read(NAME, CommandOptions, order.options)
    stdin = order.prompt if options.prompt == "stdin" else ""
    return base.call(NAME, order, base.filled(options.argv, order), on_line, stdin=stdin)
