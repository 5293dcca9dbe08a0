"""What an adapter must have. An adapter is a module; the registries are typed with these."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from pathlib import PurePosixPath
from typing import Protocol

from sddtasks.model.evidence import TestRun
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request

Lines = Callable[[str], None]
Options = Mapping[str, object]


class AgentOutcome(StrEnum):
    """What an agent says of itself. Only the gates decide whether the task is done."""

    ENDED = "ended"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class AgentOrder:
    """One call of an agent: what to do, where, and where to leave its output.

    `paths` are the files that the task names. `scratch` is a directory outside the repository that
    exists for this call. Times are in seconds, 0 for none. `env` is what the place gives its
    processes.
    """

    task: str
    title: str
    paths: tuple[str, ...]
    prompt: str
    root: Path
    feature_dir: Path
    scratch: Path
    log: Path
    attempt: int = 1
    timeout: float = 0.0
    idle: float = 0.0
    options: Options = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgentReport:
    """What came of one call. `message` is one paragraph for the user; `command` what was run."""

    agent: str
    outcome: AgentOutcome
    message: str = ""
    command: tuple[str, ...] = ()
    exit_code: int | None = None
    duration: float = 0.0
    usage: Mapping[str, float] = field(default_factory=dict)


class Agent(Protocol):
    """Who writes the code of one task."""

    @property
    def NAME(self) -> str: ...
    def missing(self, options: Options) -> str | None:
        """None when usable; otherwise what to install or which option to set."""

    def run(self, order: AgentOrder, on_line: Lines) -> AgentReport: ...


class Toolchain(Protocol):
    """How the code is built and tested, and how to read what the tools say."""

    @property
    def NAME(self) -> str: ...
    def missing(self, root: Path, options: Options) -> str | None:
        """None when usable in `root`; otherwise what to install or which option to set."""

    def detect(self, root: Path) -> bool:
        """Do the project's own files say that this toolchain is used here?"""

    def is_test(self, path: PurePosixPath) -> bool:
        """Does a file of this name hold tests of this toolchain?"""

    def test_request(
        self, root: Path, files: Sequence[str], scratch: Path, options: Options
    ) -> Request:
        """Run exactly the tests of `files` (relative to `root`), or the whole suite for none."""

    def build_request(self, root: Path, scratch: Path, options: Options) -> Request | None:
        """Compile everything but the tests; None where nothing is compiled."""

    def read(self, outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
        """Turn what the tool said into a TestRun. Reads sources for `declared`, starts nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A directory to work in, and what its processes are told through their environment."""

    root: Path
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outfit:
    """What a place must have beside what git holds: the settings of the same names."""

    share: tuple[str, ...] = ()
    share_by: str = "detect"
    setup: tuple[str, ...] = ()
    first_port: int = 20_000
    pass_env: tuple[str, ...] = ()


class Workspace(Protocol):
    """Where one task's work happens."""

    @property
    def NAME(self) -> str: ...
    def open(
        self, root: Path, commit: str, outfit: Outfit, keep: str = ""
    ) -> AbstractContextManager[Place]:
        """A place at that commit, ready for work; the context's end gives it back.

        `keep`: the ref for its work if nobody gives it back; empty where none would be missed. It
        may be left in another thread than it was entered in.
        """


class Engine(Protocol):
    """Which executor runs jobs; any of PEP 3148 will do."""

    @property
    def NAME(self) -> str: ...
    def open(self, jobs: int) -> Executor:
        """An executor for so many jobs at a time."""
