"""`doit sdd schema NAME`: the JSON Schema of a file that we write or read."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from pydantic import BaseModel

from sddtasks.model.config import Settings
from sddtasks.model.statefile import ImplementationState
from sddtasks.plugins import display

PURPOSE = "print the JSON Schema of the state file or of the settings"

SCHEMAS: Mapping[str, type[BaseModel]] = {"state": ImplementationState, "settings": Settings}


def parser(program: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=program, description=PURPOSE)
    words.add_argument("name", choices=SCHEMAS)
    return words


def run(arguments: argparse.Namespace) -> int:
    schema = SCHEMAS[arguments.name].model_json_schema(by_alias=True)
    display.tell_json(schema, indent=2)
    return 0
