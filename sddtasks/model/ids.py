"""Task ids as people write them: natural order, and ranges expanded over the ids that exist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_PIECES = re.compile(r"(\d+)")


@lru_cache(maxsize=65536)
def natural_key(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts T2 before T10, T010 before T010a, and 1.9 before 1.10."""
    return tuple(
        (0, int(piece), "") if piece.isdigit() else (1, 0, piece.lower())
        for piece in _PIECES.split(identifier)
        if piece
    )


def expand_range(first: str, last: str, known: Sequence[str]) -> tuple[str, ...]:
    """Every known id from `first` to `last`, both included, in natural order.

    `T003`-`T010a` contains T010 and T010a when the plan has them. A range whose ends are in the
    wrong order, or that no known id falls into, is empty: the caller reports it.
    """
    low, high = natural_key(first), natural_key(last)
    inside = {identifier for identifier in known if low <= natural_key(identifier) <= high}
    return tuple(sorted(inside, key=natural_key))


def slug(name: str) -> str:
    """The name of a task or gate as a file, or a part of a ref, may have it."""
    return name.replace(":", "-").replace("/", "-")
