"""What git leaves out because of ignore rules that are not committed as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from sddtasks.system import files
from sddtasks.system.gitprogram import Refused
from sddtasks.system.repo import Repository

_RULES = ".gitignore"
BYTECODE = "__pycache__/dodo.*.pyc"
"""What Python keeps of the user's dodo.py as soon as any doit command has read it."""
# Programs make these for themselves, some of them with an ignore file inside.
_MADE = frozenset(
    "node_modules venv env target build dist bin obj coverage htmlcov __pycache__ vendor".split()
)


def hidden(repo: Repository, changed: Iterable[str]) -> frozenset[str]:
    """Files that no rule of the last commit hides, and that git does not show all the same.

    `changed` is what `repo.changes()` has just found.
    """
    ignored = [path for path in repo.ignored_there if not is_made(path)]
    shown = (f"{repo.prefix}{path}" for path in changed)
    rules = {path for path in (*shown, *ignored) if PurePosixPath(path).name == _RULES}
    if not rules:
        return frozenset()
    return frozenset(_by(repo, rules, ignored))


def rules(repo: Repository, paths: Iterable[str]) -> dict[str, str]:
    """By path the rule that keeps it out of git, as `file:line: pattern`; what git has, or would
    take, is not in it."""
    found = _rows(repo, "".join(f"{path}\0" for path in paths))
    return {
        path: f"{source}:{line}: {pattern}"
        for source, line, pattern, path in found
        if not pattern.startswith("!")
    }


def exclude(repo: Repository, path: str) -> None:
    """Keep a path or pattern out of git for this clone only, through `.git/info/exclude`."""
    pattern = f"/{repo.prefix}{path}"
    file = repo.git_dir / "info" / "exclude"
    known = file.read_text(encoding="utf-8") if file.exists() else ""
    if pattern in known.splitlines():
        return
    gap = "" if not known or known.endswith("\n") else "\n"
    files.write_atomic(file, f"{known}{gap}{pattern}\n")


def _by(repo: Repository, rules: set[str], ignored: list[str]) -> Iterable[str]:
    """Those that one of these rules hides. An ignore file that hides itself is one of them."""
    given = "".join(f"{path.removeprefix(repo.prefix)}\0" for path in ignored)
    if not given:
        return
    for source, _, pattern, path in _rows(repo, given, "--no-index"):
        if f"{repo.prefix}{source}" not in rules:
            continue
        if (
            pattern.encode(errors="surrogateescape")
            not in (repo.committed(source) or b"").splitlines()
        ):
            yield path


def _rows(repo: Repository, given: str, *more: str) -> Iterable[tuple[str, str, str, str]]:
    """Source, line and pattern of the last rule that is about each path, and the path."""
    literally = {"GIT_LITERAL_PATHSPECS": "0"}  # these are no patterns, but git would not take them
    words = ("-v", "-z", *more, "--stdin")
    try:
        fields = repo.run("check-ignore", *words, env=literally, given=given).split("\0")
    except Refused:  # no rule is about any of them, or they lie where git does not look
        return []
    return list(zip(*(fields[place::4] for place in range(4)), strict=False))


def is_made(path: str) -> bool:
    """Does a program make it for itself? A directory has a slash at its end."""
    pure = PurePosixPath(path)
    above = pure.parts if path.endswith("/") else pure.parts[:-1]
    return (
        bool(_MADE & set(above))
        or any(part.startswith(".") or part.endswith(".egg-info") for part in above)
        or pure.suffix in (".pyc", ".pyo")
    )
