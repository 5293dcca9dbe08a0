"""What git could not read any more, put back before git is asked about anything.

An agent may have deleted HEAD or the index, written into them or into a ref, or have put something
else in their place.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

from sddtasks.model.errors import WorkspaceError
from sddtasks.system import files
from sddtasks.system import refs
from sddtasks.system.repo import Repository

_INDEX = b"DIRC"
_PACKED = re.compile(rb"#|\^?[0-9a-f]{40}([0-9a-f]{24})?(?= |$)")


def restored(
    repo: Repository,
    heads: Mapping[Path, str],
    index: bytes,
    known: Mapping[str, str],
    *,
    were_packed: bool,
) -> Iterator[str]:
    """What was done, one line each. `heads`, `index` and `known` (refs) are as they were before;
    `were_packed`: some of them had no file of their own. Raises WorkspaceError where that is not
    enough."""
    for place in (repo.own_git_dir, repo.git_dir, repo.git_dir / "objects"):
        if not place.is_dir():
            raise WorkspaceError(
                f"the repository's {place} was moved or deleted while an agent worked",
                "put it back, or get it from another clone; the work tree was left as it is",
            )
    for place, before in heads.items():
        if not refs.is_sound(refs.text(place)):
            yield f"{_within(repo, place)} was {_verb(place)}"
            files.write_atomic(place, before.encode(errors="surrogateescape"))
    yield from _index(repo, index)
    yield from _refs(repo, known, were_packed=were_packed)


def _index(repo: Repository, before: bytes) -> Iterator[str]:
    path = repo.own_git_dir / "index"
    present = path.read_bytes() if path.is_file() else b""
    if present != before and not _is_whole(present):
        yield f"{_within(repo, path)} was {_verb(path)}"
        files.write_atomic(path, before)


def _is_whole(index: bytes) -> bool:
    """It ends in a checksum, or in zeros where git is told not to make one (index.skipHash)."""
    for name in ("sha1", "sha256"):
        size = hashlib.new(name, usedforsecurity=False).digest_size
        wanted = hashlib.new(name, index[:-size], usedforsecurity=False).digest()
        if index.startswith(_INDEX) and index[-size:] in (wanted, bytes(size)):
            return True
    return False


def _refs(repo: Repository, known: Mapping[str, str], *, were_packed: bool) -> Iterator[str]:
    if not (repo.git_dir / "refs").is_dir():
        yield f"{_within(repo, repo.git_dir / 'refs')} was {_verb(repo.git_dir / 'refs')}"
        files.make_directory(repo.git_dir / "refs")
        for name, value in known.items():
            files.write_atomic(repo.git_dir / name, f"{value}\n".encode())
    found = refs.read(repo.git_dir)
    broken = [name for name, value in found.items() if not refs.is_sound(value)]
    packed = repo.git_dir / "packed-refs"
    is_gone = were_packed and not packed.is_file()
    if is_gone or not _is_readable(packed) or set(broken) & refs.packed(packed).keys():
        rows = {name: sha for name, sha in {**found, **known}.items() if refs.is_commit(sha)}
        yield f"{_within(repo, packed)} was damaged"
        files.write_atomic(
            packed, "".join(f"{rows[name]} {name}\n" for name in sorted(rows)).encode()
        )
    for name in broken:
        place = repo.git_dir / name
        if os.path.lexists(place):
            yield f"{name} was damaged"
            place.unlink()
            if name in known:
                files.write_atomic(place, f"{known[name]}\n".encode())


def _is_readable(packed: Path) -> bool:
    """Does each line begin with an object's id, or with a mark? Git reads none if one does not."""
    if not packed.is_file():
        return not os.path.lexists(packed)
    return all(_PACKED.match(line) for line in packed.read_bytes().splitlines())


def _verb(path: Path) -> str:
    return "damaged" if os.path.lexists(path) else "deleted"


def _within(repo: Repository, path: Path) -> str:
    place = repo.git_dir.parent
    return path.relative_to(place).as_posix() if path.is_relative_to(place) else str(path)
