"""Which files a test can reach by its imports, as far as their text shows it."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from pathlib import Path
from pathlib import PurePosixPath

Found = frozenset[str] | None
"""None: more than the text shows."""

_SCRIPTS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts")
_DYNAMIC_PYTHON = re.compile(
    r"\b(?:importlib|__import__|subprocess|runpy|pytester|testdir|Popen|os\.system|exec|pkgutil)\b"
)
_DYNAMIC_SCRIPT = re.compile(r"child_process|execa|\bimport\(\s*[^\"'`\s]|\brequire\(\s*[^\"'`\s]")
_RELATIVE = re.compile(r"[\"'`](\.{1,2}/[^\"'`\n]*|\.{1,2})[\"'`]")
_ALIAS = re.compile(r"(?:from|import|require\(|mock\()\s*\(?[\"'`]((?:@/|~/|#|src/)[^\"'`\n]*)")
_GO_IMPORT = re.compile(r"^\s*(?:import\s+)?(?:[\w.]+\s+)?\"([^\"]+)\"", re.MULTILINE)
_GO_MODULE = re.compile(r"^module\s+\"?([^\s\"]+)", re.MULTILINE)
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


@dataclass(frozen=True)
class Reach:
    """The import graph of the files below `root`; each file is read at most once."""

    root: Path
    files: frozenset[str]
    _direct: dict[str, Found] = field(default_factory=dict)

    def of(self, file: str) -> Found:
        """Everything that `file` may load, itself included."""
        seen = {file}
        queue = [file]
        while queue:
            direct = self._of_one(queue.pop())
            if direct is None:
                return None
            queue += direct - seen
            seen |= direct
        return frozenset(seen)

    def direct(self, file: str) -> Found:
        """What the file itself imports."""
        return self._of_one(file)

    def affected(self, tests: Iterable[str], changed: Iterable[str]) -> tuple[str, ...]:
        """The tests that these changes may concern: in doubt all of them."""
        touched = frozenset(path for path in changed if not _is_prose(path))
        if any(PurePosixPath(path).suffix not in _READERS for path in touched):
            return tuple(tests)
        found = ((test, self.of(test)) for test in tests)
        return tuple(test for test, reach in found if reach is None or reach & touched)

    def _of_one(self, file: str) -> Found:
        if file not in self._direct:
            reader = _READERS.get(PurePosixPath(file).suffix)
            self._direct[file] = reader(self, file) if reader else None
        return self._direct[file]

    def text(self, file: str) -> str:
        try:
            return (self.root / file).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    @cached_property
    def by_tail(self) -> Mapping[str, tuple[str, ...]]:
        """Python modules by every tail of their path, since we do not know where paths begin."""
        found: dict[str, list[str]] = {}
        for file in self.files:
            if file.endswith(".py"):
                parts = file.removesuffix(".py").removesuffix("/__init__").split("/")
                for start in range(len(parts)):
                    found.setdefault(".".join(parts[start:]), []).append(file)
        return {tail: tuple(paths) for tail, paths in found.items()}

    @cached_property
    def by_directory(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for file in self.files:
            found.setdefault(posixpath.dirname(file), []).append(file)
        return {name: tuple(paths) for name, paths in found.items()}

    @cached_property
    def go_modules(self) -> Mapping[str, str]:
        """Module path → directory."""
        found = {}
        for file in self.files:
            if posixpath.basename(file) == "go.mod":
                match = _GO_MODULE.search(self.text(file))
                if match:
                    found[match[1]] = posixpath.dirname(file)
        return found


def _is_prose(path: str) -> bool:
    return PurePosixPath(path).suffix in (".md", ".rst", ".adoc")


def _python(reach: Reach, file: str) -> Found:
    text = reach.text(file)
    if _DYNAMIC_PYTHON.search(text):
        return None
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    found: set[str] = set(_conftests(reach, file))
    for node in ast.walk(tree):
        for name in _python_names(node, file):
            parts = name.split(".")
            for end in range(len(parts), 0, -1):
                found.update(reach.by_tail.get(".".join(parts[:end]), ()))
    return frozenset(found - {file})


def _python_names(node: ast.AST, file: str) -> Iterable[str]:
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom():
            package = ".".join(file.split("/")[: -node.level]) if node.level else ""
            base = ".".join(part for part in (package, node.module or "") if part)
            return [base, *(f"{base}.{alias.name}" for alias in node.names)]
        case ast.Constant(value=str(value)) if _DOTTED.fullmatch(value):
            return [value]
    return []


def _conftests(reach: Reach, file: str) -> Iterable[str]:
    above = [str(parent) for parent in PurePosixPath(file).parents]
    places = ("conftest.py" if parent == "." else f"{parent}/conftest.py" for parent in above)
    return (place for place in places if place in reach.files)


def _go(reach: Reach, file: str) -> Found:
    text = reach.text(file)
    imports = _GO_IMPORT.findall(text)
    if {"os/exec", "plugin"} & set(imports) or "//go:embed" in text:
        return None
    found = set(_package(reach, posixpath.dirname(file)))
    for path in imports:
        for module, directory in reach.go_modules.items():
            if path == module or path.startswith(f"{module}/"):
                inside = posixpath.join(directory, path[len(module) :].strip("/")).strip("/")
                found.update(f for f in _package(reach, inside) if not f.endswith("_test.go"))
    return frozenset(found - {file})


def _package(reach: Reach, directory: str) -> Iterable[str]:
    return (file for file in reach.by_directory.get(directory, ()) if file.endswith(".go"))


def _script(reach: Reach, file: str) -> Found:
    text = reach.text(file)
    if _DYNAMIC_SCRIPT.search(text):
        return None
    found: set[str] = set()
    for target in _RELATIVE.findall(text):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        found.update(_resolved(reach, path))
    for alias in _ALIAS.findall(text):
        inside = re.sub(r"^(?:@/|~/|#/?|src/)", "", alias)
        hits = [
            hit
            for base in ("src", "", "app", "lib")
            for hit in _resolved(reach, posixpath.join(base, inside))
        ]
        if not hits:
            return None
        found.update(hits)
    return frozenset(found - {file})


def _resolved(reach: Reach, path: str) -> Iterable[str]:
    stem = re.sub(r"\.[cm]?[jt]sx?$", "", path)
    candidates = [path, *(stem + suffix for suffix in _SCRIPTS)]
    candidates += [f"{path}/index{suffix}" for suffix in _SCRIPTS]
    return (candidate for candidate in candidates if candidate in reach.files)


_READERS: Mapping[str, Callable[[Reach, str], Found]] = {
    ".py": _python,
    ".go": _go,
    **dict.fromkeys(_SCRIPTS, _script),
}
