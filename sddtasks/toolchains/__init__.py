"""The toolchains by name. A new one is a module with the functions of the port `Toolchain`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points
from pathlib import Path

from sddtasks.model.errors import ConfigError
from sddtasks.model.ports import Toolchain
from sddtasks.toolchains import cargo
from sddtasks.toolchains import command
from sddtasks.toolchains import ctest
from sddtasks.toolchains import dotnet
from sddtasks.toolchains import gotest
from sddtasks.toolchains import gradle
from sddtasks.toolchains import jest
from sddtasks.toolchains import maven
from sddtasks.toolchains import mocha
from sddtasks.toolchains import nodetest
from sddtasks.toolchains import phpunit
from sddtasks.toolchains import pytest
from sddtasks.toolchains import rspec
from sddtasks.toolchains import unittest
from sddtasks.toolchains import vitest
from sddtasks.toolchains.located import Located
from sddtasks.toolchains.located import places

GROUP = "sddtasks.toolchains"
TOOLCHAINS: Mapping[str, Toolchain] = {
    pytest.NAME: pytest,
    unittest.NAME: unittest,
    gotest.NAME: gotest,
    vitest.NAME: vitest,
    jest.NAME: jest,
    mocha.NAME: mocha,
    nodetest.NAME: nodetest,
    cargo.NAME: cargo,
    maven.NAME: maven,
    gradle.NAME: gradle,
    dotnet.NAME: dotnet,
    rspec.NAME: rspec,
    phpunit.NAME: phpunit,
    ctest.NAME: ctest,
    command.NAME: command,
}


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
    """The toolchains that the files at the root ask for."""
    return tuple(name for name in names() if get(name).detect(root))


def located(root: Path) -> tuple[Toolchain, ...]:
    """Every toolchain of a repository with several projects, each bound to its directory.

    The innermost projects come first, so that the first one whose `is_test` accepts a path is
    the one that runs it. Files and ids of their results are relative to `root`.
    """
    return tuple(
        Located(get(name), directory)
        for directory in places(root)
        for name in detect(root / directory)
    )


@cache
def _third_party() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=GROUP))
