"""Who owns a path, and what that makes of it in doit's terms: target, file_dep or only an order."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.links import Edge
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task
from sddtasks.system import escape

_PLAIN_FILES = frozenset(
    """Makefile Dockerfile Containerfile LICENSE NOTICE Procfile Jenkinsfile Vagrantfile Gemfile
    Rakefile Justfile justfile Brewfile Caddyfile CODEOWNERS AUTHORS README CHANGELOG Tiltfile
    Earthfile Pipfile BUILD WORKSPACE""".split()
)
_PATTERN = re.compile(r"[*?<>{}|]|\[[^\]]*[!^-][^\]]*\]|\.\.\.|…|\s")
_MACHINE = re.compile(
    r"/(?:Users|home|mnt|media|var|tmp|etc|opt|usr|root|private|Volumes|srv|dev|proc|bin|lib|run"
    r"|Library|Applications|workspaces?)(?:/|$)|[A-Za-z]:[\\/]|\\\\|//"
)
_LONGEST, _LONGEST_NAME = 1_000, 255
_OWNED = frozenset({".git", ".sdd"})
_MAKING = re.compile(
    r"\b(?:create|creating|make|mkdir|set ?up|scaffold|add|initiali[sz]e)\b|创建|作成|생성|созда"
    r"|crear|criar|créer|erstell",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ownership:
    """`owner`: path → the task that first names it. `writers`: path → every task that names it."""

    owner: Mapping[str, str]
    writers: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, tuple[str, ...]]


def is_absolute(path: str) -> bool:
    """From the root of a machine; `/src/a.py` means the repository's root."""
    return bool(_MACHINE.match(path))


def improper(path: str) -> str:
    """Why no file below the root can be meant by this, whatever machine it is; empty if one can."""
    if path != escape.line(path) or path != path.strip():
        return "holds a character that no name of a file should have"
    if len(path) > _LONGEST or any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
        return f"is too long: {len(path)} characters"
    alike = unicodedata.normalize("NFKC", path)
    if alike != path and (is_outside(alike) != is_outside(path) or _signs(alike) != _signs(path)):
        return f"looks like {alike}"
    owner = next((part.lower() for part in alike.split("/") if part.lower() in _OWNED), "")
    return f"lies in {owner}, which no task may change" if owner else ""


def _signs(path: str) -> tuple[int, int]:
    return path.count("/"), path.count("..")


def is_outside(path: str) -> bool:
    """Absolute, in a home directory, or above the root."""
    if is_absolute(path) or path.startswith("~"):
        return True
    depth = 0
    for part in path.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return True
    return False


def is_pattern(path: str) -> bool:
    """Several files at once or a placeholder, so no single file's name."""
    return bool(_PATTERN.search(path))


def is_file(path: str) -> bool:
    """Written as a file: not as a directory, a pattern or a name without an extension."""
    if path.endswith("/") or is_pattern(path) or is_outside(path):
        return False
    name = path.rsplit("/", 1)[-1]
    return "." in name.strip(".") or name.startswith(".") or name in _PLAIN_FILES


def ownership(tasks: Sequence[Task]) -> Ownership:
    """Read the paths of the tasks, which are given in the order of the graph."""
    writers = defaultdict[str, dict[str, None]](dict)
    removed = {clean(path) for task in tasks for path in task.removes}
    directories = _directories(path for task in tasks for path in task.paths)
    targets: dict[str, tuple[str, ...]] = {}
    for task in tasks:
        own = []
        for written in dict.fromkeys(task.paths):
            path = clean(written)
            if path in removed or is_outside(path) or is_pattern(path):
                continue
            is_directory = path in directories or not is_file(written)
            if is_directory and not _makes_directory(task, written):
                continue
            if path not in writers:
                own.append(path)
            if not is_directory:
                writers[path][task.id] = None
            else:
                writers.setdefault(path, {task.id: None})
        targets[task.id] = tuple(dict.fromkeys(own))
    return Ownership(
        owner={path: next(iter(found)) for path, found in writers.items()},
        writers={path: tuple(found) for path, found in writers.items()},
        targets=targets,
    )


def clean(path: str) -> str:
    """Without `./` or `/` in front and `/` behind."""
    while path.startswith("./"):
        path = path[2:]
    if not is_absolute(path):
        path = path.lstrip("/")
    return path.rstrip("/") or path


def _directories(paths: Iterable[str]) -> frozenset[str]:
    """Every path that is written as a directory or lies above another one."""
    found: set[str] = set()
    for path in paths:
        if path.endswith("/"):
            found.add(clean(path))
        above = clean(path)
        while "/" in above:
            above = above.rsplit("/", 1)[0]
            found.add(above)
    return frozenset(found)


def _makes_directory(task: Task, path: str) -> bool:
    return task.kind is Kind.SETUP and path.endswith("/") and bool(_MAKING.search(task.title))


def shared_file_edges(tasks: Sequence[Task]) -> Iterator[Edge]:
    """Tasks that name the same file, each after the previous one, in the order of the graph."""
    last: dict[str, str] = {}
    for task in tasks:
        for written in dict.fromkeys((*task.paths, *task.removes)):
            if not is_file(written):
                continue
            path = clean(written)
            before = last.get(path)
            if before is not None and before != task.id:
                yield Edge(before, task.id, "same file", task.line, stated=False, text=path)
            last[path] = task.id
