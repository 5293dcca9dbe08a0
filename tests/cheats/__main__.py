"""`python -m tests.cheats` prints the report."""

from __future__ import annotations

import sys

from tests.cheats.report import main

sys.exit(main())
