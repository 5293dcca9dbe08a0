"""Who runs a test file: a toolchain in use where it lies, and no other of the same language."""

from __future__ import annotations

from pathlib import Path
from pathlib import PurePosixPath

import pytest

from sddtasks import toolchains
from tests.toolchains.live import write

PYTEST = {"pyproject.toml": "[tool.pytest.ini_options]\n"}


def runner(root: Path, path: str) -> str:
    found = toolchains.runner_of(PurePosixPath(path), toolchains.located(root))
    return found.NAME if found else ""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tests/test_cart.py", "pytest"),
        ("shop/cart_test.go", "go"),
        ("src/cart.test.ts", "vitest"),
        ("test/cart-test.mjs", "node"),
        ("tests/cart.rs", "cargo"),
        ("src/test/java/CartTest.java", "maven"),
        ("spec/cart_spec.rb", "rspec"),
        ("src/latest.py", ""),
        ("tests/conftest.py", ""),
        ("tests/run_test.sh", ""),
    ],
)
def test_before_a_project_is_set_up_the_language_decides(
    path: str, name: str, tmp_path: Path
) -> None:
    assert runner(tmp_path, path) == name


def test_of_a_language_in_use_only_its_toolchain_is_asked(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": '{"devDependencies": {"jest": "30"}}', **PYTEST})
    assert runner(root, "tests/testcart.py") == ""
    assert runner(root, "test/cart.js") == ""
    assert runner(root, "src/cart.test.js") == "jest"
    assert runner(root, "tools/check_test.go") == "go"


def test_only_what_is_in_use_at_that_place_is_asked(tmp_path: Path) -> None:
    files = {f"backend/{name}": text for name, text in PYTEST.items()}
    root = write(tmp_path, {**files, "web/package.json": '{"devDependencies": {"mocha": "11"}}'})
    assert runner(root, "backend/tests/test_cart.py") == "pytest"
    assert runner(root, "backend/tests/testcart.py") == ""
    assert runner(root, "web/test/cart.js") == "mocha"
    assert runner(root, "web/src/spec.ts") == ""


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": '[tool.pytest.ini_options]\npython_files = ["check_*.py"]\n'},
        {"pyproject.toml": '[tool.pytest]\npython_files = ["check_*.py"]\n'},
        {"pytest.ini": "[pytest]\npython_files = test_*.py check_*.py\n"},
        {"tox.ini": "[pytest]\npython_files =\n    check_*.py\n    test_*.py\n"},
        {"setup.cfg": "[tool:pytest]\npython_files = check_*.py\n"},
    ],
    ids=lambda files: next(iter(files)),
)
def test_the_projects_own_names_of_tests(files: dict[str, str], tmp_path: Path) -> None:
    root = write(tmp_path, files)
    assert runner(root, "tests/check_cart.py") == "pytest"
    assert runner(root, "shop/cart.py") == ""


def test_names_are_read_where_the_project_lies(tmp_path: Path) -> None:
    root = write(tmp_path, {"api/setup.cfg": "[tool:pytest]\npython_files = check_*.py\n"})
    assert runner(root, "api/check_cart.py") == "pytest"
    assert runner(root, "web/check_cart.py") == ""


def test_a_broken_configuration_says_nothing(tmp_path: Path) -> None:
    root = write(tmp_path, {"pytest.ini": "nonsense\n", "pyproject.toml": "[tool.pytest"})
    assert runner(root, "tests/test_cart.py") == "pytest"
    assert runner(root, "tests/check_cart.py") == ""
