"""The user's dodo.py as doit loads it, but from its source, and with its directory searched last.

Python believes a kept `dodo.*.pyc` by a date and a length, and doit leaves the directory in front
of the installed modules, of which we load many later.
"""

from __future__ import annotations

import inspect
import os
import sys
from importlib.machinery import ModuleSpec
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from types import CodeType
from typing import Any

from doit import loader as doit_loader
from doit.exceptions import InvalidCommand


class _Source(SourceFileLoader):
    """Neither reads nor writes bytecode."""

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = self.source_to_code(self.get_data(self.path), self.path)
        return code


def find(name: str, start: Path, *, upwards: bool) -> Path | None:
    """The file that doit would load for a command that is started in `start`."""
    places = (start, *start.parents) if upwards else (start,)
    found = (place / name for place in places if (place / name).is_file())
    return next(found, None)


def namespace(file: Path, directory: str | None) -> dict[str, Any]:
    """What the file defines; the working directory is `directory` then, else the file's own.

    Modules beside the file are found before installed ones while it is executed, and behind them
    from then on.
    """
    place = os.path.abspath(directory or file.parent)
    if not os.path.isdir(place):
        raise InvalidCommand(f"--dir {directory}: there is no such directory")
    doit_loader.initial_workdir = os.getcwd()
    beside = list(dict.fromkeys((place, str(file.parent))))
    installed = [path for path in sys.path if path not in beside]
    sys.path[:] = [*beside, *installed]
    os.chdir(place)
    try:
        return dict(inspect.getmembers(_executed(file)))
    finally:
        sys.path[:] = [*(path for path in sys.path if path not in beside), *beside]


def _executed(file: Path) -> Any:
    loader = _Source(file.stem, str(file))
    module = module_from_spec(ModuleSpec(file.stem, loader, origin=str(file)))
    module.__file__ = str(file)
    sys.modules[file.stem] = module
    loader.exec_module(module)
    return module
