"""The agents by name: ours, and those that other packages register as `sddtasks.agents`."""

from __future__ import annotations

import difflib
from importlib.metadata import entry_points
from typing import Any

from sddtasks.agents import command
from sddtasks.agents import manual
from sddtasks.agents import replay
from sddtasks.model.errors import ConfigError
from sddtasks.model.ports import Agent

GROUP = "sddtasks.agents"

AGENTS: dict[str, Agent] = {
    command.NAME: command,
    manual.NAME: manual,
    replay.NAME: replay,
}


def names() -> tuple[str, ...]:
    """Every name that `get` knows, sorted."""
    return tuple(sorted({*AGENTS, *entry_points(group=GROUP).names}))


def get(name: str) -> Agent:
    """The agent of this name; ours win over another package's of the same name."""
    return AGENTS.get(name) or _registered(name)


def _registered(name: str) -> Agent:
    for entry in entry_points(group=GROUP, name=name):
        try:
            agent: Any = entry.load()
        except Exception as error:
            raise ConfigError(
                f'agent "{name}" cannot be loaded from {entry.value}: {error}',
                "repair or uninstall the package that provides it",
            ) from error
        return _checked(name, entry.value, agent)
    close = difflib.get_close_matches(name, names(), n=1)
    question = f'did you mean "{close[0]}"? ' if close else ""
    raise ConfigError(f'there is no agent "{name}"', f"{question}known: {', '.join(names())}")


def _checked(name: str, source: str, agent: Any) -> Agent:
    lacking = [part for part in ("NAME", "missing", "run") if not hasattr(agent, part)]
    if lacking:
        raise ConfigError(
            f'agent "{name}" from {source} has no {", ".join(lacking)}',
            "an agent is a module with NAME, missing(options) and run(order, on_line)",
        )
    registered: Agent = agent
    return registered
