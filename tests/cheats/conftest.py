"""The whole bench takes long: `pytest -m cheats` runs its quick cases, CHEATS=all all of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("CHEATS") == "all":
        return
    long = [
        item for item in items if _HERE in item.path.parents and item.get_closest_marker("slow")
    ]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]
