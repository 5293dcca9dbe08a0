"""What passed before a run passes after each of its tasks, a set-up task included."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import Step
from tests.helpers.agents import delete
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import Project

pytestmark = pytest.mark.slow

OLD = {
    "shop/__init__.py": "",
    "shop/till.py": "def total(prices):\n    return sum(prices)\n",
    "tests/test_till.py": (
        "from shop.till import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n"
    ),
    "checks/test_other.py": "def test_other():\n    assert [1] + [2] == [1, 2]\n",
    "pytest.ini": "[pytest]\npythonpath = .\n",
}
NODE = {
    "package.json": '{"name": "shop", "type": "module", "scripts": {"test": "node --test"}}\n',
    "src/till.js": "export const total = (prices) => prices.reduce((a, b) => a + b, 0);\n",
    "test/till.test.js": (
        "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n"
        "import { total } from '../src/till.js';\n\n"
        "test('total', () => assert.equal(total([1, 2]), 3));\n"
    ),
}
CARGO = {
    "Cargo.toml": '[package]\nname = "till"\nversion = "0.1.0"\nedition = "2021"\n',
    ".gitignore": "target/\nCargo.lock\n",
    "src/lib.rs": (
        "pub fn total(prices: &[u32]) -> u32 {\n    prices.iter().sum()\n}\n\n#[cfg(test)]\n"
        "mod tests {\n    #[test]\n    fn adds() {\n        assert_eq!(super::total(&[1, 2]), 3);\n"
        "    }\n}\n"
    ),
}
GO = {
    "go.mod": "module example.com/till\n\ngo 1.21\n",
    "till.go": "package till\n\nfunc Total(a, b int) int { return a + b }\n",
    "till_test.go": (
        'package till\n\nimport "testing"\n\nfunc TestTotal(t *testing.T) {\n'
        "\tif got := Total(1, 2); got != 3 {\n\t\tt.Error(got)\n\t}\n}\n"
    ),
}


def having(home: Path, files: dict[str, str], line: str, *steps: Step) -> Project:
    """A project with these files, whose first task is a set-up that is done like this."""
    project = greeting.planned(home, line)
    project.write(files)
    project.commit("What there is")
    project.agent.plays("T001", *steps)
    return project


def ini(*lines: str) -> Step:
    return write("pytest.ini", "\n".join(["[pytest]", "pythonpath = .", *lines, ""]))


CONFIGURE = "- [ ] T001 Configure pytest in pytest.ini"
WORSE: dict[str, tuple[str, tuple[Step, ...], str]] = {
    "breaks the product": (
        "- [ ] T001 Create project structure: shop/till.py, shop/db.py",
        (
            write("shop/till.py", "def total(prices):\n    return 0\n"),
            write("shop/db.py", "URL = 'sqlite://'\n"),
        ),
        "tests/test_till.py::test_total",
    ),
    "ignores a file": (CONFIGURE, (ini("addopts = --ignore=tests/test_till.py"),), "test_till.py"),
    "deselects a test": (CONFIGURE, (ini("addopts = -k other"),), "test_total"),
    "searches elsewhere": (CONFIGURE, (ini("testpaths = checks"),), "test_till.py::test_total"),
    "leaves a directory out": (CONFIGURE, (ini("norecursedirs = tests"),), "test_total"),
    "knows other names": (CONFIGURE, (ini("python_files = check_*.py"),), "test_total"),
    "knows other functions": (CONFIGURE, (ini("python_functions = check_*"),), "test_till.py"),
    "collects nothing": (
        "- [ ] T001 Set up shared fixtures in conftest.py",
        (write("conftest.py", 'collect_ignore = ["tests/test_till.py"]\n'),),
        "test_total",
    ),
    "loses what the runner needs": (CONFIGURE, (ini("addopts = --nonsense"),), "T001 refused"),
    "deletes the configuration": (
        "- [ ] T001 Set up linting in .flake8, and delete `pytest.ini`",
        (write(".flake8", "[flake8]\nmax-line-length = 100\n"), delete("pytest.ini")),
        "test_till.py",
    ),
}


@pytest.mark.parametrize("how", WORSE)
def test_a_set_up_that_breaks_what_worked(how: str, tmp_path: Path) -> None:
    line, steps, said = WORSE[how]
    project = having(tmp_path, OLD, line, *steps)
    project.implement("--retries=0").ended(1).says(said)
    assert project.completed == []


ELSEWHERE: dict[str, tuple[dict[str, str], str, tuple[Step, ...], str]] = {
    "empties the test script": (
        NODE,
        "- [ ] T001 Configure the project in package.json",
        (
            write(
                "package.json",
                '{"name": "shop", "type": "module", "scripts": {"test": "echo ok && exit 0"}}\n',
            ),
        ),
        "package.json  its test script runs no test",
    ),
    "deletes the test script": (
        NODE,
        "- [ ] T001 Configure the project in package.json",
        (write("package.json", '{"name": "shop", "type": "module"}\n'),),
        "package.json  its test script runs no test",
    ),
    "tests no library": (
        CARGO,
        "- [ ] T001 Configure the crate in Cargo.toml",
        (write("Cargo.toml", CARGO["Cargo.toml"] + "\n[lib]\ntest = false\n"),),
        "adds",
    ),
    "builds a test never": (
        GO,
        "- [ ] T001 Configure build tags in till_test.go and .golangci.yml",
        (
            write("till_test.go", "//go:build never\n\n" + GO["till_test.go"]),
            write(".golangci.yml", "run: {}\n"),
        ),
        "TestTotal",
    ),
}


@pytest.mark.parametrize("how", ELSEWHERE)
def test_the_same_in_other_languages(how: str, tmp_path: Path) -> None:
    files, line, steps, said = ELSEWHERE[how]
    if files is CARGO and shutil.which("cargo") is None:
        pytest.skip("cargo is not installed")
    project = having(tmp_path, files, line, *steps)
    for name, below in (("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")):
        home = Path(pwd.getpwuid(os.getuid()).pw_dir)
        project.environment[name] = os.environ.get(name) or str(home / below)
    project.implement("--retries=0").ended(1).says(said)
    assert project.completed == []


BETTER: dict[str, tuple[dict[str, str], str, tuple[Step, ...]]] = {
    "configures a project without tests": (
        {"shop/__init__.py": ""},
        "- [ ] T001 Configure pytest in pytest.ini",
        (ini("testpaths = tests", "addopts = --ignore=legacy -q"),),
    ),
    "keeps all passing": (
        OLD,
        "- [ ] T001 Configure pytest in pytest.ini",
        (ini("addopts = -ra", "markers =", "    slowly: takes its time"),),
    ),
    "ignores what never passed": (
        {**OLD, "legacy/test_old.py": "import gone\n\n\ndef test_it():\n    assert gone\n"},
        "- [ ] T001 Configure pytest in pytest.ini",
        (ini("addopts = --ignore=legacy"),),
    ),
    "moves the configuration": (
        OLD,
        "- [ ] T001 Set up pytest in pyproject.toml, and delete `pytest.ini`",
        (write("pyproject.toml", greeting.PYTEST), delete("pytest.ini")),
    ),
    "gets another script": (
        NODE,
        "- [ ] T001 Configure the project in package.json",
        (
            write(
                "package.json",
                NODE["package.json"].replace("node --test", "echo begin && node --test test/"),
            ),
        ),
    ),
}


@pytest.mark.parametrize("how", BETTER)
def test_a_set_up_that_breaks_nothing(how: str, tmp_path: Path) -> None:
    files, line, steps = BETTER[how]
    project = having(tmp_path, files, line, *steps)
    project.implement("--retries=0").ended(0)
    assert project.completed == ["T001"]


def test_a_fresh_repository_pays_nothing(tmp_path: Path) -> None:
    project = having(tmp_path, {"shop/__init__.py": ""}, CONFIGURE, ini("testpaths = tests"))
    project.implement().ended(0)
    assert not project.evidence("T001").get("test_runs")


def test_the_suite_is_measured_once_a_run(tmp_path: Path) -> None:
    project = greeting.planned(
        tmp_path,
        "- [ ] T001 Configure linting in .flake8",
        "- [ ] T002 Configure the editor in .editorconfig",
    )
    project.write(OLD)
    project.commit("What there is")
    project.agent.plays("T001", write(".flake8", "[flake8]\nmax-line-length = 100\n"))
    project.agent.plays("T002", write(".editorconfig", "root = true\n"))
    project.implement().ended(0)
    assert project.evidence("T001")["test_runs"]["whole"] == 1
    assert "whole" not in project.evidence("T002").get("test_runs", {})


UNREADY = {
    "package.json": '{"name": "shop"}\n',
    "till.txt": "3\n",
    "till.test.sh": "",
}
CHECK = "#!/bin/sh\ntest $(cat till.txt) = 3\n"


def unready(home: Path, *steps: Step) -> Project:
    """Its runner is installed by the first task, outside of the repository."""
    project = greeting.planned(home, "- [ ] T001 Install what package.json and till.txt need")
    runner = home / "bin/check"
    options = f'[toolchain.command]\ncommand = ["{runner}"]\n'
    settings = f'toolchains = ["command"]\n{project.agent.configuration}\n{options}'
    project.write({**UNREADY, "sddtasks.toml": settings})
    project.commit("What there is")
    project.agent.plays(
        "T001",
        write("package.json", '{"name": "shop", "version": "1.0.0"}\n'),
        write(str(runner), CHECK),
        run("chmod", "+x", str(runner)),
        *steps,
    )
    return project


def test_a_runner_that_is_not_there_yet(tmp_path: Path) -> None:
    project = unready(tmp_path, write("till.txt", "3\n\n"))
    project.implement("--retries=0").ended(0).says("what passes before T001 is not known yet")


def test_what_it_shows_as_soon_as_it_is_there(tmp_path: Path) -> None:
    project = unready(tmp_path, write("till.txt", "4\n"))
    project.implement("--retries=0").ended(1).says("till.test.sh")
    assert project.completed == []


def test_a_runner_that_is_not_there_at_all(tmp_path: Path) -> None:
    manifest = '{"name": "shop", "devDependencies": {"jest": "30"}}\n'
    files = {"package.json": manifest, "src/till.test.js": "test('total', () => {});\n"}
    line = "- [ ] T001 Configure linting in .eslintrc.json"
    project = having(tmp_path, files, line, write(".eslintrc.json", '{"root": true}\n'))
    ran = project.implement("--retries=0")
    ran.says("what passes before T001 is not known yet: toolchain jest")
    assert project.completed == ["T001"]
