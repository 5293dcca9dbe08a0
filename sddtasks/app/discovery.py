"""Which feature is meant: an explicit word first, then what the project says; never a guess."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sddtasks.model.errors import FeatureNotFound
from sddtasks.model.errors import PlanError
from sddtasks.model.plan import Feature
from sddtasks.system import nested

PLACES = ("specs", ".kiro/specs", "openspec/changes")
_MARKERS = ("sddtasks.toml", ".specify", ".kiro", "openspec", "specs")
_NUMBERED = re.compile(r"\d{3,}-")


@dataclass(frozen=True, slots=True)
class Found:
    """The feature and how it was chosen: "argument", "branch 001-x", …"""

    feature: Feature
    how: str


def find(
    start: Path, argument: str = "", variable: str = "", environment: Mapping[str, str] = os.environ
) -> Found:
    """The feature for a command that was started in `start`.

    Order: argument, `feature=DIR`, SPECIFY_FEATURE_DIRECTORY, SPECIFY_FEATURE,
    .specify/feature.json, the git branch NNN-name, the only directory that has a tasks.md.
    """
    root = project_root(start)
    for path, how in _hints(start, root, argument, variable, environment):
        return Found(_feature(path, how), how)
    candidates = [path for place in PLACES for path in _with_tasks(root / place)]
    if len(candidates) == 1:
        how = f"the only feature below {candidates[0].parent.relative_to(root).as_posix()}/"
        return Found(_feature(candidates[0], how), how)
    raise _undecided(root, candidates)


def _hints(
    start: Path, root: Path, argument: str, variable: str, environment: Mapping[str, str]
) -> Iterator[tuple[Path, str]]:
    """What names a feature, most explicit first."""
    if argument:
        yield start / argument, "argument"
    if variable:
        yield start / variable, f"feature={variable}"
    directory = environment.get("SPECIFY_FEATURE_DIRECTORY", "")
    if directory:
        yield root / directory, "SPECIFY_FEATURE_DIRECTORY"
    name = environment.get("SPECIFY_FEATURE", "")
    if name:
        yield root / "specs" / name, "SPECIFY_FEATURE"
    pointed = _pointer(root / ".specify" / "feature.json")
    if pointed:
        yield root / pointed, ".specify/feature.json"
    branch = _branch(root)
    if branch and _NUMBERED.match(branch) and (root / "specs" / branch).is_dir():
        yield root / "specs" / branch, f"branch {branch}"


def _feature(path: Path, how: str) -> Feature:
    directory = path.resolve()
    if directory.name == "tasks.md" and directory.is_file():
        directory = directory.parent
    if not directory.is_dir():
        raise FeatureNotFound(
            f"there is no feature directory {path} (from {how})", "doit implement specs/NNN-name"
        )
    if not (directory / "tasks.md").exists():
        raise PlanError(
            f"Invalid or missing tasks.md: {directory / 'tasks.md'} does not exist",
            hint="write it (/tasks, /speckit.tasks), then try again",
        )
    root = project_root(directory.parent)
    name = _name(directory.relative_to(root).as_posix())
    return Feature(root, directory, name, _linked_tree(root))


def _name(relative: str) -> str:
    """Unique in the repository and fit for a directory: `specs/001-x` is `001-x`."""
    return relative.removeprefix("specs/").replace("/", "--").lstrip(".") or "root"


def project_root(start: Path) -> Path:
    """Where the feature's paths begin: the nearest directory that the tools mark as a project's,
    else the repository's top, else where we are."""
    start = start.resolve()
    for directory in (start, *start.parents):
        if any((directory / marker).exists() for marker in (".specify", "sddtasks.toml", ".git")):
            return directory
    for directory in (start, *start.parents):
        if any((directory / marker).exists() for marker in _MARKERS):
            return directory
    return start


def _with_tasks(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if (path / "tasks.md").is_file())


def _pointer(file: Path) -> str:
    try:
        row = nested.read_json(file.read_text(encoding="utf-8"))
    except OSError:
        return ""
    except ValueError as error:
        raise FeatureNotFound(
            f"{file} does not say which feature is meant: {error}",
            "correct it, or name the feature: doit implement specs/NNN-name",
        ) from None
    value = row.get("feature_directory") if isinstance(row, dict) else None
    return value if isinstance(value, str) else ""


def _branch(root: Path) -> str:
    """The branch, read without starting git; also in a linked work tree."""
    for place in _git_dirs(root):
        with contextlib.suppress(OSError):
            head = (place / "HEAD").read_text().strip()
            return head.removeprefix("ref: refs/heads/") if head.startswith("ref: ") else ""
    return ""


def _linked_tree(root: Path) -> str:
    """Git's name of the linked work tree that `root` is in; empty for the main one."""
    place = next(_git_dirs(root), root)
    return place.name if (place / "commondir").is_file() else ""


def _git_dirs(root: Path) -> Iterator[Path]:
    """The git directory of the work tree that `root` is in, then those of trees around it."""
    for directory in (root, *root.parents):
        place = directory / ".git"
        if place.is_file():
            with contextlib.suppress(OSError):
                yield directory / place.read_text().partition(":")[2].strip()
        elif place.is_dir():
            yield place


def _undecided(root: Path, candidates: list[Path]) -> FeatureNotFound:
    if not candidates:
        return FeatureNotFound(
            f"no feature found below {root}: looked for tasks.md in "
            + ", ".join(f"{place}/*/" for place in PLACES),
            "doit implement FEATURE_DIR, or doit sdd sample DIR for a feature to try",
        )
    names = "\n".join(f"  {path.relative_to(root).as_posix()}" for path in candidates)
    return FeatureNotFound(
        f"{len(candidates)} features have a tasks.md; which one is meant?\n{names}",
        f"doit implement {candidates[-1].relative_to(root).as_posix()}",
    )
