"""Names of test files by language: the one definition that toolchains, parser and gates share."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath

SCRIPTS = ("js", "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx")
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "python": ("py",),
    "go": ("go",),
    "javascript": SCRIPTS,
    "rust": ("rs",),
    "jvm": ("java", "kt", "groovy"),
    "dotnet": ("cs", "fs"),
    "ruby": ("rb",),
    "php": ("php",),
    "c": ("c", "cc", "cpp", "cxx"),
}
"""Language → extensions of its source files."""

_CLASSES = ("*Test", "*Tests", "*TestCase", "*[a-z0-9]IT", "Test[A-Z0-9]*")
SHAPES: Mapping[str, tuple[str, ...]] = {
    "py": ("test_*", "*_test"),
    "go": ("*_test",),
    **dict.fromkeys(SCRIPTS, ("*.test", "*.spec")),
    "rs": ("test", "tests", "*_test", "*_tests"),
    "java": _CLASSES,
    **dict.fromkeys(("kt", "groovy"), (*_CLASSES, "*Spec")),
    **dict.fromkeys(LANGUAGES["dotnet"], ("*Test", "*Tests")),
    "rb": ("*_spec",),
    "php": ("*Test",),
    **dict.fromkeys(LANGUAGES["c"], ("test_*", "*_test", "*_tests", "*Test", "*Tests")),
}
"""Extension → shapes of the name before it that the language's usual runners take for tests."""

_LESS_USUAL: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(SCRIPTS, ("*[-_]test", "*[-_]tests", "*[-_]spec", "test[-_]*", "*.cy")),
    "rb": ("*_test", "test_*"),
}
SUPPORT = (
    *("conftest.py", "setuptests.*", "jest.setup.*", "vitest.setup.*"),
    *("spec_helper.rb", "rails_helper.rb"),
)
"""Names, in lower case, of files that a runner loads before the tests; they hold none."""
_ELSEWHERE = re.compile(
    r"test[-_.][\w.-]+|[\w.-]+[._-](?:tests?|specs?)(?:\.\w+)?|[\w.-]+\.(?:bats|cy)(?:\.\w+)?"
)
_CLASS_ELSEWHERE = re.compile(r"\w*[a-z0-9](?:Test|Spec)s?\.\w+")


def of(*extensions: str) -> Callable[[PurePosixPath], bool]:
    """A predicate: does a file have one of these extensions, and the usual name of a test?"""

    def matches(path: PurePosixPath) -> bool:
        extension = path.suffix[1:]
        return extension in extensions and _has_shape(path, SHAPES[extension])

    return matches


def language_of(path: PurePosixPath) -> str:
    """The language of a source file by its extension; empty for one that is not known here."""
    extension = path.suffix[1:]
    return next((name for name, known in LANGUAGES.items() if extension in known), "")


@lru_cache(maxsize=4096)
def has_test_name(file: str) -> bool:
    """Is the name of this file that of a test? Its directories count only for `src/main/`.

    In a language that is not known here the word must stand apart: `run_test.sh`, `FormSpec.scala`.
    """
    path = PurePosixPath(file)
    usual = SHAPES.get(path.suffix[1:])
    if usual is not None:
        return _has_shape(path, (*usual, *_LESS_USUAL.get(path.suffix[1:], ())))
    name = path.name
    marked = _ELSEWHERE.fullmatch(name.lower()) or _CLASS_ELSEWHERE.fullmatch(name)
    return marked is not None and not _is_product(path)


def is_support_name(name: str) -> bool:
    """Is this the name of a file that a runner loads before the tests?"""
    return any(fnmatchcase(name.lower(), shape) for shape in SUPPORT)


def _has_shape(path: PurePosixPath, shapes: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path.stem, shape) for shape in shapes) and not _is_product(path)


def _is_product(path: PurePosixPath) -> bool:
    """Maven and Gradle keep the product in `src/main/`, whatever its names."""
    return ("src", "main") in pairwise(path.parts)
