"""Requests that start a probe in the project's own interpreter."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sddtasks.model.ports import Options
from sddtasks.model.process import Request
from sddtasks.toolchains import base
from sddtasks.toolchains.python import interpreter

REPORT = "sdd-probe.jsonl"
PROBES = Path(__file__).resolve().parent.parent / "probes"


def request(root: Path, arguments: Sequence[str], scratch: Path, options: Options) -> Request:
    """The work tree goes before anything that an editable install may point to."""
    report = scratch / REPORT
    inherited = os.environ.get("PYTHONPATH")
    places = (PROBES, root / "src", root, *((inherited,) if inherited else ()))
    return Request(
        argv=(interpreter.interpreter(root, options), *arguments),
        cwd=root,
        env={
            "PYTHONPATH": os.pathsep.join(map(str, places)),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COVERAGE_FILE": str(scratch / "coverage"),
            "SDD_PROBE_REPORT": str(report),
            "SDD_PROBE_ROOT": str(root),
            "SDD_PROBE_ELSEWHERE": os.pathsep.join(map(str, base.checkouts(root)[1:])),
        },
        timeout=base.timeout(options),
        reports=(report,),
    )
