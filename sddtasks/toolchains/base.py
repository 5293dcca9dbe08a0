"""Defaults that adapters assign by name, and the small readings that all of them share."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from fnmatch import fnmatch
from fnmatch import translate
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request

DEFAULT_TIMEOUT = 600.0
NOT_OURS = frozenset({"node_modules", "venv", "vendor", "target", "build", "dist", "bin", "obj"})
_UNBUILT = (
    *(Reason.SYNTAX, Reason.ENVIRONMENT, Reason.LOAD, Reason.NO_TESTS),
    *(Reason.AMBIGUOUS, Reason.MISSING),
)
_MESSAGE_LENGTH = 300
_LOCAL_ORIGIN = re.compile(r"^\s*url = (?:file://)?(/.*?)(?:/\.git)?/?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """Why something failed: one line, and what the product lacks when that is the reason."""

    reason: Reason
    message: str
    missing: tuple[str, ...] = ()

    def case(self, identifier: str, file: str) -> TestCase:
        return TestCase(identifier, file, Result.FAILED, self.reason, self.message, self.missing)

    def load_failure(self, file: str) -> LoadFailure:
        return LoadFailure(file, self.reason, self.message, self.missing)


def no_build(root: Path, scratch: Path, options: Options) -> Request | None:
    """Nothing is compiled."""
    return None


def has_file(*patterns: str) -> Callable[[Path], bool]:
    """Does the project's directory hold one of these? Names with a `*` have no directory.

    Asked for each task anew: globbing would take many times as long.
    """
    plain = [pattern for pattern in patterns if "*" not in pattern]
    starred = [re.compile(translate(pattern)) for pattern in patterns if "*" in pattern]

    def holds(root: Path) -> bool:
        if any(os.path.exists(os.path.join(root, name)) for name in plain):
            return True
        names = os.listdir(root) if starred and root.is_dir() else ()
        return any(pattern.match(name) for name in names for pattern in starred)

    return holds


def named(*patterns: str) -> Callable[[PurePosixPath], bool]:
    """Does a file's name, or its path when the pattern has a slash, match one of these?"""

    def matches(path: PurePosixPath) -> bool:
        return any(
            fnmatch(f"/{path}" if "/" in pattern else path.name, pattern) for pattern in patterns
        )

    return matches


def text(options: Options, key: str, default: str = "") -> str:
    value = options.get(key, default)
    return value if isinstance(value, str) else default


def words(options: Options, key: str) -> tuple[str, ...]:
    """A list of arguments: written as a list, or as one line."""
    value = options.get(key, ())
    if isinstance(value, str):
        return tuple(shlex.split(value))
    return tuple(str(word) for word in value) if isinstance(value, Sequence) else ()


def timeout(options: Options) -> float:
    value = options.get("timeout", DEFAULT_TIMEOUT)
    return float(value) if isinstance(value, int | float) else DEFAULT_TIMEOUT


def existing(root: Path, files: Sequence[str]) -> tuple[str, ...]:
    """The files that exist; all of them where none does, so that no whole suite is run instead."""
    return tuple(file for file in files if (root / file).exists()) or tuple(files)


def source_files(
    root: Path, wanted: Callable[[PurePosixPath], bool], suffix: str = ""
) -> tuple[str, ...]:
    """The project's own files of a kind, without what was installed or built.

    Only names with the `suffix` are looked at: a path for each of thousands of files takes time.
    """
    found: list[str] = []
    for place, directories, names in os.walk(root):
        directories[:] = [d for d in directories if d not in NOT_OURS and not d.startswith(".")]
        chosen = [name for name in names if name.endswith(suffix)]
        if chosen:
            inside = PurePosixPath(Path(place).relative_to(root).as_posix())
            found += [str(path) for name in chosen if wanted(path := inside / name)]
    return tuple(sorted(found))


test_files = source_files


def checkouts(root: Path) -> tuple[Path, ...]:
    """`root` and, where it is a linked work tree or a local clone, the checkout it was made from.

    What git does not track, such as an installed environment, is there only.
    """
    pointer = root / ".git"
    if pointer.is_file():
        git_dir = Path(pointer.read_text(encoding="utf-8").removeprefix("gitdir:").strip())
        return (root, git_dir.parents[2]) if git_dir.parent.name == "worktrees" else (root,)
    origin = _LOCAL_ORIGIN.search(source(pointer, "config"))
    return (root, Path(origin[1])) if origin and Path(origin[1]).is_dir() else (root,)


