"""All behaviours, by id."""

from __future__ import annotations

from collections.abc import Mapping

from tests.cheats import everywhere
from tests.cheats import pytest_honest
from tests.cheats.behaviour import Behaviour

_PARTS = (everywhere, pytest_honest)

BEHAVIOURS: Mapping[str, Behaviour] = {
    behaviour.id: behaviour for part in _PARTS for behaviour in part.BEHAVIOURS
}
