"""Every toolchain keeps the port's promises, and the registry finds them."""

from __future__ import annotations

import shutil
from importlib.metadata import EntryPoint
from pathlib import Path
from pathlib import PurePosixPath

import pytest

from sddtasks import toolchains
from sddtasks.model.errors import ConfigError
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import file_reason
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.system import process
from sddtasks.toolchains import TOOLCHAINS
from sddtasks.toolchains import pytest as pytest_toolchain
from tests.toolchains.live import write

# toolchain: (files by which it is detected, a test file of its own, a file that is none)
PROJECTS: dict[str, tuple[dict[str, str], str, str]] = {
    "pytest": (
        {"pyproject.toml": "[tool.pytest.ini_options]\n"},
        "tests/test_order.py",
        "src/order.py",
    ),
    "unittest": (
        {"test_order.py": "from unittest import TestCase\n"},
        "tests/test_order.py",
        "order.py",
    ),
    "go": ({"go.mod": "module example.com/m\n"}, "order/order_test.go", "order/order.go"),
    "vitest": (
        {"package.json": '{"devDependencies": {"vitest": "3"}}'},
        "src/order.test.ts",
        "src/order.ts",
    ),
    "jest": (
        {"package.json": '{"devDependencies": {"jest": "30"}}'},
        "src/__tests__/order.js",
        "src/order.js",
    ),
    "mocha": ({".mocharc.json": "{}"}, "test/order.js", "lib/order.js"),
    "node": ({"package.json": '{"name": "shop"}'}, "test/order.test.js", "order.js"),
    "cargo": ({"Cargo.toml": "[package]\nname = 'shop'\n"}, "tests/order.rs", "src/order.rs"),
    "maven": (
        {"pom.xml": "<project/>"},
        "src/test/java/OrderTest.java",
        "src/main/java/Order.java",
    ),
    "gradle": (
        {"build.gradle.kts": ""},
        "src/test/kotlin/OrderTest.kt",
        "src/main/kotlin/Order.kt",
    ),
    "dotnet": ({"shop.sln": ""}, "tests/OrderTests.cs", "src/Order.cs"),
    "rspec": ({".rspec": "--color\n"}, "spec/order_spec.rb", "lib/order.rb"),
    "phpunit": ({"phpunit.xml": "<phpunit/>"}, "tests/OrderTest.php", "src/Order.php"),
    "ctest": ({"CMakeLists.txt": "project(shop C)\n"}, "tests/test_order.c", "src/order.c"),
}
OPTIONS: dict[str, Options] = {"command": {"command": "make check FILES={files}"}}
TESTS = {name: test for name, (_, test, _) in PROJECTS.items()} | {"command": "tests/a_test.sh"}


@pytest.fixture(params=TOOLCHAINS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_toolchain_is_tested_here() -> None:
    assert set(TESTS) == set(TOOLCHAINS)
    assert all(name == toolchain.NAME for name, toolchain in TOOLCHAINS.items())


def test_every_one_is_detected_by_its_files_alone(tmp_path: Path) -> None:
    for name, (files, _, _) in PROJECTS.items():
        root = write(tmp_path / name, files)
        assert toolchains.detect(root) == (name,), name


def test_nothing_is_detected_in_an_empty_directory(tmp_path: Path) -> None:
    assert toolchains.detect(tmp_path) == ()


def test_test_files_are_told_from_others_by_name() -> None:
    for name, (_, test, other) in PROJECTS.items():
        assert TOOLCHAINS[name].is_test(PurePosixPath(test)), name
        assert not TOOLCHAINS[name].is_test(PurePosixPath(other)), name


def test_a_request_leaves_the_tree_alone(name: str, tmp_path: Path) -> None:
    """What it writes and reads lies in the scratch directory, or where the tool always puts it."""
    root, scratch = write(tmp_path / "root", {TESTS[name]: ""}), tmp_path / "scratch"
    request = TOOLCHAINS[name].test_request(root, [TESTS[name]], scratch, OPTIONS.get(name, {}))
    assert request.argv
    assert request.cwd == root
    assert request.timeout > 0
    assert all(path.is_relative_to(scratch) for path in request.inputs)
    written = [path.parts for path in request.reports if not path.is_relative_to(scratch)]
    assert all("target" in parts or "build" in parts for parts in written)


def test_a_time_limit_is_passed_on(name: str, tmp_path: Path) -> None:
    options = {**OPTIONS.get(name, {}), "timeout": 7}
    request = TOOLCHAINS[name].test_request(tmp_path, [TESTS[name]], tmp_path, options)
    assert request.timeout == 7


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome(("tool",), None, trouble="cannot start tool"), Reason.ENVIRONMENT),
        (Outcome(("tool",), -15, timed_out=True, duration=7.0), Reason.TIMEOUT),
        (Outcome(("tool",), -11), Reason.CRASH),
    ],
)
def test_a_run_that_ended_badly_proves_nothing(
    name: str, outcome: Outcome, reason: Reason, tmp_path: Path
) -> None:
    root = write(tmp_path, {TESTS[name]: ""})
    run = TOOLCHAINS[name].read(outcome, root, [TESTS[name]])
    assert run.toolchain == name
    assert run.trouble_reason is reason
    assert file_reason(run, TESTS[name]) is reason


