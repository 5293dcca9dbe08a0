"""What a task's diff may reach: its declared paths, and what writing them brings with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath

from sddtasks.model.plan import Task

_MANIFESTS = frozenset(
    "package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock "
    "bun.lockb pyproject.toml "
    "setup.py setup.cfg requirements.txt uv.lock poetry.lock pdm.lock Pipfile "
    "Pipfile.lock go.mod go.sum go.work go.work.sum Cargo.toml Cargo.lock pom.xml build.gradle "
    "build.gradle.kts settings.gradle settings.gradle.kts gradle.lockfile Gemfile Gemfile.lock "
    "composer.json composer.lock Directory.Packages.props packages.lock.json CMakeLists.txt "
    "mix.exs mix.lock pubspec.yaml pubspec.lock Package.swift Package.resolved "
    ".gitignore .gitattributes .gitkeep .keep py.typed".split()
)
_JOINTS = frozenset(
    "__init__.py __init__.pyi mod.rs lib.rs index.ts index.tsx index.js index.jsx index.mjs "
    "doc.go package-info.java module-info.java".split()
)
_GENERATED = (
    "*.pb.go *_pb2.py *_pb2.pyi *_pb2_grpc.py *.pb.ts *_pb.js *_pb.ts *.gen.* *.generated.* "
    "*_gen.go zz_generated* *.g.dart *.freezed.dart *.designer.cs wire_gen.go"
).split()
_GENERATED_DIRS = frozenset({"generated", "gen", "__generated__", "dist", "build", "target"})
_REQUIREMENTS = re.compile(r"requirements[\w.-]*\.txt|.*\.csproj|.*\.lock")
_FEW_LINES = 3
_NAMELESS = frozenset({"__init__", "index", "mod", "main", "lib"})
_SHAPE = re.compile(r"[{<\[][^/]*?[}>\]]")


def beyond(task: Task, paths: Iterable[str]) -> list[str]:
    """Those of `paths` that neither the task's line nor its kind explains.

    A task that names no path has no bounds.
    """
    if not task.paths and not task.removes:
        return []
    return [path for path in sorted(paths) if not _explained(task, path)]


def _explained(task: Task, path: str) -> bool:
    pure = PurePosixPath(path)
    declared = (*task.paths, *task.removes)
    return (
        any(_covers(name, pure) for name in declared)
        or pure.name in _MANIFESTS
        or _REQUIREMENTS.fullmatch(pure.name) is not None
        or any(fnmatch(pure.name, shape) for shape in _GENERATED)
        or bool(_GENERATED_DIRS & set(pure.parent.parts))
        or (pure.name in _JOINTS and any(_is_above(pure, name) for name in declared))
    )


def _covers(declared: str, path: PurePosixPath) -> bool:
    """The path itself, what lies in it, or what has its shape (`migrations/<date>_users.sql`)."""
    name = declared.rstrip("/").removeprefix("./")
    if path.is_relative_to(name):
        return True
    shape = _SHAPE.sub("*", name)
    return shape != name and (path.match(shape) or path.match(f"{shape}/*"))


def _is_above(path: PurePosixPath, declared: str) -> bool:
    """Does a package's own file lie on the way to, or inside, a declared path's directory?"""
    directory = PurePosixPath(declared.rstrip("/")).parent
    return directory.is_relative_to(path.parent) or path.parent.is_relative_to(directory)


def is_at_home(path: str, planned: Iterable[str]) -> bool:
    """A new file lies at the root, or below a directory of the project that the plan works in."""
    top = path.rstrip("/").partition("/")[0]
    if top == path:
        return True
    return any(name.removeprefix("./").partition("/")[0] == top for name in planned)


def connects(task: Task, added: Sequence[str], removed: Sequence[str]) -> bool:
    """Do the new lines of a file of others speak of what this task makes, and replace little?"""
    stems = {PurePosixPath(path).stem.lower() for path in task.paths}
    names = {_plain(stem) for stem in stems if stem not in _NAMELESS}
    names |= {_plain(PurePosixPath(path).parent.name) for path in task.paths} - {""}
    speaks = any(name in _plain(line) for line in added for name in names if len(name) > 1)
    return speaks and len(removed) <= max(_FEW_LINES, len(added))


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
