"""Who may land next: of the tasks that are being done at the same time, the first in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """Places in the plan that are being worked on. A place leaves when its work has landed, or
    when it never will."""

    def __init__(self) -> None:
        self._places: set[int] = set()
        self._changed = Condition()

    def enter(self, place: int) -> None:
        with self._changed:
            self._places.add(place)

    @contextmanager
    def leaving(self, place: int) -> Iterator[None]:
        """Whatever happens inside, the place does not keep others waiting afterwards."""
        try:
            yield
        finally:
            with self._changed:
                self._places.discard(place)
                self._changed.notify_all()

    def wait(self, place: int) -> None:
        """Until nobody before this place in the plan is at work."""
        with self._changed:
            self._changed.wait_for(lambda: min(self._places, default=place) >= place)
