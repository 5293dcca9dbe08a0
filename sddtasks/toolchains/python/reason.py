"""Why a Python test failed, judged from the exception, its frames and the project's names."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.evidence import Reason
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.base import relative
from sddtasks.toolchains.python.placeholder import is_inert_call
from sddtasks.toolchains.python.placeholder import is_placeholder
from sddtasks.toolchains.python.probe import Chain
from sddtasks.toolchains.python.probe import Frame
from sddtasks.toolchains.python.probe import Raised
from sddtasks.toolchains.python.source import Project
from sddtasks.toolchains.python.source import is_test_side

_CANNOT_IMPORT = re.compile(r"cannot import name '([^']+)'")
_PATCH_TARGET = re.compile(r"<(module|class) '([^']+)'.*> does not have the attribute '([^']+)'")
_NO_ATTRIBUTE = re.compile(r"'?([\w.]+)'? (?:object )?has no attribute '([^']+)'")
_MOCK = "Mock object has no attribute"
_SIGNATURE = re.compile(
    r"^([\w.<>]+)\(\) (?:got an unexpected keyword argument|got some positional-only|"
    r"got multiple values|missing \d+ required|takes \S+ (?:positional|keyword|arguments?))"
)
_KEPT_IN_FIXTURES = frozenset(
    {Reason.MISSING, Reason.NOT_IMPLEMENTED, Reason.AMBIGUOUS, Reason.TIMEOUT}
)
_KEPT_AT_LOADING = frozenset(
    {Reason.MISSING, Reason.NOT_IMPLEMENTED, Reason.SYNTAX, Reason.ENVIRONMENT}
)
_SETTING_UP = frozenset({"setUp", "asyncSetUp", "setUpClass", "setUpModule"})
_ABSTRACT = re.compile(r"Can't instantiate abstract class '?(\w+)")
_NO_FILE = re.compile(r"No such file or directory: '([^']+)'")
_WRAPPERS = frozenset({"CollectError", "ConftestImportFailure"})


@dataclass(frozen=True, slots=True)
class _Case:
    """One exception under judgement, with the exceptions that led to it."""

    raised: Raised
    origins: Chain
    project: Project

    @property
    def in_test(self) -> bool:
        """Was it raised while a line of the tests was the innermost of the project's own?"""
        own = self.raised.own
        return bool(own) and is_test_side(own[-1].file)

    @property
    def reached_product(self) -> bool:
        return bool(self.raised.own) and not self.in_test

    def says(self, reason: Reason, *missing: str) -> Finding:
        return Finding(reason, brief(f"{self.raised.type}: {self.raised.message}"), missing)


def of_test(chain: Chain, phase: str, text: str, project: Project) -> Finding:
    """Why a test failed. A fixture may lack the product; all its other failures are its own."""
    if not chain:
        return Finding(Reason.ERROR, brief(text))
    found = _judge(chain, project)
    first = next((frame.function for frame in chain[0].own), "")
    phase = "setup" if first in _SETTING_UP else phase
    if phase != "call" and found.reason not in _KEPT_IN_FIXTURES:
        return Finding(Reason.ENVIRONMENT, f"in {phase}: {found.message}")
    return found


def of_file(chain: Chain, text: str, project: Project) -> Finding:
    """Why a test file, or its conftest.py, could not be loaded."""
    if not chain:
        return Finding(Reason.LOAD, brief(text))
    found = _judge(chain, project)
    if found.reason in _KEPT_AT_LOADING or (found.reason is Reason.AMBIGUOUS and found.missing):
        return found
    return Finding(Reason.LOAD, found.message)


def _judge(chain: Chain, project: Project) -> Finding:
    inner = [raised for raised in chain if raised.type not in _WRAPPERS] or list(chain)
    case = _Case(inner[0], tuple(inner[1:]), project)
    for name in case.raised.classes:
        if name in _RULES:
            return _RULES[name](case)
    return _other(case)


def _syntax(case: _Case) -> Finding:
    file = case.raised.filename
    return case.says(Reason.SYNTAX if not file or is_test_side(file) else Reason.LOAD)


def _import(case: _Case) -> Finding:
    name = case.raised.name
    symbol = _CANNOT_IMPORT.search(case.raised.message)
    missing = f"{name}.{symbol[1]}" if symbol else name
    project = case.project
    if not name or (project.is_helper(name) and project.owns(name)):
        return case.says(Reason.LOAD)
    if project.owns(name):
        return case.says(Reason.AMBIGUOUS if case.reached_product else Reason.MISSING, missing)
    if symbol or project.depends_on(name) or case.reached_product or _is_foreign(name, case.raised):
        return case.says(Reason.ENVIRONMENT)
    return case.says(Reason.AMBIGUOUS, missing)


