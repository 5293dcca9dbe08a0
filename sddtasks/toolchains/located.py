"""A toolchain bound to one directory of a repository that holds several projects."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.ports import Toolchain
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains.base import NOT_OURS
from sddtasks.toolchains.base import named

_DEPTH = 4
_NO_PROJECTS = NOT_OURS | {"test", "tests", "__tests__", "testdata", "fixtures", "templates"}
_MANIFESTS = frozenset(
    "pyproject.toml setup.py setup.cfg go.mod package.json Cargo.toml pom.xml build.gradle "
    "build.gradle.kts Gemfile composer.json phpunit.xml CMakeLists.txt".split()
)
_DOTNET = (".sln", ".slnx", ".csproj", ".fsproj")
_WHOLE_TREE = frozenset(
    {"Cargo.toml", "pom.xml", "build.gradle", "build.gradle.kts", "CMakeLists.txt", ".sln"}
)
"""Build files of tools that reach from the root of a project into its parts."""


def places(root: Path) -> tuple[str, ...]:
    """The directories that hold a project, the innermost first and the root last."""
    found: list[tuple[int, str]] = []
    covered: dict[str, list[str]] = {}
    for place, directories, files in os.walk(root):
        inside = PurePosixPath(Path(place).relative_to(root).as_posix())
        depth = len(inside.parts)
        directories[:] = sorted(
            d
            for d in directories
            if d not in _NO_PROJECTS and not d.startswith(".") and depth < _DEPTH
        )
        named = _MANIFESTS & set(files)
        named |= {".sln" for name in files if name.endswith(_DOTNET)}
        manifests = {
            name
            for name in named
            if not any(inside.is_relative_to(outer) for outer in covered.get(name, ()))
        }
        for name in manifests & _WHOLE_TREE:
            covered.setdefault(name, []).append(str(inside))
        if manifests and depth:
            found.append((depth, str(inside)))
    return (*(place for _, place in sorted(found, reverse=True)), ".")


@dataclass(frozen=True, slots=True)
class Located:
    """Paths go in and come out relative to the root of the repository."""

    toolchain: Toolchain
    directory: str
    own_names: tuple[str, ...] = ()
    """Patterns of test files that the project's configuration adds."""

    @property
    def NAME(self) -> str:  # noqa: N802 - as the port calls it
        return self.toolchain.NAME

    def missing(self, root: Path, options: Options) -> str | None:
        return self.toolchain.missing(root / self.directory, options)

    def detect(self, root: Path) -> bool:
        return self.toolchain.detect(root / self.directory)

    def is_test(self, path: PurePosixPath) -> bool:
        if not self.is_at(path):
            return False
        inside = path.relative_to(self.directory)
        return self.toolchain.is_test(inside) or named(*self.own_names)(inside)

    def is_at(self, path: PurePosixPath) -> bool:
        """Does this path lie in the toolchain's project?"""
        return path.is_relative_to(self.directory)

    def test_request(
        self, root: Path, files: Sequence[str], scratch: Path, options: Options
    ) -> Request:
        return self.toolchain.test_request(
            root / self.directory, self._inside(files), scratch, options
        )

    def build_request(self, root: Path, scratch: Path, options: Options) -> Request | None:
        return self.toolchain.build_request(root / self.directory, scratch, options)

    def read(self, outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
        run = self.toolchain.read(outcome, root / self.directory, self._inside(files))
        return run if self.directory == "." else relocated(run, self.directory)

    def _inside(self, files: Sequence[str]) -> list[str]:
        return [os.path.relpath(file, self.directory) for file in files]


def relocated(run: TestRun, directory: str) -> TestRun:
    """The same run, seen from the directory's parent: files and ids get its name in front."""

    def outer(path: str) -> str:
        return f"{directory}/{path}"

    def case(found: TestCase) -> TestCase:
        return replace(found, id=outer(found.id), file=outer(found.file))

    def load_failure(found: LoadFailure) -> LoadFailure:
        return replace(found, file=outer(found.file))

    return replace(
        run,
        cases=tuple(map(case, run.cases)),
        load_failures=tuple(map(load_failure, run.load_failures)),
        declared={outer(file): tuple(map(outer, ids)) for file, ids in run.declared.items()},
    )
