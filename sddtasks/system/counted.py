"""Counted resources: how many may hold one at a time, and how often it may be taken."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from collections.abc import Mapping

from sddtasks.model.errors import ConfigError
from sddtasks.system import process

_PERIODS = {"s": 1.0, "min": 60.0, "h": 3600.0}
_RATE = re.compile(r"(?P<times>[1-9]\d*)\s*/\s*(?P<period>s|min|h)")


class Counted:
    """`limits` maps a name to how many may hold it at once (4), or how often it may be taken
    ("30/min"). What is not named is not limited. For many threads.

    Raises ConfigError for a limit that is neither.
    """

    def __init__(self, limits: Mapping[str, int | str] | None = None) -> None:
        self._limits = {name: _limit(name, value) for name, value in (limits or {}).items()}

    @contextlib.contextmanager
    def hold(self, *names: str) -> Iterator[None]:
        """Wait until all of these are free, and keep them for the length of the context."""
        with contextlib.ExitStack() as stack:
            for name in sorted(set(names) & self._limits.keys()):
                stack.enter_context(self._limits[name])
            yield


class _Rate:
    """So many starts within any period; holding it longer costs nothing."""

    def __init__(self, times: int, period: float) -> None:
        self._period = period
        self._starts: deque[float] = deque(maxlen=times)
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            if len(self._starts) == self._starts.maxlen:
                process.pause(self._starts[0] + self._period - time.monotonic())
            self._starts.append(time.monotonic())

    def __exit__(self, *error: object) -> None:
        return


def _limit(name: str, value: int | str) -> contextlib.AbstractContextManager[object]:
    rate = _RATE.fullmatch(str(value).strip())
    if rate:
        return _Rate(int(rate["times"]), _PERIODS[rate["period"]])
    if isinstance(value, int) and value >= 1:
        return threading.BoundedSemaphore(value)
    raise ConfigError(
        f"resources.{name}: {value!r} is no limit",
        'write how many at a time, such as 2, or how often, such as "30/min" (s, min, h)',
    )
