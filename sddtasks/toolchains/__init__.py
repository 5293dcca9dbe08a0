"""The toolchains by name. A new one is a module with the functions of the port `Toolchain`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points
from pathlib import Path

from sddtasks.model.errors import ConfigError
from sddtasks.model.ports import Toolchain
from sddtasks.toolchains import gotest
from sddtasks.toolchains import pytest

GROUP = "sddtasks.toolchains"
TOOLCHAINS: Mapping[str, Toolchain] = {pytest.NAME: pytest, gotest.NAME: gotest}


def names() -> tuple[str, ...]:
    """The built-in ones, then those that other packages bring."""
    return tuple(dict.fromkeys((*TOOLCHAINS, *(entry.name for entry in _third_party()))))


def get(name: str) -> Toolchain:
    if name in TOOLCHAINS:
        return TOOLCHAINS[name]
    for entry in _third_party():
        if entry.name == name:
            loaded: Toolchain = entry.load()
            return loaded
    raise ConfigError(f"there is no toolchain `{name}`", f"choose one of: {', '.join(names())}")


def detect(root: Path) -> tuple[str, ...]:
    """The toolchains that the project's own files ask for, the most specific first."""
    return tuple(name for name in names() if get(name).detect(root))


def _third_party() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=GROUP))
