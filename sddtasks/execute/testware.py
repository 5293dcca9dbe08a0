"""What decides how tests run, and what they compare with: support files and runner's setup."""

from __future__ import annotations

import configparser
import json
import re
import sys
from collections.abc import Callable
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Any

from sddtasks.model.testnames import is_support_name
from sddtasks.system import nested

_SIDES = frozenset(
    "test tests __tests__ spec e2e testdata fixtures __fixtures__ __snapshots__ __mocks__ "
    "testutil testutils test-utils".split()
)
_LIBRARY = sys.stdlib_module_names
_SNAPSHOTS = ("*.snap", "*.golden", "*.ambr", "*.approved.*")
_SETUP = (
    ".pytest.ini pytest.ini .coveragerc sitecustomize.py usercustomize.py *.pth "
    "jest.config.* jest.*.config.* vitest.config.* vitest.workspace.* "
    ".mocharc* .nycrc* .c8rc* karma.conf.* playwright.config.* cypress.config.* "
    "ava.config.* nextest.toml .rspec .simplecov phpunit.xml phpunit.xml.dist phpunit.dist.xml "
    "junit-platform.properties *.runsettings xunit.runner.json codecov.yml .codecov.yml "
    "ctestcustom.*"
).split()
_CI = (
    ".github/workflows/*",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "azure-pipelines.yml",
    "Jenkinsfile",
    ".travis.yml",
)
_NARROWING = re.compile(
    r"--ignore|--deselect|(?:^|[\s\"'=])-[kmp][\s=\"']|collect_ignore|norecursedirs|IgnorePatterns"
    r"|passWithNoTests|\bexclude\b|--skip|testNamePattern|--grep|fail_under|retries|--maxfail|\bomit\b"
    r"|--co\b|--collect-only|--runxfail",
    re.MULTILINE,
)
_ABOUT_TESTS = re.compile(
    r"tests?\b|testing|pytest|jest|vitest|mocha|coverage|junit|nextest|surefire|rspec|phpunit",
    re.IGNORECASE,
)


def is_support(path: str) -> bool:
    """Fixtures, snapshots, helpers: whatever lies on the tests' side of the project."""
    pure = PurePosixPath(path)
    beside = {part.lower() for part in pure.parent.parts}
    return bool(_SIDES & beside) or any(fnmatch(pure.name, shape) for shape in _SNAPSHOTS)


def is_loaded_unasked(path: str) -> bool:
    """Would Python run it by itself, or in the place of a module of its own library?"""
    parts = PurePosixPath(path).parts
    top = parts[1:] if parts[0] in ("src", "lib") else parts
    if parts[-1] in ("sitecustomize.py", "usercustomize.py") or path.endswith(".pth"):
        return True
    is_module = len(top) == 1 or top[1:] == ("__init__.py",)
    return is_module and PurePosixPath(top[0]).stem in _LIBRARY and path.endswith(".py")


def is_setup(path: str) -> bool:
    """A file that the runner reads, or that is run before the tests, as a whole."""
    name = PurePosixPath(path).name.lower()
    return is_support_name(name) or any(fnmatch(name, shape) for shape in _SETUP)


def is_ci(path: str) -> bool:
    return any(fnmatch(path, shape) for shape in _CI)


def narrows(path: str, added: str) -> bool:
    """Do new lines of a runner's configuration leave tests out?"""
    is_read_by_runner = is_setup(path) or bool(configuration(path, added))
    return (is_read_by_runner or _is_manifest(path)) and bool(_NARROWING.search(added))


def _is_manifest(path: str) -> bool:
    return any(fnmatch(PurePosixPath(path).name, shape) for shape in _PARTS)


def is_about_tests(text: str) -> bool:
    """Does a task's text speak of testing, so that it may set up the runner?"""
    return bool(_ABOUT_TESTS.search(text))


def configuration(path: str, text: str) -> str:
    """The part of a manifest that configures the tests; empty where it has none, or is none."""
    name = PurePosixPath(path).name
    reader = next((read for shape, read in _PARTS.items() if fnmatch(name, shape)), None)
    if reader is None or not text.strip():
        return ""
    try:
        part = reader(text)
    except (ValueError, configparser.Error):
        return text
    return json.dumps(part, sort_keys=True, default=str) if part else ""


def _pyproject(text: str) -> Any:
    tools = nested.read_toml(text).get("tool", {})
    return {name: tools[name] for name in ("pytest", "coverage", "tox") if name in tools}


def _ini(text: str) -> Any:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    wanted = ("pytest", "tool:pytest", "testenv", "coverage:")
    return {name: dict(parser[name]) for name in parser.sections() if name.startswith(wanted)}


def _package(text: str) -> Any:
    document = nested.read_json(text)
    if not isinstance(document, dict):
        return {}
    found = {name: document[name] for name in _RUNNERS if name in document}
    scripts = document.get("scripts")
    if isinstance(scripts, dict):
        found.update({key: value for key, value in scripts.items() if _is_test_script(key)})
    return found


_RUNNERS = ("jest", "vitest", "mocha", "ava", "nyc", "c8", "tap")


def _is_test_script(name: str) -> bool:
    return re.fullmatch(r"(?:pre|post)?test(?::.*)?|coverage", name) is not None


def _cargo(text: str) -> Any:
    document = nested.read_toml(text)
    library = document.get("lib", {})
    found = {
        "profile": document.get("profile", {}).get("test"),
        "test": document.get("test"),
        "lib": {name: library[name] for name in ("test", "doctest", "harness") if name in library},
        "autotests": document.get("package", {}).get("autotests"),
    }
    return {name: value for name, value in found.items() if value not in (None, {})}


def _blocks(opening: str) -> Callable[[str], Any]:
    """The brace blocks that begin like this."""
    pattern = re.compile(opening)

    def read(text: str) -> Any:
        return [_to_closing(text, match.start()) for match in pattern.finditer(text)]

    return read


def _to_closing(text: str, start: int) -> str:
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0 and text[at] == "}":
            return text[start : at + 1]
    return text[start:]


def _pom(text: str) -> Any:
    plugins = re.findall(
        r"<plugin>(?:(?!</plugin>).)*?(?:surefire|failsafe).*?</plugin>", text, re.S
    )
    return plugins + re.findall(r"<(?:maven\.test\.\w+|skipTests|skipITs)>.*?<", text)


_PARTS: Mapping[str, Callable[[str], Any]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _ini,
    "tox.ini": _ini,
    "package.json": _package,
    "Cargo.toml": _cargo,
    "vite.config.*": _blocks(r"\btest\s*:\s*\{"),
    "build.gradle*": _blocks(r"\b(?:tasks\.)?(?:test|withType\W+Test\W*)\s*\{"),
    "pom.xml": _pom,
}
