"""Parameters of which a plain run takes a few."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def mostly(names: Iterable[str], *quick: str) -> list[Any]:
    """All of these names, marked as slow but for the quick ones."""
    marks = {name: [] if name in quick else [pytest.mark.slow] for name in names}
    return [pytest.param(name, marks=marks[name]) for name in marks]