def _attribute(case: _Case) -> Finding:
    raised, owner = case.raised, case.raised.owner
    patched = _PATCH_TARGET.search(raised.message)
    if patched:
        own = case.project.owns(patched[2]) and not case.project.is_helper(patched[2])
        return case.says(Reason.MISSING if own else Reason.ERROR, f"{patched[2]}.{patched[3]}")
    if owner is None or raised.message.startswith(_MOCK):
        return _nameless_attribute(case)
    if owner.inside and case.in_test and not case.project.is_helper(owner.name.partition(".")[0]):
        return case.says(Reason.MISSING, f"{owner.name}.{raised.name}")
    return _other(case)


def _nameless_attribute(case: _Case) -> Finding:
    """Before Python 3.10 only the message says whose attribute it is; a mock never tells."""
    match = _NO_ATTRIBUTE.search(case.raised.message)
    if match is None:
        return _other(case)
    owner, name = match.groups()
    own = case.in_test and (case.project.owns(owner) or case.project.defines_class(owner))
    missing = name if owner == "Mock" else f"{owner}.{name}"
    return case.says(Reason.MISSING if own else Reason.AMBIGUOUS, missing)


def _type(case: _Case) -> Finding:
    """A call that does not fit: the product lacks that parameter, unless the test owns the name."""
    match = _SIGNATURE.match(case.raised.message)
    abstract = _ABSTRACT.search(case.raised.message)
    if abstract and not case.project.defines(case.raised.own[-1].file, abstract[1]):
        return case.says(Reason.AMBIGUOUS)
    if match is None or not case.in_test:
        return _other(case)
    called = match[1].removesuffix(".__init__")
    frame = case.raised.own[-1]
    name = called.rpartition(".")[2]
    if case.project.defines(frame.file, called.partition(".")[0]):
        return case.says(Reason.ERROR)
    return case.says(Reason.MISSING, name)


def _name(case: _Case) -> Finding:
    return case.says(Reason.AMBIGUOUS if case.reached_product else Reason.ERROR)


def _not_implemented(case: _Case) -> Finding:
    last = case.raised.frames[-1] if case.raised.frames else None
    if last is None or not last.inside:
        return case.says(Reason.AMBIGUOUS)
    return case.says(Reason.PLACEHOLDER if is_test_side(last.file) else Reason.NOT_IMPLEMENTED)


def _file(case: _Case) -> Finding:
    """A file of the project that is not there yet may be what the task creates."""
    match = _NO_FILE.search(case.raised.message)
    file = relative(match[1], case.project.root) if match else None
    return case.says(Reason.AMBIGUOUS, file) if file and case.in_test else _other(case)


def _assertion(case: _Case) -> Finding:
    if not case.raised.own:
        return case.says(Reason.ENVIRONMENT)
    absent = next((origin for origin in case.origins if "ImportError" in origin.classes), None)
    if absent and absent.name:
        found = _import(_Case(absent, (), case.project))
        return case.says(found.reason, *found.missing)
    if is_placeholder(_test_lines(case)):
        return case.says(Reason.PLACEHOLDER)
    return case.says(Reason.ASSERTION)


def _failed(case: _Case) -> Finding:
    """`pytest.fail`, `pytest.raises` that saw nothing, pytest-timeout."""
    if case.raised.message.startswith("Timeout"):
        return case.says(Reason.TIMEOUT)
    return _assertion(case)


def _environment(case: _Case) -> Finding:
    return case.says(Reason.ENVIRONMENT)


def _other(case: _Case) -> Finding:
    """Any other exception: in the product it is the product's, in the test's own line its own."""
    if case.reached_product:
        return case.says(Reason.AMBIGUOUS)
    if not case.raised.own:
        return case.says(Reason.ENVIRONMENT)
    lines = _test_lines(case)
    if is_placeholder(lines):
        return case.says(Reason.PLACEHOLDER)
    none = "NoneType" in case.raised.message and not (lines and is_inert_call(*lines[-1]))
    return case.says(Reason.AMBIGUOUS if none else Reason.ERROR)


_RULES: Mapping[str, Callable[[_Case], Finding]] = {
    "SyntaxError": _syntax,
    "ImportError": _import,
    "AttributeError": _attribute,
    "TypeError": _type,
    "NameError": _name,
    "FileNotFoundError": _file,
    "NotImplementedError": _not_implemented,
    "AssertionError": _assertion,
    "Failed": _failed,
    "FixtureLookupError": _environment,
}


def _test_lines(case: _Case) -> Sequence[tuple[ast.Module, int]]:
    """The test's lines on the way to the failure, outermost first."""
    frames: Sequence[Frame] = case.raised.own
    if any(not is_test_side(frame.file) for frame in frames):
        return ()
    return tuple((case.project.tree(frame.file), frame.line) for frame in frames)


def _is_foreign(name: str, raised: Raised) -> bool:
    """Part of Python itself, or imported by an installed package."""
    importer = raised.frames[-1].file if raised.frames else ""
    installed = "site-packages" in importer and "_pytest" not in importer
    return installed or name.partition(".")[0] in sys.stdlib_module_names
