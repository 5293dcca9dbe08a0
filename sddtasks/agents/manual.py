"""A person as the agent: says what to write where, writes nothing into the project, and waits."""

from __future__ import annotations

from pathlib import Path

from sddtasks.agents import base
from sddtasks.model.ports import AgentOrder
from sddtasks.model.ports import AgentOutcome
from sddtasks.model.ports import AgentReport
from sddtasks.model.ports import Lines
from sddtasks.model.ports import Options
from sddtasks.system import beneath

NAME = "manual"


class ManualOptions(base.AgentOptions):
    """None: a person needs no settings."""


def missing(options: Options) -> str | None:
    return base.problem(ManualOptions, options)


def run(order: AgentOrder, on_line: Lines) -> AgentReport:
    base.read(NAME, ManualOptions, order.options)
    prompt = order.log.with_name(f"{order.task}.prompt.md")
    beneath.write(prompt, order.prompt)
    message = _request(order, prompt)
    for line in message.splitlines():
        base.note(line, order, on_line)
    return AgentReport(NAME, AgentOutcome.WAITING, message)


def _request(order: AgentOrder, prompt: Path) -> str:
    files = ", ".join(order.paths) or "no file is named: do what the task says"
    feature = order.feature_dir
    if feature.is_relative_to(order.root):
        feature = feature.relative_to(order.root)
    return (
        f"{order.task} waits for you: {order.title}\n"
        f"  write     {files}\n"
        f"  in        {order.root}\n"
        f"  details   {prompt}\n"
        f"  next      doit implement {feature}\n"
        "            checks what you wrote and completes the task; it also makes the commit\n"
        f"            doit sdd accept {order.task} --because=…\n"
        "            takes your word for it, where there is nothing that could be seen"
    )
