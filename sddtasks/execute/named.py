"""The paths that a task names, and whether they are as it says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.execute import changes
from sddtasks.execute.site import Site
from sddtasks.model.job import Job
from sddtasks.model.plan import Task
from sddtasks.system import files

MAY_BE_EMPTY = frozenset({"__init__.py", ".gitkeep", ".keep", "py.typed", ".nojekyll"})
_PATTERN = frozenset("*?[{<")
_ABOUT_LAYOUT = re.compile(
    r"\b(?:re)?format|\blint|\bindent|\bwhite ?space|\bline[- ]end|\bnewline|\bCRLF\b|\bEOL\b"
    r"|\bstyle|\bprettier\b|\bblack\b|\bruff\b|\b\w*fmt\b|\bchmod\b|\bexecutable\b|\bpermission"
    r"|\bclean ?up|\btidy",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PathFinding:
    """`wrong` says what is not as it should be; empty when nothing is."""

    path: str
    changed: bool
    wrong: str = ""


def look_at(
    root: Path, task: Task, changed: Iterable[str], ignored: frozenset[str]
) -> list[PathFinding]:
    """Each path of the task, and each that it should have removed."""
    touched = frozenset(changed)
    found = [_written(root, path, touched, path in ignored) for path in task.paths]
    return found + [_removed(root, path, touched) for path in task.removes]


def only_layout(site: Site, changed: Iterable[str]) -> frozenset[str]:
    """Those of the changed paths that say the same as before, where the task does not ask for
    that."""
    task = site.job.task
    if task is None or _ABOUT_LAYOUT.search(" ".join((task.title, *task.body))):
        return frozenset()
    return frozenset(path for path in changed if changes.is_layout(changes.of(site, path)))


def commits_about(job: Job) -> tuple[str, ...]:
    """The commits of people, made since the task was asked of one, that changed what it names.

    Of a task that names nothing: all of them, but for changes of the feature's own documents.
    """
    task = job.task
    names = (*task.paths, *task.removes) if task else ()
    own = f"{job.feature.relative}/"
    found = (
        commit
        for path, commit in job.by_hand.items()
        if (any(_is_within(path, name) for name in names) if names else not path.startswith(own))
    )
    return tuple(dict.fromkeys(found))


def _is_within(path: str, name: str) -> bool:
    return path == name or path.startswith(f"{name.rstrip('/')}/")


def _written(root: Path, path: str, touched: frozenset[str], ignored: bool) -> PathFinding:
    place = files.inside(root, path)
    if place is None:
        return PathFinding(path, False, "lies outside the repository")
    if not place.exists():
        return _missing(path, root, touched)
    if (root / path).is_symlink() and path in touched:
        return PathFinding(path, False, "is only a link to another file")
    if place.is_dir():
        inner = f"{path.rstrip('/')}/"
        return PathFinding(path, any(other.startswith(inner) for other in touched) or _bare(place))
    if not place.is_file():
        return PathFinding(path, False, "is no file but a pipe, a socket or a device")
    if place.stat().st_size == 0 and place.name not in MAY_BE_EMPTY:
        return PathFinding(path, False, "is empty")
    return PathFinding(path, path in touched or ignored)


def _missing(path: str, root: Path, touched: frozenset[str]) -> PathFinding:
    if _PATTERN & set(path):
        return _pattern(path, touched)
    is_link = (root / path).is_symlink()
    return PathFinding(path, False, "is a link that leads nowhere" if is_link else "does not exist")


def _pattern(path: str, touched: frozenset[str]) -> PathFinding:
    """A path with a placeholder names whatever of its shape was changed."""
    shape = "".join("*" if char in "{<" else char for char in path)
    hits = [other for other in touched if PurePosixPath(other).match(shape)]
    return PathFinding(path, bool(hits))


def _removed(root: Path, path: str, touched: frozenset[str]) -> PathFinding:
    place = files.inside(root, path)
    if place is not None and place.exists():
        return PathFinding(path, False, "should have been removed")
    return PathFinding(path, path in touched)


def _bare(directory: Path) -> bool:
    """git does not see a directory without files, so being there is all it can show."""
    return not any(entry.is_file() for entry in directory.rglob("*"))
