"""What doit and we read, or load as code, in a project's directory: the inputs of the engine.

`pyproject.toml` belongs to many; two of its tables are ours, and count by their values.
"""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.machinery import all_suffixes
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from sddtasks.model.inputs import PROMPTS
from sddtasks.model.inputs import SETTINGS
from sddtasks.model.inputs import SHARED
from sddtasks.model.inputs import TABLES
from sddtasks.system import files
from sddtasks.system import nested


def _modules(name: str) -> tuple[str, ...]:
    """The files that `import name` may load from a directory."""
    return tuple(f"{stem}{end}" for stem in (name, f"{name}/__init__") for end in all_suffixes())


_BY_CONTENT = (SETTINGS, "doit.cfg", *_modules("dodo"))

# `python -m doit` and `python -m sddtasks` would load these instead of what is installed. Where
# they are the product itself, they are changed like any other.
_BY_PRESENCE = (*_modules("doit"), *_modules("sddtasks"))
READ = frozenset({*_BY_CONTENT, SHARED})
"""Inputs that a task may be there to write."""

_BYTECODE = "__pycache__/dodo.*.pyc"


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it is: where it leads, if it is a link, and what is read there."""

    link: str
    content: bytes | None


Inputs = Mapping[str, Held]


def take(root: Path) -> Inputs:
    """Every input that is there, by its path relative to `root`."""
    found = ((name, held(root / name)) for name in (*_BY_CONTENT, SHARED, *_BY_PRESENCE))
    return {name: about for name, about in found if about}


def held(path: Path) -> Held | None:
    """None where there is nothing, not even a link."""
    if not os.path.lexists(path):
        return None
    link = os.readlink(path) if path.is_symlink() else ""
    return Held(link, path.read_bytes() if path.is_file() else None)


def changed(before: Inputs, now: Inputs) -> list[str]:
    """The inputs that differ, pyproject.toml only if one of our tables in it does."""
    return sorted(
        name
        for name in {*before, *now}
        if before.get(name) != now.get(name)
        and not (name in _BY_PRESENCE and name in before)
        and not (name == SHARED and _is_same(before.get(name), now.get(name)))
    )


def put_back(root: Path, name: str, right: Held | None, aside: Path) -> bool:
    """Have `right` at `name` again; of pyproject.toml only our tables, where that can be.

    What was there is at `aside` afterwards; False if nothing was.
    """
    path = root / name
    present = held(path)
    if present:
        aside.parent.mkdir(parents=True, exist_ok=True)
        _remove(aside)
        shutil.move(path, aside)
    mended = _with_tables_of(present, right) if name == SHARED else None
    if mended is not None:
        files.write_atomic(path, mended)
    elif right and right.link:
        path.symlink_to(right.link)
        if right.content is not None and held(path) != right:
            files.write_atomic(path.resolve(), right.content)
    elif right and right.content is not None:
        files.write_atomic(path, right.content)
    elif right:
        path.mkdir()
    return present is not None


def drop_bytecode(root: Path) -> None:
    """Remove what Python keeps of the user's dodo.py: it is believed by a date and a length."""
    for path in root.glob(_BYTECODE):
        path.unlink(missing_ok=True)


def tables(file: Held | None) -> dict[str, Any] | None:
    """Our tables of a pyproject.toml; None for what cannot be read as TOML."""
    if file and file.content is None and not file.link:
        return None
    try:
        whole = nested.read_toml(file.content.decode()) if file and file.content else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None
    tool = whole.get("tool", {})
    if not isinstance(tool, dict):
        return {"tool": tool}
    return {name: tool[name] for name in TABLES if name in tool}


def settings(found: Inputs) -> dict[str, Any] | None:
    """The settings as they are written, from the first file that is there; None if unreadable."""
    own = found.get(SETTINGS)
    if own is None:
        given = tables(found.get(SHARED))
        table = {} if given is None else given.get("sddtasks", {})
        return None if given is None or not isinstance(table, dict) else table
    try:
        return nested.read_toml((own.content or b"").decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None


def digests(root: Path) -> dict[str, str]:
    """One digest for each input that is there, own prompt templates included."""
    found = take(root)
    place = (settings(found) or {}).get("prompts", PROMPTS)
    named = {name: about for name, about in found.items() if name != SHARED}
    rows = {
        name: f"{about.link} {files.digest(about.content or b'')}" for name, about in named.items()
    }
    ours = tables(found.get(SHARED))
    if ours != {}:
        rows[SHARED] = files.digest(json.dumps(ours, sort_keys=True, default=str))
    return {**rows, **dict(_templates(root, str(place)))}


def _templates(root: Path, place: str) -> Iterator[tuple[str, str]]:
    for path in sorted((root / place).rglob("*")):
        if path.is_file():
            yield os.path.relpath(path, root), files.file_digest(path)


def _is_same(before: Held | None, now: Held | None) -> bool:
    ours = tables(now)
    return ours is not None and ours == tables(before)


def _with_tables_of(present: Held | None, right: Held | None) -> bytes | None:
    """The text of pyproject.toml as it is, with our tables as they were; None if unreadable."""
    given = tables(right)
    if not (present and present.content) or present.link or given is None:
        return None
    try:
        text = tomlkit.parse(present.content.decode())
        was = tomlkit.parse((right.content or b"").decode()) if right else tomlkit.document()
        for name in TABLES:
            text.get("tool", {}).pop(name, None)
        for name in given:
            tool = text.setdefault("tool", tomlkit.table(is_super_table=True))
            tool[name] = was["tool"][name]
        mended = tomlkit.dumps(text)
    except (TOMLKitError, UnicodeDecodeError, AttributeError, TypeError, KeyError):
        return None
    if (
        right
        and right.content
        and nested.read_toml(mended) == nested.read_toml(right.content.decode())
    ):
        return right.content
    return mended.encode() if tables(Held("", mended.encode())) == given else None


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
