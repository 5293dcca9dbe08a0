"""What a JavaScript project's files say: tests, imports, and whose a module is."""

from __future__ import annotations

import os
import re
import sys
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
from sddtasks.toolchains.base import relative
from sddtasks.toolchains.base import source
from sddtasks.toolchains.braces import enclosing
from sddtasks.toolchains.braces import masked

EXTENSIONS = testnames.SCRIPTS
_TEST = re.compile(r"(?<![\w.$])(?:test|it)(?:\.(?:only|skip|concurrent))?\s*\(\s*(?=['\"`])")
_GROUP = re.compile(r"(?<![\w.$])(?:describe|suite|context)(?:\.\w+)?\s*\(\s*(?=['\"`])")
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<braced>[0-9a-fA-F]{1,6})\}|u(?P<four>[0-9a-fA-F]{4})|x(?P<two>[0-9a-fA-F]{2})"
    r"|(?P<char>.))",
    re.DOTALL,
)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_TITLE = re.compile(r"(['\"`])((?:\\.|(?!\1).)*)\1", re.DOTALL)
_IMPORT = re.compile(
    r"\bimport\s+(?:type\s+)?([^;'\"]+?)\s+from\s*['\"]([^'\"]+)['\"]"
    r"|\b(?:const|let|var)\s+([^=;]+?)\s*=\s*(?:await\s+import|require)\(\s*['\"]([^'\"]+)['\"]"
)
_TEST_SIDE = frozenset({"test", "tests", "__tests__", "__mocks__", "e2e", "spec", "fixtures"})
_ALIASES = ("@/", "~/", "#")


def is_test_side(file: str) -> bool:
    path = PurePosixPath(file)
    return testnames.has_test_name(file) or bool(_TEST_SIDE & set(path.parent.parts))


@dataclass(frozen=True)
class Project:
    """The project at `root`; files go in and come out relative to it."""

    root: Path
    _texts: dict[str, str] = field(default_factory=dict)

    def text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = source(self.root, file)
        return self._texts[file]

    def relative(self, path: str) -> str:
        """A path or file URL as the reporters give it, relative to the root."""
        plain = path.removeprefix("file://")
        return relative(plain, self.root) or plain

    def own(self, file: str) -> bool:
        return not os.path.isabs(file) and "node_modules" not in PurePosixPath(file).parts

    def target(self, specifier: str, importer: str) -> str | None:
        """The project's own file that an import means, without extension; None for a package."""
        if specifier.startswith("."):
            joined = os.path.normpath(PurePosixPath(importer).parent / specifier)
            return _without_extension(joined)
        if specifier.startswith(("/", "file:")):
            file = self.relative(specifier)
            return _without_extension(file) if self.own(file) else None
        alias = next((alias for alias in _ALIASES if specifier.startswith(alias)), None)
        if alias:
            return _without_extension(specifier.removeprefix(alias).lstrip("/"))
        first = specifier.split("/", maxsplit=1)[0]
        if (self.root / first).is_dir() and first not in self.packages:
            return _without_extension(specifier)
        return None

    @cached_property
    def packages(self) -> frozenset[str]:
        """What package.json asks for."""
        groups = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
        return frozenset(name for group in groups for name in self.manifest.get(group, {}))

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        try:
            data = nested.read_json(source(self.root, "package.json") or "{}")
        except ValueError:
            return {}
        return data if isinstance(data, dict) else {}

    def imported(self, file: str) -> Mapping[str, str]:
        """Names that a file imports from the project's own modules → the module."""
        found = {}
        for names, specifier, required, from_required in _IMPORT.findall(self.text(file)):
            target = self.target(specifier or from_required, file)
            if target and not is_test_side(target):
                words = re.findall(r"[A-Za-z_$][\w$]*", names or required)
                found.update({word: target for word in words if word not in ("as", "default")})
        return found

    def declared(self, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return {file: tuple(dict.fromkeys(self._ids(file))) for file in files}

    def _ids(self, file: str) -> Iterator[str]:
        """Tests with a plain title; those made from tables have titles that only a run knows."""
        text = self.text(file)
        code = masked(text)
        groups = {_brace_after(code, match.end()): match.end() for match in _GROUP.finditer(code)}
        for match in _TEST.finditer(code):
            around = [start for _, start in enclosing(code, match.start())]
            starts = [groups[start] for start in around if start in groups] + [match.end()]
            titles = [_title(text, start) for start in starts]
            if all(titles):
                yield " > ".join((file, *titles))


def _title(text: str, start: int) -> str:
    match = _TITLE.match(text, start)
    plain = match and not (match[1] == "`" and "${" in match[2])
    return _ESCAPE.sub(_unescaped, match[2]) if match and plain else ""


def _unescaped(match: re.Match[str]) -> str:
    """What an escape in a JavaScript string stands for."""
    point = match["braced"] or match["four"] or match["two"]
    if point:
        return chr(min(int(point, 16), sys.maxunicode))
    return _ESCAPED.get(match["char"], match["char"])


def _brace_after(code: str, start: int) -> int:
    return code.find("{", code.find(",", start))


def _without_extension(path: str) -> str:
    stem, dot, extension = path.rpartition(".")
    return stem if dot and extension in EXTENSIONS else path
