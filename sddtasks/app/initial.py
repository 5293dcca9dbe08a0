"""The first sddtasks.toml of a project: every setting with its meaning and its default."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from sddtasks import toolchains
from sddtasks.model.config import Settings
from sddtasks.model.errors import ConfigError
from sddtasks.model.inputs import SETTINGS
from sddtasks.system import files

# Command lines of coding agents that work without a terminal, prompt on standard input.
HEADLESS = {
    "claude": ["claude", "-p", "--permission-mode", "acceptEdits"],
    "codex": ["codex", "exec", "-s", "workspace-write", "-"],
    "gemini": ["gemini", "--approval-mode", "auto_edit"],
    "opencode": ["opencode", "run"],
    "qwen": ["qwen", "--approval-mode", "auto-edit"],
    "aider": ["aider", "--yes-always", "--no-auto-commits", "--message-file", "{prompt_file}"],
}


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    toolchains: tuple[str, ...]
    agents: tuple[str, ...]


def write(root: Path, *, force: bool) -> Made:
    """Write `root/sddtasks.toml`; never over an existing one without `force`."""
    path = root / SETTINGS
    if path.exists() and not force:
        raise ConfigError(f"{path} exists already", "doit sdd init --force writes it anew")
    chains = toolchains.detect(root)
    found = tuple(name for name in HEADLESS if shutil.which(name))
    files.write_atomic(path, text(chains, found))
    return Made(path, chains, found)


def text(chains: tuple[str, ...], found: tuple[str, ...]) -> str:
    """The file's text: all of it comments, so that the defaults hold until a line is opened."""
    parts = ["# sddtasks: the settings of this project. Remove a `#` to change a default.\n"]
    if chains:
        parts.append(f"# Found here: {', '.join(chains)}.\n")
    plain = {name: field for name, field in Settings.model_fields.items() if not _is_table(name)}
    for name, field in plain.items():
        default = field.get_default(call_default_factory=True)
        value = list(default) if isinstance(default, tuple) else default
        parts.append(_commented(field.description or "", {name: value}))
    parts.append(_agent_example(found))
    for name, example in _EXAMPLES.items():
        parts.append(_commented(Settings.model_fields[name].description or "", {name: example}))
    return "\n".join(parts)


_EXAMPLES = {
    "toolchain": {"pytest": {"python": ".venv/bin/python"}},
    "resources": {"agents": 2},
    "rules": {"SDD023": "off"},
}


def _is_table(name: str) -> bool:
    return name == "agents" or name in _EXAMPLES


def _agent_example(found: tuple[str, ...]) -> str:
    name = found[0] if found else "claude"
    prompt = "file" if any("{prompt_file}" in word for word in HEADLESS[name]) else "stdin"
    example = {"agents": {"command": {"argv": HEADLESS[name], "prompt": prompt}}}
    description = f'{Settings.model_fields["agents"].description} With agent = "command":'
    return _commented(description, example)


def _commented(description: str, values: Mapping[str, object]) -> str:
    lines = [f"# {line}" for line in textwrap.wrap(" ".join(description.split()), 96)]
    lines += [f"#{line}" if line else "#" for line in tomli_w.dumps(values).splitlines()]
    return "\n".join(line for line in lines if line != "#") + "\n"
