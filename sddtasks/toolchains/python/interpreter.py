"""Which Python runs the project's tests, and what is installed there."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from sddtasks.model.ports import Options
from sddtasks.toolchains.base import checkouts
from sddtasks.toolchains.base import text

_IN_ENVIRONMENT = ("bin/python", "Scripts/python.exe")


def interpreter(root: Path, options: Options) -> str:
    """The option, else the project's environment, else the active one, else our own."""
    configured = text(options, "python")
    if configured:
        inside = root / configured
        return str(inside) if inside.is_file() else configured
    environments = [place / name for place in checkouts(root) for name in (".venv", "venv")]
    active = os.environ.get("VIRTUAL_ENV")
    environments += [Path(active)] if active else []
    candidates = (home / program for home in environments for program in _IN_ENVIRONMENT)
    return next((str(path) for path in candidates if path.is_file()), sys.executable)


def has_module(python: str, name: str) -> bool:
    """Can this interpreter import the module? True where only starting it could tell."""
    if python == sys.executable:
        return importlib.util.find_spec(name) is not None
    home = Path(python).parent.parent
    libraries = [*home.glob("lib/python*/site-packages"), *home.glob("Lib/site-packages")]
    shared = "include-system-site-packages = true"
    settings = home / "pyvenv.cfg"
    if not libraries or not settings.is_file() or shared in settings.read_text(encoding="utf-8"):
        return True
    return any((place / name).exists() for place in libraries)
