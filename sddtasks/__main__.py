"""`python -m sddtasks VERB`: the verbs of `doit sdd`, without doit's command line."""

from __future__ import annotations

import sys

from doit.exceptions import InvalidCommand

from sddtasks.plugins import display
from sddtasks.plugins.sdd import main

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:], "python -m sddtasks"))
    except InvalidCommand as error:
        display.warn(f"ERROR: {error}")
        sys.exit(3)
