"""The git program: started where our paths begin; what it prints, and what it refuses."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import git

from sddtasks.model.errors import WorkspaceError

_ENVIRONMENT = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
    "GIT_CONFIG_COUNT": "2",
    # Not after each of many commits, but when they are made: see `Repository.tidy`.
    "GIT_CONFIG_KEY_0": "maintenance.auto",
    "GIT_CONFIG_VALUE_0": "false",
    # Our messages are; one that is said to be in another encoding is read back as other text.
    "GIT_CONFIG_KEY_1": "i18n.commitEncoding",
    "GIT_CONFIG_VALUE_1": "UTF-8",
}
_NAMED = re.compile(r"\A\s*std(?:out|err): '")


class Refused(WorkspaceError):
    """Git ended with an error. `output`: what it printed, as it is; `lines`: that, and what it
    said of the error."""

    def __init__(self, words: Sequence[str], output: str, errors: str) -> None:
        self.output = output
        stripped = (line.strip() for line in f"{output}\n{errors}".splitlines())
        self.lines = tuple(line for line in stripped if line)
        super().__init__(
            "\n".join([f"git {words[0]} failed", *(f"    {line}" for line in self.lines)]),
            "git status; mend what it says, then run it again",
        )


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
            except git.GitCommandError as error:
                refused = Refused(words, _plain(error.stdout), _plain(error.stderr))
                _raise_unwritable(refused)
                raise refused from None

    def begin(self, *words: str) -> Callable[[], str]:
        """The same, but not waited for; the call waits for what it prints."""
        process: Any = self._git.execute(["git", *words], as_process=True)

        def printed() -> str:
            output, errors = process.communicate()
            if process.returncode:
                raise Refused(words, "", errors.decode(errors="surrogateescape"))
            return str(output.decode(errors="surrogateescape"))

        return printed


def for_hooks() -> dict[str, str]:
    """What the programs of the user's hooks have around them: their own language, and patterns."""
    language = os.environ.get("LC_ALL", "")
    return {"LC_ALL": language, "GIT_LITERAL_PATHSPECS": "0", "GIT_OPTIONAL_LOCKS": "1"}


def said(error: Refused) -> str:
    """What git printed, one indented line each."""
    return "\n".join(f"    {line}" for line in error.lines)


def last_line(error: Refused) -> str:
    return error.lines[-1] if error.lines else "git failed"


def _plain(stream: str) -> str:
    """GitPython names each stream before what came from it, and quotes that."""
    return _NAMED.sub("", stream).removesuffix("'")


def _raise_unwritable(error: Refused) -> None:
    """A disk that git cannot write to is as full, or as protected, for us."""
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        if any(os.strerror(number) in line for line in error.lines):
            raise OSError(number, os.strerror(number)) from None
