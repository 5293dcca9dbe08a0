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
def open(  # noqa: A001
    root: Path, commit: str, outfit: Outfit, keep: str = ""
) -> Iterator[Place]:
    yield Place(root, surroundings.of_checkout(outfit))
