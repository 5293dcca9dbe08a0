"""`python -m sddtasks VERB`: the verbs of `doit sdd`, without doit's command line."""

from __future__ import annotations

import os
import sys
from importlib import import_module


def _run() -> int:
    """Python would look for every module in the directory it was started in first: that is a
    project in which strangers and agents write."""
    here = os.path.realpath(os.getcwd())
    sys.path[:] = [path for path in sys.path if os.path.realpath(path) != here]
    sdd = import_module("sddtasks.plugins.sdd")
    try:
        code: int = sdd.main(sys.argv[1:], "python -m sddtasks")
    except sdd.InvalidCommand as error:
        sdd.display.warn(f"ERROR: {error}")
        return 3
    return code


if __name__ == "__main__":
    sys.exit(_run())
