"""The git program: started where our paths begin; what it prints, and what it refuses."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import git

Refused = git.GitCommandError
_ENVIRONMENT = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
    # Not after each of many commits, but when they are made: see `Repository.tidy`.
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "maintenance.auto",
    "GIT_CONFIG_VALUE_0": "false",
}


class GitProgram:
    """Every call raises `Refused` when git ends with an error, with what it said."""

    def __init__(self, program: git.Git, place: Path) -> None:
        self._git = program
        self._git._working_dir = str(place)  # noqa: SLF001 - it would run at the top
        self._git.update_environment(**_ENVIRONMENT)

    def run(self, *words: str, env: dict[str, str] | None = None, given: str = "") -> str:
        """What it printed; `given` is its standard input."""
        options: dict[str, Any] = {"strip_newline_in_stdout": False, "env": env or None}
        with contextlib.nullcontext() if not given else tempfile.TemporaryFile() as stdin:
            if stdin:
                stdin.write(given.encode(errors="surrogateescape"))
                stdin.seek(0)
            try:
                return str(self._git.execute(["git", *words], stdin, **options))
            except Refused as error:
                _raise_unwritable(error)
                raise

    def begin(self, *words: str) -> Callable[[], str]:
        """The same, but not waited for; the call waits for what it prints."""
        process: Any = self._git.execute(["git", *words], as_process=True)

        def printed() -> str:
            output, errors = process.communicate()
            if process.returncode:
                raise Refused(["git", *words], process.returncode, errors, output)
            return str(output.decode(errors="surrogateescape"))

        return printed


def said(error: git.GitCommandError) -> str:
    """What git printed, one indented line each."""
    both = f"{error.stdout}\n{error.stderr}".replace("stdout:", "").replace("stderr:", "")
    lines = [line.strip().strip("'") for line in both.splitlines()]
    return "\n".join(f"    {line}" for line in lines if line)


def last_line(error: git.GitCommandError) -> str:
    return said(error).splitlines()[-1].strip() if said(error) else "git failed"


def _raise_unwritable(error: git.GitCommandError) -> None:
    """A disk that git cannot write to is as full, or as protected, for us."""
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        if os.strerror(number) in str(error.stderr):
            raise OSError(number, os.strerror(number)) from None
