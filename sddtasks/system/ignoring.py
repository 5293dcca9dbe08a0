"""What git leaves out because of ignore rules that are not committed as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from sddtasks.system import files
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
    ignored = [path for path in repo.ignored_there if not _is_made(path)]
    shown = (f"{repo.prefix}{path}" for path in changed)
    rules = {path for path in (*shown, *ignored) if PurePosixPath(path).name == _RULES}
    if not rules:
        return frozenset()
    return frozenset(_by(repo, rules, ignored))


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
    literally = {"GIT_LITERAL_PATHSPECS": "0"}  # these are no patterns, but git would not take them
    words = ("-v", "-z", "--no-index", "--stdin")
    fields = repo.run("check-ignore", *words, env=literally, given=given).split("\0")
    for source, pattern, path in zip(fields[0::4], fields[2::4], fields[3::4], strict=False):
        if f"{repo.prefix}{source}" not in rules:
            continue
        if pattern.encode() not in (repo.committed(source) or b"").splitlines():
            yield path


def _is_made(path: str) -> bool:
    pure = PurePosixPath(path)
    above = pure.parts if path.endswith("/") else pure.parts[:-1]
    return (
        bool(_MADE & set(above))
        or any(part.startswith(".") or part.endswith(".egg-info") for part in above)
        or pure.suffix in (".pyc", ".pyo")
    )
