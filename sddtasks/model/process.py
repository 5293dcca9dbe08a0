"""A process to start and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Request:
    """A process to start. No shell: `argv` is passed as it is.

    `env` is laid over our own environment: all of it with `keep_secrets`, else what programs need,
    and the variables that `pass_env` names (also as patterns). `stdin` is written and closed (never
    a terminal).
    `inputs` are files written before the start; `reports` are deleted before the start and read
    after the end, so that reading an Outcome is pure. `timeout` is in seconds of wall time, `idle`
    in seconds without output; 0 means none.
    """

    argv: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    keep_secrets: bool = False
    pass_env: tuple[str, ...] = ()
    stdin: str = ""
    timeout: float = 0.0
    idle: float = 0.0
    inputs: Mapping[Path, str] = field(default_factory=dict)
    reports: tuple[Path, ...] = ()
    log: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a process did. `exit_code` is negative for a signal and None when it could not start.

    `output` is standard output and `errors` standard error, both whole; `trouble` says why it
    could not start. `reports` holds the text of each report file that exists afterwards.
    """

    argv: tuple[str, ...]
    exit_code: int | None
    output: str = ""
    errors: str = ""
    duration: float = 0.0
    timed_out: bool = False
    trouble: str = ""
    reports: Mapping[Path, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.exit_code == 0 and not self.timed_out
