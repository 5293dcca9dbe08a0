"""All behaviours, by id."""

from __future__ import annotations

from collections.abc import Mapping

from tests.cheats import cargo_cheats
from tests.cheats import everywhere
from tests.cheats import git_cheats
from tests.cheats import git_deeper
from tests.cheats import go_cheats
from tests.cheats import honest
from tests.cheats import honest_elsewhere
from tests.cheats import honest_more
from tests.cheats import node_cheats
from tests.cheats import own_cheats
from tests.cheats import pytest_after
from tests.cheats import pytest_bombs
from tests.cheats import pytest_disguised
from tests.cheats import pytest_green
from tests.cheats import pytest_process
from tests.cheats import pytest_red
from tests.cheats import pytest_runner
from tests.cheats import pytest_vacuous
from tests.cheats import unittest_cheats
from tests.cheats.behaviour import Behaviour

_PARTS = (
    *(honest, honest_elsewhere, honest_more, everywhere, git_cheats, git_deeper, own_cheats),
    *(pytest_red, pytest_vacuous, pytest_green, pytest_runner, pytest_process, pytest_after),
    *(pytest_bombs, pytest_disguised, unittest_cheats),
    *(go_cheats, node_cheats, cargo_cheats),
)

_ALL = tuple(behaviour for part in _PARTS for behaviour in part.BEHAVIOURS)
BEHAVIOURS: Mapping[str, Behaviour] = {behaviour.id: behaviour for behaviour in _ALL}
assert len(BEHAVIOURS) == len(_ALL), [one.id for one in _ALL if one not in BEHAVIOURS.values()]