def test_exit_code_zero_and_silence_prove_nothing(name: str, tmp_path: Path) -> None:
    """But for `command`, whose exit code may be all that there is."""
    root = write(tmp_path, {TESTS[name]: ""})
    run = TOOLCHAINS[name].read(Outcome(("tool",), 0), root, [TESTS[name]])
    assert run.weak or not run.ids(Result.PASSED)
    assert run.weak or file_reason(run, TESTS[name]) is not None


def test_a_silent_failure_proves_nothing_either(name: str, tmp_path: Path) -> None:
    root = write(tmp_path, {TESTS[name]: ""})
    run = TOOLCHAINS[name].read(Outcome(("tool",), 1), root, [TESTS[name]])
    reason = file_reason(run, TESTS[name])
    assert run.weak or reason in {Reason.ENVIRONMENT, Reason.CRASH, Reason.NO_TESTS}


def test_what_is_missing_says_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    options = {"python": str(tmp_path / "python"), **OPTIONS.get(name, {})}
    message = TOOLCHAINS[name].missing(tmp_path, options)
    assert name in ("pytest", "unittest") or (message and ":" in message)


def test_an_unknown_toolchain_is_told_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="there is no toolchain `make`") as caught:
        toolchains.get("make")
    assert "pytest" in caught.value.hint


def test_other_packages_can_bring_one(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("tox", "sddtasks.toolchains.pytest", toolchains.GROUP)
    monkeypatch.setattr(toolchains, "_third_party", lambda: (entry,))
    assert "tox" in toolchains.names()
    assert toolchains.get("tox") is pytest_toolchain


MONOREPO = {
    "pyproject.toml": "[tool.pytest.ini_options]\n",
    "tests/test_whole.py": "def test_whole():\n    pass\n",
    "backend/pyproject.toml": "[tool.pytest.ini_options]\n",
    "backend/src/shop.py": "TOTAL = 3\n",
    "backend/tests/test_shop.py": "import shop\n\ndef test_total():\n    assert shop.TOTAL == 3\n",
    "frontend/package.json": '{"devDependencies": {"vitest": "3"}}',
    "frontend/src/order.test.ts": "",
    "services/stock/go.mod": "module example.com/stock\n",
    "services/stock/stock_test.go": "package stock\n",
    "crates/Cargo.toml": "[workspace]\n",
    "crates/one/Cargo.toml": "[package]\nname = 'one'\n",
    "desktop/Shop.sln": "",
    "desktop/src/Shop.csproj": "",
    "node_modules/lib/package.json": "{}",
    "tests/fixtures/package.json": "{}",
}


def test_a_repository_with_several_projects(tmp_path: Path) -> None:
    root = write(tmp_path, MONOREPO)
    found = toolchains.located(root)

    def who(path: str) -> str:
        return next(chain.NAME for chain in found if chain.is_test(PurePosixPath(path)))

    names = ["cargo", "dotnet", "go", "pytest", "pytest", "vitest"]
    assert sorted(chain.NAME for chain in found) == names
    assert who("desktop/src/OrderTests.cs") == "dotnet"
    assert who("frontend/src/order.test.ts") == "vitest"
    assert who("services/stock/stock_test.go") == "go"
    assert who("crates/one/tests/a.rs") == "cargo"


def test_a_nested_project_runs_in_its_own_directory(tmp_path: Path) -> None:
    root = write(tmp_path / "root", MONOREPO)
    file = "backend/tests/test_shop.py"
    chain = next(c for c in toolchains.located(root) if c.is_test(PurePosixPath(file)))
    request = chain.test_request(root, [file], tmp_path / "scratch", {"timeout": 60})
    assert request.cwd == root / "backend"
    run = chain.read(process.run(request), root, [file])
    assert run.ids(Result.PASSED) == {f"{file}::test_total"}
    assert run.of_file(file)
    assert run.declared == {file: (f"{file}::test_total",)}
