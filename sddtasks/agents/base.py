"""What the agents share: options read strictly, placeholders filled in, one process per call."""

from __future__ import annotations

import difflib
import re
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import ValidationError

from sddtasks.model.errors import ConfigError
from sddtasks.model.ports import AgentOrder
from sddtasks.model.ports import AgentOutcome
from sddtasks.model.ports import AgentReport
from sddtasks.model.ports import Lines
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.system import beneath
from sddtasks.system.process import run

PLACEHOLDERS = ("prompt_file", "task", "root", "feature_dir", "attempt")
_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")


class AgentOptions(BaseModel):
    """Each agent declares its options as a child of this: an unknown option is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


OptionsOf = TypeVar("OptionsOf", bound=AgentOptions)


def problem(schema: type[AgentOptions], options: Options) -> str | None:
    """One sentence about everything that is wrong with `options`, or None."""
    try:
        schema.model_validate(dict(options))
    except ValidationError as error:
        return "; ".join(_finding(e["type"], e["loc"], e["msg"], schema) for e in error.errors())
    return None


def read(name: str, schema: type[OptionsOf], options: Options) -> OptionsOf:
    """The options as the agent's own class."""
    if sentence := problem(schema, options):
        raise ConfigError(f'agent "{name}": {sentence}', f"correct [agents.{name}]")
    return schema.model_validate(dict(options))


def _finding(kind: str, loc: tuple[int | str, ...], text: str, schema: type[AgentOptions]) -> str:
    key = ".".join(str(part) for part in loc)
    known = tuple(schema.model_fields)
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(key, known, n=1)
        known_options = ", ".join(known) or "none"
        advice = f'did you mean "{close[0]}"?' if close else f"known: {known_options}"
        return f'there is no option "{key}" ({advice})'
    if kind == "missing":
        meaning = schema.model_fields[str(loc[0])].description
        return f'the option "{key}" is not set ({meaning})'
    return f'option "{key}": {text[:1].lower()}{text[1:]}'


def prompt_file(order: AgentOrder) -> Path:
    """Where the prompt stands for the length of this call."""
    return order.scratch / "prompt.md"


def filled(words: Iterable[str], order: AgentOrder) -> tuple[str, ...]:
    """The words of a command with our placeholders replaced; other braces stay as they are."""
    values = {
        "prompt_file": str(prompt_file(order)),
        "task": order.task,
        "root": str(order.root),
        "feature_dir": str(order.feature_dir),
        "attempt": str(order.attempt),
    }
    return tuple(_PLACEHOLDER.sub(lambda match: values[match[1]], word) for word in words)


def environment(order: AgentOrder) -> dict[str, str]:
    """What every agent process is told through its environment."""
    return {
        **order.env,
        "SDD_TASK": order.task,
        "SDD_FEATURE_DIR": str(order.feature_dir),
        "SDD_ATTEMPT": str(order.attempt),
        "SDD_PROMPT_FILE": str(prompt_file(order)),
    }


def call(
    name: str,
    order: AgentOrder,
    argv: tuple[str, ...],
    on_line: Lines,
    *,
    stdin: str = "",
) -> AgentReport:
    """Start the agent's program in the root and report how it ended."""
    outcome = run(
        Request(
            argv=argv,
            cwd=order.root,
            env=environment(order),
            keep_secrets=True,
            stdin=stdin,
            timeout=order.timeout,
            idle=order.idle,
            inputs={prompt_file(order): order.prompt},
            log=order.log,
        ),
        on_line,
    )
    ending, message = _ending(outcome, order)
    return AgentReport(name, ending, message, argv, outcome.exit_code, outcome.duration)


def note(line: str, order: AgentOrder, on_line: Lines) -> None:
    """A line of an agent that starts no process: to the log and to whoever listens."""
    with beneath.opened(order.log, "ab+") as log:
        log.write(f"{line}\n".encode())
    on_line(line)


def _ending(outcome: Outcome, order: AgentOrder) -> tuple[AgentOutcome, str]:
    program = outcome.argv[0]
    if outcome.timed_out:
        return AgentOutcome.TIMED_OUT, f"{program} was stopped after {_limit(outcome, order)}"
    if outcome.exit_code is None:
        return AgentOutcome.FAILED, outcome.trouble
    if outcome.exit_code == 0:
        return AgentOutcome.ENDED, f"{program} ended"
    how = _how_it_ended(outcome.exit_code)
    last = last_line(outcome.errors) or last_line(outcome.output)
    return AgentOutcome.FAILED, f"{program} {how}" + (f": {last}" if last else "")


def _limit(outcome: Outcome, order: AgentOrder) -> str:
    if order.timeout and outcome.duration >= order.timeout:
        return f"{order.timeout:g} s, its time limit"
    return f"{order.idle:g} s without output"


def _how_it_ended(exit_code: int) -> str:
    if exit_code >= 0:
        return f"ended with exit code {exit_code}"
    try:
        return f"was killed by {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"was killed by signal {-exit_code}"


def last_line(text: str) -> str:
    """The last line that says anything, shortened to what fits a message."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
