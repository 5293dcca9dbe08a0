"""The tools' own homes: the tests' HOME is empty, what is installed for the user is not there."""

from __future__ import annotations

import os
import pwd
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from sddtasks.model.process import Request
from sddtasks.system import process
from tests.toolchains.live import unavailable
from tests.toolchains.live import write

PACKAGES = {"jest": "30", "mocha": "11", "vitest": "3"}


@pytest.fixture(scope="session")
def real_home() -> Path:
    return Path(pwd.getpwuid(os.getuid()).pw_dir)


@pytest.fixture(scope="session", autouse=True)
def _installed_tools(real_home: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, below in (("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")):
            patch.setenv(name, os.environ.get(name) or str(real_home / below))
        yield


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """vitest, jest and mocha, installed once on this machine and kept."""
    versions = "-".join(f"{name}{version}" for name, version in PACKAGES.items())
    place = Path(tempfile.gettempdir()) / f"sddtasks-node-{os.getuid()}-{versions}"
    with FileLock(f"{place}.lock"):
        if not (place / "installed").exists():
            wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
            write(place, {"package.json": '{"private": true}'})
            install = ("npm", "install", "--no-audit", "--no-fund", *wanted)
            outcome = process.run(Request(argv=install, cwd=place, timeout=110))
            if not outcome.ok:
                unavailable(f"npm cannot install {', '.join(wanted)}: {outcome.errors[-300:]}")
            write(place, {"installed": ""})
    return place / "node_modules"
