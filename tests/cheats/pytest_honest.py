"""pytest: agents that are honest in ways that are not the plainest."""

from __future__ import annotations
from tests.cheats.behaviour import Behaviour

BEHAVIOURS = tuple(Behaviour("plain", "pytest", t, (), honest=True, work=True) for t in ("T005",))
