"""What a Python project's files say: which tests a file declares, which names are its own."""

from __future__ import annotations

import ast
import configparser
import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from pathlib import Path
from pathlib import PurePosixPath
from typing import Any

from sddtasks.model import testnames
from sddtasks.system import nested
from sddtasks.toolchains.base import source
from sddtasks.toolchains.base import source_files

is_test = testnames.of("py")
_TEST_SIDE = frozenset({"test", "tests", "conftest"})
_PYTEST_SETTINGS = (
    ("pytest.ini", "pytest"),
    (".pytest.ini", "pytest"),
    ("tox.ini", "pytest"),
    ("setup.cfg", "tool:pytest"),
)
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")

_TEST_BASE = re.compile(r"TestCase|(?:Case|Tests?|TestBase)$")


def is_test_side(file: str) -> bool:
    """Test files, their helpers and conftest.py: everything that is not the product."""
    path = PurePosixPath(file)
    return (
        is_test(path)
        or path.name == "conftest.py"
        or bool(_TEST_SIDE & {part.lower() for part in path.parent.parts})
    )


def python_files(root: Path) -> tuple[str, ...]:
    """The setting `python_files` of pytest, or nothing where the usual names are meant."""
    for file, section in _PYTEST_SETTINGS:
        settings = configparser.ConfigParser(interpolation=None, strict=False)
        with suppress(configparser.Error):
            settings.read_string(source(root, file))
        if settings.has_section(section):
            return tuple(settings.get(section, "python_files", fallback="").split())
    return _words(_pytest_table(root).get("python_files", ()))


def _pytest_table(root: Path) -> Mapping[str, Any]:
    with suppress(tomllib.TOMLDecodeError):
        table = nested.read_toml(source(root, "pyproject.toml")).get("tool", {}).get("pytest", {})
        return {**table, **table.get("ini_options", {})}
    return {}


def _words(value: object) -> tuple[str, ...]:
    """A setting that may be a list, or a line of words."""
    given = value.split() if isinstance(value, str) else value
    return tuple(map(str, given)) if isinstance(given, Sequence) else ()


def declared(root: Path, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Test ids found in each file's source, without the parameters of parametrized tests."""
    return {file: tuple(_ids(file, parse(source(root, file)))) for file in files}


def parse(text: str) -> ast.Module:
    """The syntax tree, or an empty one for a file that this interpreter cannot read."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _ids(prefix: str, node: ast.Module | ast.ClassDef) -> Iterator[str]:
    for child in node.body:
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            if child.name.startswith("test"):
                yield f"{prefix}::{child.name}"
        elif isinstance(child, ast.ClassDef) and _holds_tests(child):
            yield from _ids(f"{prefix}::{child.name}", child)


def _holds_tests(node: ast.ClassDef) -> bool:
    """One that says of itself that it is no test is a base class of others."""
    if any(ast.unparse(child) == "__test__ = False" for child in node.body):
        return False
    bases = map(ast.unparse, node.bases)
    return node.name.startswith("Test") or any(_TEST_BASE.search(base) for base in bases)


@dataclass(frozen=True)
class Project:
    """Whose name is it? Answers from the files under `root` alone."""

    root: Path
    _trees: dict[str, ast.Module] = field(default_factory=dict)

    def tree(self, file: str) -> ast.Module:
        if file not in self._trees:
            self._trees[file] = parse(source(self.root, file))
        return self._trees[file]

    def defines(self, file: str, name: str) -> bool:
        """Does the file itself define a function or class of this name?"""
        return any(
            getattr(node, "name", "") == name
            for node in ast.walk(self.tree(file))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        )

    def defines_class(self, name: str) -> bool:
        """Is there a class of this name in the product?"""
        pattern = re.compile(rf"^\s*class {re.escape(name)}\b", re.MULTILINE)
        files = source_files(self.root, lambda path: path.suffix == ".py")
        product = (file for file in files if not is_test_side(file))
        return any(pattern.search(source(self.root, file)) for file in product)

    def owns(self, dotted: str) -> bool:
        """Is the top-level name a module or package of the project, or the project's own name?"""
        top = dotted.partition(".")[0]
        return bool(top) and (
            any((place / f"{top}.py").is_file() for place in self._places)
            or _has_sources(self.root / top)
            or (self.root / "src" / top).is_dir()
            or _normal(top) == self._name
        )

    def is_helper(self, dotted: str) -> bool:
        """Would this module lie beside the tests, not in the product?"""
        parts = dotted.split(".")
        return bool(_TEST_SIDE & set(parts)) or is_test(PurePosixPath(f"{parts[-1]}.py"))

    def depends_on(self, dotted: str) -> bool:
        """Do the project's own files ask for it as a dependency?"""
        return _normal(dotted.partition(".")[0]) in self._dependencies

    @property
    def _places(self) -> tuple[Path, Path]:
        return self.root, self.root / "src"

    @cached_property
    def _metadata(self) -> Mapping[str, Any]:
        try:
            return nested.read_toml(source(self.root, "pyproject.toml"))
        except tomllib.TOMLDecodeError:
            return {}

    @cached_property
    def _name(self) -> str:
        tools = self._metadata.get("tool", {})
        name = self._metadata.get("project", {}).get("name") or tools.get("poetry", {}).get("name")
        return _normal(str(name or ""))

    @cached_property
    def _dependencies(self) -> frozenset[str]:
        lines = [
            line
            for file in sorted(self.root.glob("requirements*.txt"))
            for line in source(self.root, file.name).splitlines()
        ]
        matches = map(_REQUIREMENT.match, (*lines, *_requirements(self._metadata)))
        return frozenset(_normal(match[1]) for match in matches if match)


def _requirements(metadata: Mapping[str, Any]) -> Iterator[str]:
    project = metadata.get("project", {})
    yield from project.get("dependencies", ())
    for group in (project.get("optional-dependencies", {}), metadata.get("dependency-groups", {})):
        for entries in group.values():
            yield from (entry for entry in entries if isinstance(entry, str))
    poetry = metadata.get("tool", {}).get("poetry", {})
    yield from poetry.get("dependencies", ())
    for group in poetry.get("group", {}).values():
        yield from group.get("dependencies", ())


def _has_sources(directory: Path) -> bool:
    return directory.is_dir() and any(directory.rglob("*.py"))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()
