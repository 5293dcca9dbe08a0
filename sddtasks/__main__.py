"""`python -m sddtasks VERB`: the verbs of `doit sdd`, without doit's command line."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def _run() -> int:
    """Python looks first where it was started, which is a project in which agents write: that is
    searched last, before anything else is loaded."""
    here = str(Path.cwd())
    sys.path[:] = [*(path for path in sys.path if path not in ("", here)), here]
    sdd = import_module("sddtasks.plugins.sdd")
    try:
        code: int = sdd.main(sys.argv[1:], "python -m sddtasks")
    except sdd.InvalidCommand as error:
        sdd.display.warn(f"ERROR: {error}")
        return 3
    return code


if __name__ == "__main__":
    sys.exit(_run())
