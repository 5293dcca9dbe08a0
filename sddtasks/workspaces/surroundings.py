"""What the processes of a place are told: which slot it is, ports and a temporary directory."""

from __future__ import annotations

import shutil
from pathlib import Path

from sddtasks.model.ports import Outfit

_PORTS = 10


def of_checkout(outfit: Outfit) -> dict[str, str]:
    """The checkout is slot 0 and has the temporary directory that everybody has."""
    return {"SDD_SLOT": "0", "SDD_PORT": str(outfit.first_port)}


def of_slot(number: int, outfit: Outfit, temporary: Path) -> dict[str, str]:
    """A slot has ports of its own, and an empty temporary directory."""
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    return {
        "SDD_SLOT": str(number),
        "SDD_PORT": str(outfit.first_port + number * _PORTS),
        **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary)),
    }
