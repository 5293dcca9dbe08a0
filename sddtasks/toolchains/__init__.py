"""The toolchains by name. A new one is a module with the functions of the port `Toolchain`."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model import testnames
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
_SPEAKS: Mapping[str, str] = {
    pytest.NAME: "python",
    unittest.NAME: "python",
    gotest.NAME: "go",
    vitest.NAME: "javascript",
    nodetest.NAME: "javascript",
    jest.NAME: "javascript",
    mocha.NAME: "javascript",
    cargo.NAME: "rust",
    maven.NAME: "jvm",
    gradle.NAME: "jvm",
    dotnet.NAME: "dotnet",
    rspec.NAME: "ruby",
    phpunit.NAME: "php",
    ctest.NAME: "c",
}
"""Toolchain → its language; others may be for any. The usual one of a language comes first."""
_NAMES: Mapping[str, Callable[[Path], tuple[str, ...]]] = {pytest.NAME: pytest.test_names}
"""Toolchain → the patterns of test files that a project's configuration adds."""


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


def located(root: Path) -> tuple[Located, ...]:
    """Every toolchain of a repository with several projects, each bound to its directory.

    The innermost projects come first, so that the first one whose `is_test` accepts a path is
    the one that runs it. Files and ids of their results are relative to `root`.
    """
    return tuple(
        at(name, root, directory) for directory in places(root) for name in detect(root / directory)
    )


def at(name: str, root: Path, directory: str = ".") -> Located:
    """The toolchain of this name, bound to a directory of the repository."""
    named = _NAMES.get(name)
    return Located(get(name), directory, named(root / directory) if named else ())


def may_hold_tests(path: str) -> bool:
    """Is a file of this name a test file of any toolchain that we know?"""
    pure = PurePosixPath(path)
    return any(chain.is_test(pure) for chain in TOOLCHAINS.values())


def runner_of(path: PurePosixPath, in_use: Iterable[Located]) -> Toolchain | None:
    """The toolchain that runs a test file; None where the file is no test.

    Those in use where the file lies are asked. Only where none of them is for its language, as
    before a project is set up, the language's usual runners are asked as well.
    """
    here = [chain for chain in in_use if chain.is_at(path)]
    runner = next((chain for chain in here if chain.is_test(path)), None)
    language = testnames.language_of(path)
    known = {_SPEAKS.get(chain.NAME, language) for chain in here}
    if runner or not language or language in known:
        return runner
    usual = (name for name, spoken in _SPEAKS.items() if spoken == language)
    return next((TOOLCHAINS[name] for name in usual if TOOLCHAINS[name].is_test(path)), None)


@cache
def _third_party() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=GROUP))
