"""Files below a root into which others can write: opened so that no link leads out of it.

A repository can bring links, and an agent can leave them, where we write next. Each directory is
opened by its descriptor and none of them is a link; of files only ordinary ones are opened, and
written only if they have no second name elsewhere. A pipe would let a reader wait for ever.

The root is the directory that holds `.sdd`; for any other path it is the directory it lies in.
Imported by every doit command: standard library and errors only.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shlex
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from typing import Literal

from sddtasks.model.errors import StateError
from sddtasks.system.files import HALF

STATE = ".sdd"
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MODES = {
    "rb": os.O_RDONLY,
    "r+b": os.O_RDWR,
    "ab+": os.O_RDWR | os.O_APPEND | os.O_CREAT,
    "xb": os.O_WRONLY | os.O_CREAT | os.O_EXCL,
}
_NO_ORDINARY = frozenset({errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.EOPNOTSUPP})


def opened(
    path: Path, mode: Literal["rb", "r+b", "ab+", "xb"], *, permissions: int = 0o666
) -> BinaryIO:
    """The file, as the built-in `open` gives it; to write, its directories are made as well.

    Raises StateError where a part of the path is a link, or no ordinary file.
    """
    with _parent(path, make=mode != "rb") as parent:
        try:
            descriptor = os.open(path.name, _MODES[mode] | _FILE, permissions, dir_fd=parent)
        except OSError as error:
            if error.errno in _NO_ORDINARY:
                raise _strange(path) from None
            raise
    try:
        _see(os.fstat(descriptor), path, writes=mode != "rb")
        return os.fdopen(descriptor, mode)
    except BaseException:
        os.close(descriptor)
        raise


def read(path: Path) -> bytes:
    """The content of a file. Raises as `opened` does."""
    with opened(path, "rb") as file:
        return file.read()


def write(path: Path, data: bytes | str) -> None:
    """Replace a file in one step: readers see the old or the new content, never a part.

    What was there under that name, a link as well, is replaced and not followed.
    """
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}{HALF}")
    with _parent(path, make=True) as parent:
        try:
            with opened(half, "xb") as file:
                file.write(data.encode() if isinstance(data, str) else data)
            os.replace(half.name, path.name, src_dir_fd=parent, dst_dir_fd=parent)
        except BaseException as error:
            with contextlib.suppress(OSError):
                os.unlink(half.name, dir_fd=parent)
            if isinstance(error, IsADirectoryError):
                raise _strange(path) from None
            raise


def make(directory: Path) -> None:
    """Make a directory and those that it lies in."""
    with _parent(directory / "file", make=True):
        pass


def remove(path: Path) -> None:
    """Remove a file, or a link itself; nothing happens where there is none."""
    with contextlib.suppress(FileNotFoundError), _parent(path) as parent:
        os.unlink(path.name, dir_fd=parent)


def clear(directory: Path) -> None:
    """Make a directory that is empty: what was in it is removed, and links are not followed."""
    make(directory.parent)
    with _parent(directory) as parent:
        try:
            shutil.rmtree(directory.name, dir_fd=parent)
        except FileNotFoundError:
            pass
        except OSError:
            if stat.S_ISDIR(_about(directory, parent).st_mode):
                raise
            raise _strange(directory) from None
        os.mkdir(directory.name, dir_fd=parent)


def move(source: Path, target: Path) -> None:
    """Rename a file or directory, or a link itself; the directories of `target` are made."""
    with _parent(source) as there, _parent(target, make=True) as here:
        os.replace(source.name, target.name, src_dir_fd=there, dst_dir_fd=here)


def check(path: Path) -> None:
    """For a file that a library opens by its name: raises as `opened` does to write it, if there is
    one."""
    with contextlib.suppress(FileNotFoundError), _parent(path) as parent:
        _see(_about(path, parent), path, writes=True)


def reach(path: Path) -> None:
    """Raises StateError where a directory on the way to a path is a link."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), _parent(path):
        pass


def names(directory: Path) -> list[str]:
    """What is in a directory, by name; nothing where there is none."""
    with contextlib.suppress(FileNotFoundError), _parent(directory / "file") as descriptor:
        return sorted(os.listdir(descriptor))
    return []


def is_directory(path: Path) -> bool:
    """Is it a directory, and no link to one?"""
    with contextlib.suppress(FileNotFoundError), _parent(path) as parent:
        return stat.S_ISDIR(_about(path, parent).st_mode)
    return False


@contextlib.contextmanager
def _parent(path: Path, *, make: bool = False) -> Iterator[int]:
    """A descriptor of the directory that a path lies in. An error names the whole path."""
    root = _root(path)
    try:
        if make and not root.exists():
            root.mkdir(parents=True, exist_ok=True)
        descriptor, place = os.open(root, _DIRECTORY), root
        try:
            for name in path.parent.relative_to(root).parts:
                place /= name
                inner = _entered(descriptor, name, place, make=make)
                os.close(descriptor)
                descriptor = inner
            yield descriptor
        finally:
            os.close(descriptor)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _root(path: Path) -> Path:
    parts = path.parts
    return Path(*parts[: parts.index(STATE)]) if STATE in parts[:-1] else path.parent


def _entered(parent: int, name: str, place: Path, *, make: bool) -> int:
    try:
        return os.open(name, _DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    except FileNotFoundError:
        if not make:
            raise
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise _strange(place) from None
        raise
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, dir_fd=parent)
    return _entered(parent, name, place, make=False)


def _about(path: Path, parent: int) -> os.stat_result:
    return os.stat(path.name, dir_fd=parent, follow_symlinks=False)


def _see(about: os.stat_result, path: Path, *, writes: bool) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise _strange(path)
    if writes and about.st_nlink > 1:
        raise StateError(
            f"{path} has a second name elsewhere (a hard link), and is not written to",
            _removed(path),
        )


def _strange(path: Path) -> StateError:
    kind = "a link" if path.is_symlink() else "no ordinary file or directory"
    return StateError(
        f"{path} is {kind}; what sddtasks keeps there is neither read nor written through it",
        _removed(path),
    )


def _removed(path: Path) -> str:
    return f"rm -r {shlex.quote(str(path))}, then run it again"
