"""The architecture, checked without any extra package: floors, doors, foreign packages, sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "sddtasks"

FLOORS = {
    "model": 0,
    "system": 1,
    **dict.fromkeys(
        ("parser", "compiler", "agents", "toolchains", "workspaces", "engines", "state"), 2
    ),
    "execute": 3,
    "app": 4,
    "plugins": 5,
    "dodo": 6,
    "__main__": 6,
}
ADAPTER_ROOMS = ("agents", "toolchains", "workspaces", "engines")

# Imports that are not at the top of their module, and what a command saves that does not need them.
DOORS = {
    ("__main__", "sddtasks.plugins.sdd"): "not before the directory it runs in is off the path",
    ("app.table", "sddtasks.app.tabulation"): "doit list pays neither for compiler nor pydantic",
    ("app.possession", "sddtasks.system.lock"): "only what is not ours may be somebody else's run",
    (
        "plugins.tasks",
        "sddtasks.plugins.decisions",
    ): "doit list pays for no git or gates",
    ("plugins.run", "sddtasks.plugins.pool"): "only -n pays for threads",
    ("plugins.finding", "sddtasks.app.mending"): "only after a kill git is needed that early",
    ("plugins.finding", "sddtasks.app.trust"): "the same",
    ("plugins.tasks", "sddtasks.system.lock"): "only beside a run it matters who that is",
    ("plugins.display", "rich.console"): "only a terminal pays for rich",
    ("plugins.display", "rich.text"): "only a terminal pays for rich",
    ("plugins.page", "rich.console"): "only a terminal pays for rich",
    ("plugins.page", "rich.live"): "only a terminal pays for rich",
    ("plugins.page", "rich.text"): "only a terminal pays for rich",
}

# The one place, or the few, that know a foreign package or a module that starts processes.
HOMES = {
    "doit": ("plugins",),
    "git": ("system.gitprogram", "system.repo", "system.creation"),
    "subprocess": ("system.process",),
    "psutil": ("system.process", "system.owners"),
    "filelock": ("system.lock", "workspaces.worktree"),
    "jinja2": ("system.resources",),
    "markdown_it": ("system.markdown", "system.comments"),
    "pydantic": (
        *("model.config", "model.statefile", "state.evidence", "agents", "app.settings"),
        "plugins.verbs.schema",
    ),
    "rich": ("plugins.display", "plugins.page"),
    "tomlkit": ("system.inputs",),
    "tomli_w": ("state.evidence", "app.initial", "app.rebuild"),
    "tree_sitter": ("execute.bearing",),
}

# Installed, doit imports these in every command of every project on the machine.
LIGHT = ("sddtasks.plugins.backend",)
HEAVY = ("pydantic", "git", "markdown_it", "jinja2", "rich", "psutil", "filelock", "subprocess")

MODULE_LINES = 275
FUNCTION_LINES = 60

# Where text of others is made safe for a terminal before it is printed.
PRINTERS = ("plugins.display", "plugins.page")
_STREAMS = ("stdout", "stderr", "__stdout__", "__stderr__", "outstream")

# Run by another interpreter than ours, in the user's project: they are data, not modules of ours.
GUESTS = ("toolchains.probes",)


class Import(NamedTuple):
    """`module` imports `target`; both without the package's name if they are in it."""

    module: str
    target: str
    line: int
    is_top: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def name_of(path: Path) -> str:
    """`state/mirror.py` is `state.mirror`, and a package's `__init__.py` is the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@lru_cache
def sources() -> dict[str, Path]:
    found = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
    return {name: path for name, path in found.items() if not is_in(name, GUESTS)}


@lru_cache
def tree(module: str) -> ast.Module:
    return ast.parse(sources()[module].read_text(encoding="utf-8"))


@lru_cache
def imports() -> tuple[Import, ...]:
    return tuple(found for module in sources() for found in _imports_of(module))


def ours() -> Iterator[Import]:
    """Imports within the package, less its name; the package itself holds only the version."""
    for found in imports():
        if found.target.startswith("sddtasks."):
            yield found._replace(target=found.target.removeprefix("sddtasks."))


def is_in(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def _imports_of(module: str) -> Iterator[Import]:
    top = set(map(id, tree(module).body))
    for node in ast.walk(tree(module)):
        for target in _targets(node):
            yield Import(module, target, getattr(node, "lineno", 0), id(node) in top)


def _targets(node: ast.AST) -> list[str]:
    """What a node imports, as dotted names; `import_module("a.b")` counts."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(parent), names=names, level=0):
            return [_module_in(parent, alias.name) for alias in names]
        case ast.ImportFrom():
            return ["relative import"]
        case ast.Call(
            func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(target)), *_],
        ):
            return [target]
    return []


def _module_in(parent: str, name: str) -> str:
    """`from a import b` imports `a.b` where that is a module of ours, else `a`."""
    return (
        f"{parent}.{name}" if f"{parent}.{name}".removeprefix("sddtasks.") in sources() else parent
    )


# --- arrows ----------------------------------------------------------------------


def test_every_package_has_a_floor() -> None:
    assert {name.partition(".")[0] for name in sources() if name} == set(FLOORS)


