"""What a Go module's files say: tests, packages, and which test files need each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.toolchains.base import source

_TEST = re.compile(r"^func\s+((?:Test|Fuzz|Example)\w*)\s*\(", re.MULTILINE)
_TEST_MAIN = "TestMain"
# A method counts for the type that it belongs to: two files may well have methods of one name.
_TOP_LEVEL = re.compile(
    r"^(?:func|type|var|const)\s+(?:\(\s*(?:\w+\s+)?\*?\s*)?(\w+)", re.MULTILINE
)
_GROUPED = re.compile(r"^(?:var|const|type)\s*\(\n(.*?)^\)", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^\s*(?:import\s+)?(?:([\w.]+)\s+)?\"([^\"]+)\"\s*(?://.*)?$", re.MULTILINE)
_BODY = re.compile(r"^(?:func|type|var|const)\b", re.MULTILINE)
_REQUIRED = re.compile(r"^\s*(?:require\s+)?([\w-]+\.[\w./~-]+)\s+v", re.MULTILINE)
_MODULE = re.compile(r"^module\s+\"?([^\s\"]+)", re.MULTILINE)
_CONSTRAINT = re.compile(r"^//(?:go:build| ?\+build)\b(.*)$", re.MULTILINE)
_PLATFORM = frozenset("linux darwin windows unix freebsd amd64 arm64 cgo race ignore".split())
_PACKAGE = re.compile(r"^package\s+(\w+)", re.MULTILINE)
TEST_SIDE = frozenset({"test", "tests", "testutil", "testing", "e2e", "integration", "contract"})


def tests_in(text: str) -> tuple[str, ...]:
    return tuple(name for name in _TEST.findall(text) if name != _TEST_MAIN)


def directory_of(file: str) -> str:
    """A package is named by its directory relative to the root; the root itself is a dot."""
    return PurePosixPath(file).parent.as_posix()


@dataclass(frozen=True)
class Module:
    """The module at `root`; every path in and out is relative to it."""

    root: Path
    _texts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def path(self) -> str:
        match = _MODULE.search(source(self.root, "go.mod"))
        return match[1] if match else ""

    @cached_property
    def requirements(self) -> frozenset[str]:
        """Other modules that go.mod asks for."""
        return frozenset(_REQUIRED.findall(source(self.root, "go.mod")))

    def text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = source(self.root, file)
        return self._texts[file]

    def owns(self, import_path: str) -> bool:
        return bool(self.path) and (
            import_path == self.path or import_path.startswith(f"{self.path}/")
        )

    def directory(self, import_path: str) -> str:
        """The directory of one of the module's own packages."""
        return import_path.removeprefix(self.path).strip("/") or "."

    def test_files(self, directory: str) -> tuple[str, ...]:
        found = (self.root / directory).glob("*_test.go")
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in found))

    def tags(self, file: str) -> tuple[str, ...]:
        """Build tags that a file asks for, other than those of the platform."""
        constraint = _CONSTRAINT.search(self.text(file).partition("\npackage ")[0])
        wanted = re.findall(
            r"(?<![\w!.])[a-zA-Z_]\w*(?![\w.])", constraint[1] if constraint else ""
        )
        return tuple(tag for tag in wanted if tag not in _PLATFORM)

    def excluded(self, file: str) -> bool:
        """Is it built under conditions only?"""
        return bool(_CONSTRAINT.search(self.text(file).partition("\npackage ")[0]))

    def package(self, file: str) -> str:
        match = _PACKAGE.search(self.text(file))
        return match[1] if match else ""

    def imports(self, file: str) -> tuple[str, ...]:
        return tuple(path for _, path in self.named_imports(file))

    def named_imports(self, file: str) -> tuple[tuple[str, str], ...]:
        """The imports of a file with the name it gives them, which is mostly empty."""
        return tuple(_IMPORT.findall(_BODY.split(self.text(file), maxsplit=1)[0]))

    def declares(self, file: str, name: str) -> bool:
        return name in _TOP_LEVEL.findall(self.text(file))

    def declared(self, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return {
            file: tuple(f"{directory_of(file)}::{name}" for name in tests_in(self.text(file)))
            for file in files
        }

    def home_of(self, directory: str, test: str) -> str:
        """The file that declares a test, for events that only name its package."""
        top = test.partition("/")[0]
        pattern = re.compile(rf"^func\s+{re.escape(top)}\s*\(", re.MULTILINE)
        candidates = self.test_files(directory)
        return next((file for file in candidates if pattern.search(self.text(file))), directory)

    def hidden_beside(self, files: Iterable[str]) -> tuple[str, ...]:
        """Test files in the packages of `files` that these do not need in order to compile."""
        wanted = set(files)
        hidden: list[str] = []
        for directory in sorted({directory_of(file) for file in wanted}):
            siblings = set(self.test_files(directory)) - wanted
            needed = self._needed_by(wanted & set(self.test_files(directory)), siblings)
            hidden += sorted(siblings - needed)
        return tuple(hidden)

    def _needed_by(self, files: set[str], siblings: set[str]) -> set[str]:
        needed: set[str] = set()
        frontier = set(files)
        while frontier:
            words = {word for file in frontier for word in re.findall(r"\w+", self.text(file))}
            rest = siblings - needed
            frontier = {file for file in rest if words & self._declares(file)}
            needed |= frontier
        return needed

    def _declares(self, file: str) -> set[str]:
        """Names that other files of the package may use; tests themselves are not among them."""
        text = self.text(file)
        grouped = {
            match[1]
            for group in _GROUPED.findall(text)
            for match in re.finditer(r"^\t(\w+)", group, re.MULTILINE)
        }
        return (set(_TOP_LEVEL.findall(text)) | grouped) - set(tests_in(text)) - {"init"}
