"""What a Java or Kotlin project's files say: classes, packages, modules and tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model import testnames
from sddtasks.toolchains.base import source
from sddtasks.toolchains.base import source_files
from sddtasks.toolchains.braces import enclosing
from sddtasks.toolchains.braces import masked

is_test = testnames.of(*testnames.LANGUAGES["jvm"])
_PACKAGE = re.compile(r"^\s*package\s+([\w.]+)", re.MULTILINE)
_IMPORT = re.compile(r"^\s*import\s+(?:static\s+)?([\w.]+)", re.MULTILINE)
_CLASS = re.compile(r"\b(?:class|interface|record|enum|object)\s+(\w+)")
_TEST = re.compile(
    r"@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\b(?:\([^)]*\))?\s*"
    r"(?:@\w+(?:\([^)]*\))?\s*)*(?:(?:public|protected|private|final|static|suspend)\s+)*"
    r"(?:fun|[\w<>\[\], ?.]+?)\s+(`[^`]+`|\w+)\s*\("
)


def is_test_side(file: str) -> bool:
    path = PurePosixPath(file)
    return "test" in path.parts or is_test(path)


@dataclass(frozen=True)
class Project:
    root: Path
    _texts: dict[str, str] = field(default_factory=dict)

    def text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = source(self.root, file)
        return self._texts[file]

    @cached_property
    def files(self) -> tuple[str, ...]:
        return source_files(self.root, lambda path: path.suffix in (".java", ".kt", ".groovy"))

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        """The first two parts of every package that the project has: `com.acme`."""
        packages = (self.package(file) for file in self.files)
        return frozenset(".".join(name.split(".")[:2]) for name in packages if name)

    def package(self, file: str) -> str:
        match = _PACKAGE.search(self.text(file))
        return match[1] if match else ""

    def owns(self, name: str) -> bool:
        """Is this package or qualified class the project's own?"""
        return any(name == own or name.startswith(f"{own}.") for own in self._prefixes)

    def imports(self, file: str) -> tuple[str, ...]:
        return tuple(_IMPORT.findall(self.text(file)))

    def class_of(self, file: str) -> str:
        """The qualified name of the class that a file is named after."""
        stem = PurePosixPath(file).stem
        package = self.package(file)
        return f"{package}.{stem}" if package else stem

    def classes(self, file: str) -> tuple[str, ...]:
        """Its class, then the classes nested in it as the virtual machine names them."""
        main = self.class_of(file)
        names = _CLASS.findall(masked(self.text(file)))
        inner = [name for name in names if name != PurePosixPath(file).stem]
        return (main, *(f"{main}${name}" for name in inner))

    def file_of(self, qualified: str) -> str | None:
        """The file of a class, nested classes included."""
        path = qualified.partition("$")[0].replace(".", "/")
        return next(
            (
                file
                for file in self.files
                if PurePosixPath(file).with_suffix("").as_posix() == path
                or PurePosixPath(file).with_suffix("").as_posix().endswith(f"/{path}")
            ),
            None,
        )

    def file_at(self, qualified: str, name: str) -> str | None:
        """The file of a stack frame: the class's package and the file's own name."""
        package = qualified.rpartition(".")[0].replace(".", "/")
        wanted = f"{package}/{name}" if package else name
        return next((f for f in self.files if f == wanted or f.endswith(f"/{wanted}")), None)

    def module(self, file: str, *markers: str) -> str:
        """The directory of the build module that a file belongs to."""
        for place in PurePosixPath(file).parents:
            if any((self.root / place / marker).is_file() for marker in markers):
                return place.as_posix()
        return "."

    def declared(self, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return {file: tuple(self._ids(file)) for file in files}

    def _ids(self, file: str) -> Iterator[str]:
        text = self.text(file)
        code = masked(text)
        main = PurePosixPath(file).stem
        for match in _TEST.finditer(code):
            headers = (header for header, _ in enclosing(code, match.start()))
            classes = [found[1] for header in headers if (found := _CLASS.search(header))]
            inner = [name for name in classes if name != main]
            yield "::".join((file, *inner, text[match.start(1) : match.end(1)].strip("`")))
