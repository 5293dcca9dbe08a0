"""Python modules and names that tests lack, served by stubs that raise when they are used."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import TestRun
from sddtasks.system import files

SUFFIXES = (".py",)
_FAR = frozenset({Reason.MISSING, Reason.AMBIGUOUS})
_SOURCE = """

class _SddBase:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotImplementedError("stub of " + name)


class _SddStub:
    def __init__(self, *words):
        self.__dict__["_sdd_name"] = words[0] if words else "stub"

    def __mro_entries__(self, bases):
        return (_SddBase,)

    def __repr__(self):
        return "<stub of {}>".format(self.__dict__["_sdd_name"])

    def __hash__(self):
        return id(self)

    def __or__(self, other):
        return self

    def __getitem__(self, key):
        return _SddStub("{}[...]".format(self.__dict__["_sdd_name"]))

    __ror__ = __or__

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _SddStub("{}.{}".format(self.__dict__["_sdd_name"], name))

    def _sdd_used(self, *words, **named):
        raise NotImplementedError("{!r} was used".format(self))


for _sdd_name in (
    "call setattr delattr eq ne lt le gt ge bool len iter next contains setitem delitem enter exit "
    "aenter aexit aiter anext add radd sub rsub mul rmul truediv rtruediv floordiv mod neg "
    "int float index str format bytes and rand xor invert abs round instancecheck subclasscheck"
).split():
    setattr(_SddStub, "__{}__".format(_sdd_name), _SddStub._sdd_used)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return _SddStub("{}.{}".format(__name__, name))
"""

_NOTHING = """
_SddStub.__bool__ = lambda self: True
_SddStub.__call__ = lambda self, *words, **named: None
"""
_ODD = """
class _SddAnswer:
    def __await__(self):
        return iter(())


_SddStub.__call__ = lambda self, *words, **named: _SddAnswer()
"""


def waiting(run: TestRun) -> set[str]:
    """Files with tests that could not even import what they are about."""
    found = {found.file for found in run.load_failures if found.reason in _FAR and found.missing}
    return found | {
        case.file for case in run.cases if case.reason in _FAR and _at_import(case.message)
    }


def serve(root: Path, tests: Iterable[str], run: TestRun, planned: Iterable[str]) -> None:
    """Make importable what the run lacked, and what else the tests import from its packages."""
    for name in sorted(_asked_for(root, tests, _missing(run))):
        _serve(root, name, planned)


def _at_import(message: str) -> bool:
    return "ModuleNotFoundError" in message or "ImportError" in message


def _missing(run: TestRun) -> set[str]:
    names = {name for found in run.load_failures if found.reason in _FAR for name in found.missing}
    return names | {
        name
        for case in run.cases
        if case.reason in _FAR and _at_import(case.message)
        for name in case.missing
    }


def _asked_for(root: Path, tests: Iterable[str], missing: set[str]) -> set[str]:
    """What lacks, and all else that the tests import from the same packages: one run is enough."""
    tops = {name.partition(".")[0] for name in missing}
    texts = ((root / test).read_text(encoding="utf-8", errors="replace") for test in tests)
    imported = {name for text in texts for name in _imports(text)}
    return missing | {name for name in imported if missing and name.partition(".")[0] in tops}


def _imports(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name != "*")


def _serve(root: Path, name: str, planned: Iterable[str]) -> None:
    """Make `a.b.c` importable: what lacks becomes a package of stubs, or a name that is one."""
    parts = name.split(".")
    if any(not part.isidentifier() for part in parts):
        return
    place = _place_of(root, parts[0], planned)
    files_to_come = {root / path for path in planned}
    for number, part in enumerate(parts):
        module, package = place / f"{part}.py", place / part
        if module.is_file() or (module in files_to_come and not package.is_dir()):
            _append(module)
            return
        if not package.is_dir():
            beside = place / "__init__.py"
            if number and number == len(parts) - 1 and beside.is_file() and not _is_stub(beside):
                _append(beside)
            files.write_atomic(package / "__init__.py", _SOURCE)
        place = package


def _is_stub(path: Path) -> bool:
    return "_SddStub" in path.read_text(encoding="utf-8", errors="replace")


def answer(root: Path) -> None:
    """From now on a stub is true, and a call of it answers, with nothing, instead of raising."""
    _add(root, _NOTHING)


def answer_oddly(root: Path) -> None:
    """Now it answers with something that no product would, and that can be awaited."""
    _add(root, _ODD)


def claims(text: str) -> set[str]:
    """Names of the test functions that assert something, and not only that nothing is raised."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return set()
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(_is_claim(inner) for inner in ast.walk(node))
    }


def _is_claim(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr.startswith("assert")
    return isinstance(node, ast.Assert)


def _add(root: Path, text: str) -> None:
    for path in root.rglob("*.py"):
        if not path.is_symlink() and _is_stub(path):
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\n{text}\n")


def _append(path: Path) -> None:
    """To a file that is there, or that the plan will make."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or not _is_stub(path):
        with path.open("a", encoding="utf-8") as file:
            file.write(_SOURCE)


def _place_of(root: Path, top: str, planned: Iterable[str]) -> Path:
    """Where a top-level package is or will be: the plan knows, if it is not there yet."""
    for place in (root, root / "src"):
        if (place / top).is_dir() or (place / f"{top}.py").is_file():
            return place
    for path in planned:
        head, found, _ = f"/{path}".partition(f"/{top}/")
        if found or path.endswith(f"/{top}.py") or path == f"{top}.py":
            inside = head.strip("/") if found else str(Path(path).parent)
            return root / inside
    return root
