"""`doit sdd init`: a commented sddtasks.toml for the project one stands in."""

from __future__ import annotations

import argparse
from pathlib import Path

from sddtasks.app import initial
from sddtasks.plugins import display

PURPOSE = "write sddtasks.toml for this project, every option commented"


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("--force", action="store_true", help="overwrite an existing file")
    return words


def run(arguments: argparse.Namespace) -> int:
    made = initial.write(Path.cwd(), force=arguments.force)
    chains = ", ".join(made.toolchains) or "none found"
    agents = ", ".join(made.agents) or "none found"
    display.tell(
        f"Wrote {made.path.name}. Toolchains: {chains}. Coding agents on this machine: {agents}.\n"
        '  next      set `agent`, or leave "manual" to write the code yourself; doit implement'
    )
    return 0