def test_imports_only_point_down() -> None:
    def is_allowed(found: Import) -> bool:
        here, there = found.module.partition(".")[0], found.target.partition(".")[0]
        return here == there or FLOORS[here] > FLOORS[there]

    assert [str(found) for found in ours() if not is_allowed(found)] == []


@pytest.mark.parametrize("room", ADAPTER_ROOMS)
def test_adapters_do_not_know_each_other(room: str) -> None:
    adapters = {
        name for name in sources() if name.startswith(f"{room}.") and "NAME" in _assigned(name)
    }
    known = [
        str(found)
        for found in ours()
        if found.module.startswith(f"{room}.") and found.target in adapters - {found.module}
    ]
    assert known == []


def _assigned(module: str) -> set[str]:
    return {
        target.id
        for node in tree(module).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def test_only_the_doors_import_late() -> None:
    """The exceptions are exactly those that are named: a door that is not used is closed."""
    late = {(found.module, found.target) for found in imports() if not found.is_top}
    assert late == set(DOORS)


def test_no_import_is_for_the_type_checker_only() -> None:
    named = [
        f"{module}:{node.lineno}"
        for module in sources()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) == "TYPE_CHECKING"
    ]
    assert named == []


# --- foreign packages ----------------------------------------------------------------------


def test_every_foreign_package_stays_at_home() -> None:
    strays = [
        str(found)
        for found in imports()
        if (package := found.target.partition(".")[0]) in HOMES
        and not is_in(found.module, HOMES[package])
    ]
    assert strays == []


def test_every_home_is_lived_in() -> None:
    used = {(found.target.partition(".")[0], found.module) for found in imports()}
    empty = [
        f"{package} in {home}"
        for package, homes in HOMES.items()
        for home in homes
        if not any(name == package and is_in(module, (home,)) for name, module in used)
    ]
    assert empty == []


def test_every_foreign_package_is_declared() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    distributions = {"gitpython": "git", "markdown-it-py": "markdown_it", "tomli-w": "tomli_w"}
    names = (text.partition(">")[0].partition("[")[0] for text in project["dependencies"])
    declared = {
        "tree_sitter" if name.startswith("tree-sitter") else distributions.get(name, name)
        for name in names  # grammars of tree-sitter are loaded by their names
    }
    roots = {found.target.partition(".")[0] for found in imports()}
    assert roots - set(sys.stdlib_module_names) - {"sddtasks"} == declared


@pytest.mark.parametrize("module", LIGHT)
def test_what_every_doit_command_imports_is_light(module: str) -> None:
    """In a fresh interpreter: what was loaded beyond the standard library's start and doit's."""
    code = f"""
import sys, doit, doit.dependency, doit.exceptions
before = set(sys.modules)
import {module}
print(*sorted(name.partition('.')[0] for name in set(sys.modules) - before))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "sddtasks" in loaded
    assert loaded & set(HEAVY) == set()
    assert loaded <= {*sys.stdlib_module_names, "sddtasks"}


# --- what is printed ----------------------------------------------------------------------


def test_only_the_display_prints() -> None:
    """A stream may be handed to it, or asked what it is; whoever writes to one is a printer."""
    strays = [
        f"{module}:{node.lineno}"
        for module in sources()
        if not is_in(module, PRINTERS)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and _prints(node)
    ]
    assert strays == []


def _prints(call: ast.Call) -> bool:
    """`print(…)`, `sys.stdout.write(…)`, `json.dump(…, sys.stdout)`, `os.write(1, …)`."""
    match call.func:
        case ast.Name(id="print"):
            return True
        case ast.Attribute(value=ast.Name(id="os"), attr="write"):
            return isinstance(call.args[0], ast.Constant)
        case ast.Attribute(value=ast.Attribute(attr=stream), attr=method) if stream in _STREAMS:
            return method not in ("isatty", "fileno", "flush")
        case ast.Attribute(attr="dump" | "print_exc" | "print_help" | "print_usage"):
            return True
    return False


def test_what_doit_prints_for_us_is_escaped() -> None:
    """doit prints the text of its exceptions as it is: ours is not handed over raw."""
    names = ("InvalidCommand", "InvalidDodoFile", "TaskError", "TaskFailed")
    raw = [
        f"{module}:{node.lineno}"
        for module in sources()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in names
        and any(ast.unparse(argument).startswith("str(") for argument in node.args)
    ]
    assert raw == []


# --- size and shape ----------------------------------------------------------------------


def test_modules_are_small() -> None:
    sizes = {name: len(path.read_bytes().splitlines()) for name, path in sources().items()}
    assert {name: size for name, size in sizes.items() if size > MODULE_LINES} == {}


def test_functions_are_small() -> None:
    long = {
        f"{module}.{node.name}": lines
        for module in sources()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_modules_begin_alike() -> None:
    """What the module is responsible for, then the future of annotations, then imports."""
    strange = []
    for module, path in sources().items():
        body = tree(module).body
        if path.name == "__init__.py":
            continue
        begins = ast.get_docstring(tree(module)) and isinstance(body[1], ast.ImportFrom)
        if not begins or body[1].module != "__future__":  # type: ignore[attr-defined]
            strange.append(module)
    assert strange == []


def test_one_import_a_line() -> None:
    crowded = [
        f"{module}:{node.lineno}"
        for module in sources()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Import | ast.ImportFrom) and len(node.names) > 1
    ]
    assert crowded == []
