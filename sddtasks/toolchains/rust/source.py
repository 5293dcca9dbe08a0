"""What a Cargo package's files say: crates, test targets, and the tests in a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from pathlib import Path
from pathlib import PurePosixPath
from typing import Any

from sddtasks.model import testnames
from sddtasks.system import nested
from sddtasks.toolchains.base import source
from sddtasks.toolchains.braces import enclosing

_TEST = re.compile(
    r"#\[(?:\w+::)*(?:test|rstest|test_case)\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*"
    r"(?:pub\s+)?(?:async\s+)?fn\s+(\w+)"
)
_MODULE = re.compile(r"\bmod\s+(\w+)$")
_LITERAL = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_ROOTS = frozenset({"lib", "main", "mod"})
_is_named_as_test = testnames.of("rs")


def is_test(path: PurePosixPath) -> bool:
    """Files in `tests/`, and what is named as tests within `src/`."""
    inside = path.suffix == ".rs" and "tests" in path.parent.parts
    return inside or _is_named_as_test(path)


def masked(text: str) -> str:
    """Comments and strings blanked; a quote in Rust may begin a lifetime, so those stay."""
    return _LITERAL.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


@dataclass(frozen=True, slots=True)
class Target:
    """What cargo is asked to run for a file: a package and one of its targets."""

    package: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Workspace:
    root: Path
    _texts: dict[str, str] = field(default_factory=dict)

    def text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = source(self.root, file)
        return self._texts[file]

    @cached_property
    def manifests(self) -> Mapping[str, Mapping[str, Any]]:
        """Directory → manifest, for every package of the workspace."""
        found = {}
        for path in self.root.rglob("Cargo.toml"):
            place = path.parent.relative_to(self.root)
            if not {"target", "node_modules", "vendor"} & set(place.parts):
                found[place.as_posix()] = _manifest(path)
        return found

    @cached_property
    def crates(self) -> frozenset[str]:
        """The workspace's own crates as code names them, with the words for the current one."""
        names = {
            part["name"].replace("-", "_")
            for manifest in self.manifests.values()
            for part in (manifest.get("package", {}), manifest.get("lib", {}))
            if "name" in part
        }
        return frozenset(names | {"crate", "self", "super"})

    def defines(self, name: str) -> bool:
        """Does the product define a type or trait of this name?"""
        pattern = re.compile(rf"\b(?:struct|enum|trait|type|union)\s+{re.escape(name)}\b")
        return any(pattern.search(self.text(file)) for file in self._product)

    @cached_property
    def _product(self) -> tuple[str, ...]:
        homes = (self.root / directory / "src" for directory in self.manifests)
        return tuple(
            path.relative_to(self.root).as_posix() for home in homes for path in home.rglob("*.rs")
        )

    def home(self, file: str) -> str:
        """The directory of the package that a file belongs to."""
        places = (place.as_posix() for place in PurePosixPath(file).parents)
        return next((p for p in places if "package" in self.manifests.get(p, {})), ".")

    def target(self, file: str) -> Target:
        home = self.home(file)
        inside = PurePosixPath(file).relative_to(home).parts
        package = str(self.manifests.get(home, {}).get("package", {}).get("name", ""))
        if inside[0] == "tests" and len(inside) > 1:
            return Target(package, ("--test", PurePosixPath(inside[1]).stem))
        has_library = (self.root / home / "src" / "lib.rs").is_file()
        return Target(package, ("--lib",) if has_library else ("--bins",))

    def declared(self, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return {file: tuple(self._ids(file)) for file in files}

    def _ids(self, file: str) -> Iterator[str]:
        code = masked(self.text(file))
        for match in _TEST.finditer(code):
            headers = (header for header, _ in enclosing(code, match.start()))
            modules = [found[1] for header in headers if (found := _MODULE.search(header))]
            yield "::".join((file, *self.prefix(file), *modules, match[1]))

    def prefix(self, file: str) -> tuple[str, ...]:
        """The modules that the file itself stands for: `a::b` for src/a/b.rs."""
        inside = PurePosixPath(file).relative_to(self.home(file))
        if inside.parts[0] != "src":
            return ()
        stem = () if inside.stem in _ROOTS else (inside.stem,)
        return (*inside.parts[1:-1], *stem)

    def home_of(self, main: str, test: str) -> str:
        """The file that declares a test of the target whose root file is `main`."""
        if PurePosixPath(main).parent.name != "src":
            return main
        place, best = PurePosixPath(main).parent, main
        for module in test.split("::")[:-1]:
            for candidate in (place / f"{module}.rs", place / module / "mod.rs"):
                if (self.root / candidate).is_file():
                    best = candidate.as_posix()
            place /= module
        return best


def _manifest(path: Path) -> Mapping[str, Any]:
    try:
        return nested.read_toml(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
