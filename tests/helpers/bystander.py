"""Somebody who does something in the repository while a task's agent is at work."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.helpers.agents import Step
from tests.helpers.agents import run
from tests.helpers.project import Project
from tests.helpers.project import Ran

_PATIENCE = 60.0


class Bystander:
    """`place` is a directory of its own, outside of the repository."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True)
        self._ready, self._done = place / "ready", place / "done"

    @property
    def step(self) -> Step:
        """The agent waits until the deed is done."""
        wait = f"touch '{self._ready}'; until [ -e '{self._done}' ]; do sleep 0.02; done"
        return run("sh", "-c", wait)

    def acts(self, project: Project, deed: Callable[[], object], *words: str) -> Ran:
        """Run doit, and the deed as soon as the agent waits for it; what doit said."""
        argv = words or ("implement", project.feature, "--retries=0")
        process = project.start(*argv)
        try:
            self.wait()
            deed()
        finally:
            self._done.touch()
            said, _ = process.communicate(timeout=_PATIENCE)
        return Ran(argv, process.returncode, said, "")

    def wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while not self._ready.exists():
            assert time.monotonic() < end, "the agent was not reached"
            time.sleep(0.02)

    def let_go(self) -> None:
        self._done.touch()
