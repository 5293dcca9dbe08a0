"""What could be started now, for the reader's eyes only: doit decides what is started."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence


class Frontier:
    """Tasks by how many of the tasks that they wait for are still open."""

    def __init__(self, waits_for: Mapping[str, Iterable[str]]) -> None:
        self._open = {name: len(set(deps)) for name, deps in waits_for.items()}
        self._waiting: dict[str, list[str]] = {name: [] for name in waits_for}
        for name, deps in waits_for.items():
            for dep in set(deps):
                self._waiting[dep].append(name)
        self._ready = {name: None for name, count in self._open.items() if count == 0}
        self._done: set[str] = set()

    def done(self, name: str) -> None:
        self._ready.pop(name, None)
        if name in self._done:
            return
        self._done.add(name)
        for follower in self._waiting.get(name, ()):
            self._open[follower] -= 1
            if self._open[follower] == 0:
                self._ready[follower] = None

    def ready(self) -> Sequence[str]:
        return list(self._ready)

    def open_among(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name not in self._done]

    def behind(self, name: str) -> list[str]:
        """Everything that waits for `name`, directly or not, in the plan's order."""
        seen: set[str] = set()
        todo = [name]
        while todo:
            fresh = self._waiting.get(todo.pop(), ())
            todo += [follower for follower in fresh if follower not in seen]
            seen.update(fresh)
        return [other for other in self._open if other in seen]
