"""The checkout itself: one task at a time, nothing to prepare and nothing to give back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sddtasks.model.ports import Outfit
from sddtasks.model.ports import Place
from sddtasks.workspaces import surroundings

NAME = "inplace"


@contextmanager
def open(root: Path, commit: str, outfit: Outfit) -> Iterator[Place]:  # noqa: A001
    yield Place(root, surroundings.of_checkout(outfit))
