"""Finding the runners of a JavaScript project and starting them with our reporters."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model import testnames
from sddtasks.model.ports import Options
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.javascript.source import EXTENSIONS
from sddtasks.toolchains.javascript.source import Project

PROBES = Path(__file__).resolve().parent.parent / "probes"
REPORT = "sdd-probe.jsonl"

_is_named_as_test = testnames.of(*EXTENSIONS)


def is_test(path: PurePosixPath) -> bool:
    """Files named as tests, and every program in `__tests__/`."""
    return is_test_in("__tests__", path)


def is_test_in(directory: str, path: PurePosixPath) -> bool:
    """Files named as tests, and every program below a directory of this name."""
    inside = path.suffix[1:] in EXTENSIONS and directory in path.parent.parts
    return inside or _is_named_as_test(path)


def installed(root: Path, name: str) -> Path | None:
    """The program in the nearest node_modules, or in that of the checkout behind a work tree."""
    homes = (home for place in base.checkouts(root) for home in (place, *place.parents))
    programs = (home / "node_modules" / ".bin" / name for home in homes)
    return next((program for program in programs if program.exists()), None)


def missing(name: str) -> Callable[[Path, Options], str | None]:
    def missing_program(root: Path, options: Options) -> str | None:
        if shutil.which("node") is None:
            return "node is not on PATH: install Node.js 20 or later"
        if base.text(options, "program") or installed(root, name):
            return None
        return f"{name} is not installed here: run `npm install --save-dev {name}`"

    return missing_program


def detect(name: str, *configurations: str) -> Callable[[Path], bool]:
    """Is it a dependency, or is there a configuration file of its own?"""
    has_configuration = base.has_file(*configurations)

    def detect_program(root: Path) -> bool:
        return name in Project(root).packages or has_configuration(root)

    return detect_program


def request(
    root: Path, name: str, arguments: Sequence[str], scratch: Path, options: Options
) -> Request:
    report = scratch / REPORT
    program = base.text(options, "program") or str(installed(root, name) or name)
    return Request(
        argv=(program, *arguments),
        cwd=root,
        env={"SDD_PROBE_REPORT": str(report), "CI": "1", "NO_COLOR": "1", "FORCE_COLOR": "0"},
        timeout=base.timeout(options),
        reports=(report,),
    )
