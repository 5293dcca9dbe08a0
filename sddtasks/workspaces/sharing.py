"""Bringing untracked files of the checkout into a work tree: reflinks, links, or copies."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

from sddtasks.model.errors import WorkspaceError

_INSTALLED = ("node_modules", ".venv", "venv", "vendor")
_IGNORE = ".gitignore"
_ALL = "# brought here by sddtasks\n*\n"
_CLONE = 0x40049409  # FICLONE of linux/fs.h


def installed(root: Path) -> Iterator[str]:
    """Directories of dependencies that git does not hold as a rule, and that no test runs without.

    One that is a link may lead anywhere.
    """
    for name in _INSTALLED:
        for shape in (name, f"*/{name}", f"*/*/{name}"):
            for place in root.glob(shape):
                above = place.relative_to(root).parent.parts
                if place.is_dir() and "node_modules" not in above:
                    yield place.relative_to(root).as_posix()


def bring(source: Path, target: Path, how: str, known: str) -> str:
    """Have `source` at `target`, unless git brought something there; its stamp.

    A directory keeps itself out of git by an ignore file of its own, as those of venv and pytest
    do: rules of the repository like `node_modules/` may not be committed, or not match a link.

    `known`: the stamp that this returned the last time. An unchanged source is not brought again.
    """
    if not source.exists() or not target.parent.is_dir():
        return ""
    chosen = _detected(source, target.parent) if how == "detect" else how
    stamp = f"{chosen} {_stamp(source)}"
    is_ours = bool(known) or target.is_symlink() or is_brought(target)
    if target.exists() and (not is_ours or stamp == known):
        return known
    _remove(target)
    if source.is_dir():
        _bring_directory(source, target, chosen)
    elif chosen == "symlink":
        target.symlink_to(source)
    else:
        _COPIES[chosen](str(source), str(target))
    return stamp


def _bring_directory(source: Path, target: Path, how: str) -> None:
    if how == "symlink":
        target.mkdir()
        for entry in source.iterdir():
            (target / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    else:
        shutil.copytree(source, target, symlinks=True, copy_function=_COPIES[how])
    (target / _IGNORE).unlink(missing_ok=True)
    (target / _IGNORE).write_text(_ALL, encoding="utf-8")


def is_brought(target: Path) -> bool:
    """Is it a directory that `bring` made?"""
    try:
        return (target / _IGNORE).read_text(encoding="utf-8") == _ALL
    except (OSError, UnicodeDecodeError):
        return False


def _stamp(source: Path) -> int:
    """When the directory or something directly in it changed last: installers touch these."""
    entries = list(os.scandir(source)) if source.is_dir() else []
    times = (entry.stat(follow_symlinks=False).st_mtime_ns for entry in entries)
    return max((source.stat().st_mtime_ns, *times))


def _detected(source: Path, directory: Path) -> str:
    """Reflinks cost next to nothing and keep trees apart, but few file systems have them."""
    if not source.is_dir():
        return "copy"
    paths = (os.path.join(place, name) for place, _, names in os.walk(source) for name in names)
    sample = next((path for path in paths if os.path.isfile(path)), None)
    try:
        with tempfile.NamedTemporaryFile(dir=directory) as other:
            _clone(sample or "", other.name)
    except OSError:
        return "symlink"
    return "reflink"


def _remove(target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)


def _clone(source: str, target: str) -> None:
    with open(source, "rb") as old, open(target, "wb") as new:
        fcntl.ioctl(new, _CLONE, old.fileno())


def _reflink(source: str, target: str) -> str:
    try:
        _clone(source, target)
    except OSError as error:
        raise WorkspaceError(
            f"the file system cannot make a reflink of {source}: {error.strerror}",
            'share_by = "symlink", "hardlink" or "copy" in the configuration',
        ) from None
    shutil.copystat(source, target)
    return target


def _hardlink(source: str, target: str) -> str:
    os.link(source, target)
    return target


_COPIES: dict[str, Callable[[str, str], object]] = {
    "reflink": _reflink,
    "hardlink": _hardlink,
    "copy": shutil.copy2,
}
