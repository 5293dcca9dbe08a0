"""Jobs in threads: they mostly wait for processes, so threads are enough on one machine."""

from __future__ import annotations

from concurrent.futures import Executor
from concurrent.futures import ThreadPoolExecutor

NAME = "threads"


def open(jobs: int) -> Executor:  # noqa: A001 - the port's name
    return ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="job")