def source(root: Path, file: str) -> str:
    """A source file's text, or an empty one where it cannot be read."""
    try:
        with open(os.path.join(root, file), encoding="utf-8", errors="replace") as text:
            return text.read()
    except OSError:
        return ""


def relative(path: str, root: Path) -> str | None:
    """A path as a tool writes it, relative to the root; None where it lies outside."""
    full = Path(os.path.normpath(root / path))
    inside = next((place for place in (root, root.resolve()) if full.is_relative_to(place)), None)
    return full.relative_to(inside).as_posix() if inside else None


def report(outcome: Outcome, name: str) -> str:
    """The text of the report file with this name, or an empty one."""
    return next((body for path, body in outcome.reports.items() if path.name == name), "")


def brief(message: str) -> str:
    """The first line that says something, short enough for one line of a table."""
    line = next((line.strip() for line in message.splitlines() if line.strip()), "")
    return line if len(line) <= _MESSAGE_LENGTH else line[: _MESSAGE_LENGTH - 1] + "…"


def tail(outcome: Outcome) -> str:
    """Why the tool stopped: the first line that speaks of an error, else the last line."""
    lines = [line.strip() for line in (outcome.errors or outcome.output).splitlines()]
    said = [line for line in lines if line] or ["it wrote nothing"]
    errors = (line for line in said if "error" in line.lower() and "usage:" not in line)
    return brief(next(errors, said[-1]))


def broken(run: TestRun, reason: Reason, trouble: str) -> TestRun:
    """The run proves nothing, and why. The first trouble that is found stays."""
    return run if run.trouble else replace(run, trouble=trouble, trouble_reason=reason)


def judged(run: TestRun, outcome: Outcome) -> TestRun:
    """Troubles that every tool can have: not started, out of time, ended by a signal."""
    if outcome.exit_code is None:
        return broken(run, Reason.ENVIRONMENT, outcome.trouble or "the tool could not be started")
    if outcome.timed_out:
        return broken(run, Reason.TIMEOUT, f"timed out after {outcome.duration:.0f} s")
    if outcome.exit_code < 0:
        return broken(run, Reason.CRASH, f"ended by signal {-outcome.exit_code}")
    return run


def consistent(run: TestRun) -> TestRun:
    """The exit code must agree with what the tests said."""
    failed = bool(run.ids(Result.FAILED) or run.load_failures)
    if run.exit_code == 0 and run.ids(Result.FAILED):
        return broken(run, Reason.CRASH, "ended with exit code 0 although tests failed")
    if run.exit_code and run.cases and not failed:
        message = f"ended with exit code {run.exit_code} although no test failed"
        return broken(run, Reason.CRASH, message)
    return run


def with_unseen(
    run: TestRun, root: Path, files: Iterable[str], silent: Reason = Reason.CRASH
) -> TestRun:
    """Every requested file has to appear: one of which nothing was heard has no tests."""
    seen = {case.file for case in run.cases} | {failure.file for failure in run.load_failures}
    unseen = (_unseen(run, root, file, silent) for file in files if file not in seen)
    return replace(run, load_failures=(*run.load_failures, *unseen))


def _unseen(run: TestRun, root: Path, file: str, silent: Reason) -> LoadFailure:
    if not (root / file).exists():
        return LoadFailure(file, Reason.NO_TESTS, "the file does not exist")
    if run.declared.get(file):
        return LoadFailure(file, silent, "it declares tests and none of them ended")
    return LoadFailure(file, Reason.NO_TESTS, "no tests were collected")


def worst(findings: Sequence[Finding]) -> Finding:
    """What decides for a file with several compiler errors: any that is not the product's fault."""
    first = min(findings, key=lambda found: _UNBUILT.index(found.reason))
    missing = dict.fromkeys(name for found in findings for name in found.missing)
    return Finding(first.reason, first.message, tuple(missing))


def started(name: str, outcome: Outcome, declared: Mapping[str, tuple[str, ...]]) -> TestRun:
    """The reading's first state: what was run and which tests it should show."""
    return TestRun(
        toolchain=name,
        argv=outcome.argv,
        exit_code=outcome.exit_code,
        duration=outcome.duration,
        declared=dict(declared),
    )
