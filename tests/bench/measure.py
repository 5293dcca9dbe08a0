"""Processes measured: wall time, CPU seconds and peak memory, of each one alone."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time and of CPU, and megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


def run(argv: Sequence[str], cwd: Path) -> Cost:
    """Run a command, which must succeed; CPU and memory include its own children that ended."""
    began = time.perf_counter()
    with subprocess.Popen(
        argv, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stderr is not None
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(argv)} ended with {child.returncode}:\n{said}")
    wall = time.perf_counter() - began
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def interleaved(rounds: int, *measures: Callable[[], Cost]) -> tuple[Cost, ...]:
    """The medians of each, measured in turns so that a busy moment hits all of them."""
    turns = [[measure() for measure in measures] for _ in range(rounds)]
    return tuple(typical(column) for column in zip(*turns, strict=True))


def typical(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        max(cost.memory for cost in costs),
    )
