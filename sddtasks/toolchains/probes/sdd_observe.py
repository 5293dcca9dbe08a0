"""What is common to the probes: exceptions, origins of modules, and the report they write.

It runs in the project's own interpreter: Python 3.8 or later, standard library only.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import sysconfig
from importlib import _bootstrap_external
from types import FunctionType
from types import ModuleType
from typing import Any
from typing import Dict
from typing import Iterator
from typing import List
from typing import Optional
from typing import Set

REPORT = os.environ.pop("SDD_PROBE_REPORT", "")
ROOT = os.path.realpath(os.environ.get("SDD_PROBE_ROOT", os.curdir))
ELSEWHERE = [
    os.path.realpath(place)
    for place in os.environ.get("SDD_PROBE_ELSEWHERE", "").split(os.pathsep)
    if place
]
FOREIGN = {"site-packages", "dist-packages", "node_modules"}
WRITER = os.getpid()
MARKS = ("PYTEST_CURRENT_TEST", "PYTEST_VERSION")
MAX_FRAMES = 40
MAX_TEXT = 4000


def write(event: str, **values: Any) -> None:
    if REPORT and os.getpid() == WRITER:
        with open(REPORT, "a", encoding="utf-8") as file:
            file.write(json.dumps({"event": event, **values}) + "\n")


def inside(path: str) -> bool:
    return path.startswith(ROOT + os.sep) and not FOREIGN & set(path[len(ROOT) :].split(os.sep))


def distrust_caches() -> None:
    """The project's modules are compiled from their source: its bytecode may be of another."""
    place_of = _bootstrap_external.cache_from_source

    def cache_from_source(path: Any, *words: Any, **named: Any) -> Any:
        if inside(os.path.realpath(path)):
            raise NotImplementedError(path)
        return place_of(path, *words, **named)

    _bootstrap_external.cache_from_source = cache_from_source


@contextlib.contextmanager
def unnoticed() -> Iterator[None]:
    """While a test runs nothing that is easily asked says so."""
    marks = {name: os.environ.pop(name) for name in MARKS if name in os.environ}
    arguments, sys.argv = sys.argv, [""]
    try:
        yield
    finally:
        os.environ.update(marks)
        sys.argv = arguments


def fingerprint(*modules: ModuleType) -> Dict[str, Any]:
    """The functions and methods of these modules, by their full names."""
    found: Dict[str, Any] = {}
    for module in modules:
        for name, thing in list(vars(module).items()):
            inner = vars(thing) if isinstance(thing, type) else {}
            for place, function in [(name, thing)] + [
                ("{}.{}".format(name, key), value) for key, value in inner.items()
            ]:
                if isinstance(function, FunctionType):
                    found["{}.{}".format(module.__name__, place)] = (function, function.__code__)
    return found


def tampered(before: Dict[str, Any], *modules: ModuleType) -> List[str]:
    """What was replaced since, though it runs the tests."""
    now = fingerprint(*modules)
    return sorted(name for name, known in before.items() if now.get(name) != known)


def text_of(value: object) -> str:
    try:
        return str(value)[:MAX_TEXT]
    except Exception as error:
        return "unprintable ({})".format(type(error).__name__)


def frames_of(error: BaseException) -> List[Dict[str, Any]]:
    frames = []
    step = error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        path = os.path.realpath(name)
        own = inside(path) and not name.startswith("<")
        frames.append(
            {
                "file": os.path.relpath(path, ROOT).replace(os.sep, "/") if own else path,
                "line": step.tb_lineno,
                "function": step.tb_frame.f_code.co_name,
                "inside": own,
            }
        )
        step = step.tb_next
    return [frame for frame in frames[:-1] if frame["inside"]][-MAX_FRAMES:] + frames[-1:]


def owner_of(thing: Any) -> Dict[str, Any]:
    """Which module, class or instance lacked an attribute, and is it the project's own?"""
    if thing is None:
        return {"kind": "none", "name": "None", "inside": False}
    module: Optional[ModuleType]
    if isinstance(thing, ModuleType):
        kind, name, module = "module", thing.__name__, thing
    else:
        kind = "class" if isinstance(thing, type) else "instance"
        cls = thing if isinstance(thing, type) else type(thing)
        module = sys.modules.get(cls.__module__)
        name = "{}.{}".format(cls.__module__, cls.__qualname__)
    return {"kind": kind, "name": name, "inside": inside(origin_of(module))}


def origin_of(module: Optional[ModuleType]) -> str:
    place = getattr(module, "__file__", None)
    if not place:
        place = next(iter(getattr(module, "__path__", None) or ()), "")
    return os.path.realpath(place) if isinstance(place, str) and place else ""


def one(error: BaseException) -> Dict[str, Any]:
    classes = [cls.__name__ for cls in type(error).__mro__]
    found: Dict[str, Any] = {
        "type": classes[0],
        "classes": classes,
        "message": text_of(error),
        "frames": frames_of(error),
    }
    if isinstance(error, (ImportError, AttributeError, NameError)):
        name = getattr(error, "name", None)
        found["name"] = name if isinstance(name, str) else ""
    if isinstance(error, AttributeError) and hasattr(error, "obj"):
        found["owner"] = owner_of(error.obj)
    if isinstance(error, SyntaxError) and error.filename:
        path = os.path.realpath(error.filename)
        found["filename"] = (
            os.path.relpath(path, ROOT).replace(os.sep, "/") if inside(path) else path
        )
    return found


def chain_of(first: BaseException) -> List[Dict[str, Any]]:
    chain: List[Dict[str, Any]] = []
    seen = set()
    error: Optional[BaseException] = first
    while error is not None and id(error) not in seen and len(chain) < 8:
        seen.add(id(error))
        chain.append(one(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def strays() -> Dict[str, str]:
    """Top-level modules that should be the work tree's and were imported from somewhere else."""
    own = own_names()
    found = {}
    for name, module in list(sys.modules.items()):
        origin = origin_of(module) if "." not in name else ""
        if not origin or inside(origin) or standard(name, origin):
            continue
        elsewhere = any(origin.startswith(place + os.sep) for place in ELSEWHERE)
        if name in own or (elsewhere and not FOREIGN & set(origin.split(os.sep))):
            found[name] = origin
    return found


def own_names() -> Set[str]:
    """Modules and packages that lie at the root or in src."""
    names = set()
    for place in (ROOT, os.path.join(ROOT, "src")):
        for entry in os.listdir(place) if os.path.isdir(place) else ():
            if entry.endswith(".py"):
                names.add(entry[:-3])
            elif os.path.isfile(os.path.join(place, entry, "__init__.py")):
                names.add(entry)
    return names


def standard(name: str, origin: str) -> bool:
    names = getattr(sys, "stdlib_module_names", sys.builtin_module_names)
    library = os.path.realpath(sysconfig.get_paths()["stdlib"])
    return name in names or (
        origin.startswith(library + os.sep) and not FOREIGN & set(origin.split(os.sep))
    )
