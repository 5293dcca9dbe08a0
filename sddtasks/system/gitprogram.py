"""The git program: started where our paths begin; what it prints, and what it refuses."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Callable
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import git

from sddtasks.model.errors import WorkspaceError
from sddtasks.system import gitcaution
from sddtasks.system.gitplace import GitPlace

_ENVIRONMENT = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_OF_FILTER = "filter."
_LOCAL = frozenset({"local", "worktree"})
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
    """Every call raises `Refused` when git ends with an error, with what it said.

    Git is told which repository is meant, and does not look for one. Programs of the repository
    are started as far as `gitcaution` permits.
    """

    def __init__(self, program: git.Git, here: Path, place: GitPlace) -> None:
        self._told = _placed(program, here, place)
        self._untold = _placed(git.Git(), here, None)
        self._place = place

    def run(self, *words: str, env: dict[str, str] | None = None, given: str = "") -> str:
        """What it printed; `given` is its standard input."""
        options: dict[str, Any] = {"strip_newline_in_stdout": False}
        with contextlib.nullcontext() if not given else tempfile.TemporaryFile() as stdin:
            if stdin:
                stdin.write(given.encode(errors="surrogateescape"))
                stdin.seek(0)
            try:
                return str(self._started(words, env or {}, stdin, **options))
            except git.GitCommandError as error:
                refused = Refused(words, _plain(error.stdout), _plain(error.stderr))
                _raise_unwritable(refused)
                raise refused from None

    def begin(self, *words: str) -> Callable[[], str]:
        """The same, but not waited for; the call waits for what it prints."""
        process = self._started(words, {}, None, as_process=True)

        def printed() -> str:
            output, errors = process.communicate()
            if process.returncode:
                raise Refused(words, "", errors.decode(errors="surrogateescape"))
            return str(output.decode(errors="surrogateescape"))

        return printed

    def is_found(self) -> bool:
        """Does git itself, told nothing, find the same repository, and accept its owner?"""
        asked = ["git", "rev-parse", "--show-toplevel", "--absolute-git-dir"]
        try:
            said = self._untold.execute(asked, env=gitcaution.surroundings("rev-parse"))
        except git.GitCommandError:
            return False
        return [Path(line) for line in str(said).splitlines()] == [self._place.top, self._place.own]

    def _started(self, words: Sequence[str], env: dict[str, str], stdin: Any, **more: Any) -> Any:
        command = next((word for word in words if word in gitcaution.KNOWN), words[0])
        at = words.index(command) + 1
        argv = ["git", *words[:at], *gitcaution.words(command), *words[at:]]
        asks = command in gitcaution.FILTERED and not gitcaution.is_permitted()
        filters = self._filters if asks else ()
        env = {**gitcaution.surroundings(command, filters), **env}
        is_hooked = command in gitcaution.HOOKED and gitcaution.is_permitted()
        program = self._untold if is_hooked and self._finds else self._told
        return program.execute(argv, stdin, env=env, **more)

    @cached_property
    def _finds(self) -> bool:
        return self.is_found()

    @cached_property
    def _filters(self) -> tuple[str, ...]:
        """The filters of files that settings of the repository name, not those of the person."""
        asked = ["git", "config", "-z", "--show-scope", "--name-only", "--get-regexp", r"^filter\."]
        try:
            text = str(self._told.execute(asked, env=gitcaution.surroundings("config")))
        except git.GitCommandError:  # there is none
            return ()
        fields = text.split("\0")
        rows = zip(fields[0::2], fields[1::2], strict=False)
        keys = {key.removeprefix(_OF_FILTER) for scope, key in rows if scope in _LOCAL}
        return tuple(sorted({key.rpartition(".")[0] for key in keys}))


def _placed(program: git.Git, here: Path, place: GitPlace | None) -> git.Git:
    """GitPython starts git at the top of the checkout otherwise."""
    program._working_dir = str(here)  # noqa: SLF001 - see above
    told = {"GIT_DIR": str(place.own), "GIT_WORK_TREE": str(place.top)} if place else {}
    program.update_environment(**_ENVIRONMENT, **gitcaution.surroundings("cat-file"), **told)
    return program


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
