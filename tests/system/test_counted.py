"""Limits that hold over many threads."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sddtasks.model.errors import ConfigError
from sddtasks.system.counted import Counted


def most_at_once(counted: Counted, name: str) -> int:
    lock, now, most = threading.Lock(), 0, 0

    def one(_: int) -> None:
        nonlocal now, most
        with counted.hold(name):
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.02)
            with lock:
                now -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    return most


def test_no_more_than_the_limit_at_once() -> None:
    counted = Counted({"tests": 2})
    assert most_at_once(counted, "tests") == 2
    assert most_at_once(counted, "agents") > 2


def test_a_rate_is_kept() -> None:
    counted = Counted({"calls": "3/s"})
    began = time.monotonic()
    for _ in range(4):
        with counted.hold("calls"):
            pass
    assert 0.9 < time.monotonic() - began < 3


@pytest.mark.parametrize("value", [0, -1, "", "2/day", "0/min", "many"])
def test_what_is_no_limit_is_refused(value: int | str) -> None:
    with pytest.raises(ConfigError, match=r"resources\.tests"):
        Counted({"tests": value})
