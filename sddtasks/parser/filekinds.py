"""What a path holds, by its directories and its name: tests, documents, configuration, or code."""

from __future__ import annotations

import re
from functools import lru_cache

from sddtasks.model.testnames import has_test_name
from sddtasks.model.testnames import is_support_name
from sddtasks.parser.paths import is_document as is_design_document

_TEST_DIRECTORY = re.compile(
    r"(?:^|/)(?:tests?(?:[.-][\w.]+)?|__tests__|e2e|testdata|fixtures|__mocks__"
    r"|[\w.]+[._-]?tests)(?:/|$)"
)
_PROGRAM_DIRECTORY = re.compile(r"tests?/(?:[\w.-]+/)*src(?:/|$)")
_DOCUMENT_DIRECTORY = re.compile(r"(?:^|/)(?:docs?|documentation|wiki|guides?)(?:/|$)")
_CONFIGURATION_DIRECTORY = re.compile(r"(?:^|/)\.(?:vscode|husky)(?:/|$)")

_DOCUMENT_NAME = re.compile(
    r"(?:readme|changelog|contributing|claude|agents|gemini|migration|upgrad\w+|license|security"
    r"|architecture|history|news|quickstart|troubleshooting|reference|glossary|faq|tutorial\w*"
    r"|getting[-_]started|roadmap)(?:(?:[.-]\w+)?\.(?:md|rst|txt|adoc))?"
    r"|[\w.-]+\.(?:rst|adoc)"
)
_CONFIGURATION_NAME = re.compile(
    r"(?:package(?:-lock)?|project|nx|composer|deno|angular)\.jsonc?|cmakelists\.txt|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.txt"
    r"|go\.(?:mod|sum)|cargo\.(?:toml|lock)|tsconfig[\w.-]*\.json|gemfile|pom\.xml|makefile"
    r"|(?:build|settings)\.gradle\w*|(?:docker-)?compose[\w.-]*\.ya?ml|dockerfile[\w.-]*"
    r"|\.(?:gitignore|dockerignore|env|nvmrc|npmrc|editorconfig)[\w.-]*"
    r"|\.?(?:eslint|prettier|stylelint|babel|jest|vite|vitest|webpack|rollup|playwright|tailwind"
    r"|postcss|next|biome|turbo|nx|mypy|ruff|flake8|pytest|tox|golangci|pre-commit-config)[\w.-]*"
    r"|[\w.-]+\.(?:csproj|sln|slnx|fsproj|props)"
)


@lru_cache(maxsize=4096)
def is_test(path: str) -> bool:
    """On the tests' side, by name or directory; a program below `tests/` has its own `src/`."""
    if has_test_name(path) or is_test_support(path):
        return True
    directory = path.lower().rpartition("/")[0]
    inside = _TEST_DIRECTORY.search(directory)
    return inside is not None and not _PROGRAM_DIRECTORY.match(directory)


def is_test_support(path: str) -> bool:
    """A file that a runner loads before the tests, such as conftest.py: it holds none itself."""
    return is_support_name(path.rpartition("/")[2])


@lru_cache(maxsize=4096)
def is_auxiliary(path: str) -> bool:
    """Not the product itself: tests, documents, configuration, the feature's own documents."""
    design = is_design_document(path)
    return design or is_test(path) or is_document(path) or is_configuration(path)


@lru_cache(maxsize=4096)
def is_document(path: str) -> bool:
    directory, _, name = path.lower().rpartition("/")
    inside = _DOCUMENT_DIRECTORY.search(directory)
    return inside is not None or _DOCUMENT_NAME.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def is_configuration(path: str) -> bool:
    directory, _, name = path.lower().rpartition("/")
    inside = _CONFIGURATION_DIRECTORY.search(directory)
    return inside is not None or _CONFIGURATION_NAME.fullmatch(name) is not None
