"""Every test gets a home and a git identity of its own, and neither agents nor settings of ours."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from sddtasks.app.initial import HEADLESS
from sddtasks.system import gitcaution

_OURS = ("SPECIFY_", "SDD_", "GIT_", "DOIT_")
_CACHES = {
    "GOCACHE": ".cache/go-build",
    "GOPATH": "go",
    "XDG_CACHE_HOME": ".cache",
    "npm_config_cache": ".npm",
}
_IDENTITY = "[user]\n\tname = Ada Tester\n\temail = ada@example.invalid\n"


def pytest_configure() -> None:
    """A shell that starts the tests in the background has told them to ignore what they test."""
    for number in (signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def path_without_agents(tmp_path_factory: pytest.TempPathFactory) -> str:
    """PATH as it is, less every program that is a coding agent."""
    places = []
    for place in os.environ["PATH"].split(os.pathsep):
        if any(shutil.which(name, path=place) for name in HEADLESS):
            shadow = tmp_path_factory.mktemp("bin")
            for program in Path(place).iterdir():
                if program.name not in HEADLESS:
                    (shadow / program.name).symlink_to(program)
            places.append(str(shadow))
        else:
            places.append(place)
    return os.pathsep.join(places)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("home")
    (directory / ".gitconfig").write_text(_IDENTITY, encoding="utf-8")
    return directory


@pytest.fixture(scope="session", autouse=True)
def _surroundings(
    home: Path, path_without_agents: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """For the whole session, so that what session fixtures start sees nothing else either.

    All test processes share a ledger, since they share projects that one of them has made.
    """
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen-") else shared
    real_home = Path(os.environ.get("HOME", "/"))
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(_OURS):
                patch.delenv(name)
        for name, below in _CACHES.items():
            patch.setenv(name, os.environ.get(name) or str(real_home / below))
        patch.setenv("PATH", path_without_agents)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_STATE_HOME", str(shared / "state"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        gitcaution.permit()  # what is tested in this process is what a run does
        yield
