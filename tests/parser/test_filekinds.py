"""Files told apart by their directories and names."""

from __future__ import annotations

import pytest

from sddtasks.parser.filekinds import is_auxiliary
from sddtasks.parser.filekinds import is_configuration
from sddtasks.parser.filekinds import is_document
from sddtasks.parser.filekinds import is_test


@pytest.mark.parametrize(
    "path",
    [
        "tests/unit/test_a.py",
        "src/a_test.go",
        "src/a.test.ts",
        "web/__tests__/a.tsx",
        "spec/models/order_spec.rb",
        "src/OrderServiceTests.cs",
        "App.Tests/Helpers.cs",
        "tests/contract/",
        "e2e/login.cy.ts",
        "scripts/test-all.sh",
        "tests/conftest.py",
    ],
)
def test_tests(path: str) -> None:
    assert is_test(path)


@pytest.mark.parametrize(
    "path",
    [
        "src/latest.ts",
        "src/contest.py",
        "tests/toy/src/app.ts",
        "internal/spec/spec.go",
        "src/a.py",
    ],
)
def test_the_product(path: str) -> None:
    assert not is_auxiliary(path)


@pytest.mark.parametrize("path", ["README.md", "docs/api.md", "CHANGELOG", "CLAUDE.md"])
def test_documents(path: str) -> None:
    assert is_document(path)
    assert not is_document("src/claude.ts")


@pytest.mark.parametrize("path", ["package.json", ".github/../Makefile", "go.mod", "a/b.csproj"])
def test_configuration(path: str) -> None:
    assert is_configuration(path)
