"""The time. Tests freeze it here, and nowhere else is it read."""

from __future__ import annotations

import time
from datetime import UTC
from datetime import datetime


def now() -> datetime:
    return datetime.now(UTC)


def stamp() -> str:
    """The time as it stands in every file: `2025-01-15T10:30:00Z`."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")


def monotonic() -> float:
    return time.monotonic()
