"""How much sddtasks costs: against plain doit on the same graph, and against a bare git commit.

Prints a table of ratios and gates nothing. `python tests/bench/bench.py 50 1000` for some sizes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from statistics import median

import features
import measure
from measure import Cost

from sddtasks.model.plan import Feature
from sddtasks.model.process import Request
from sddtasks.system import process

SIZES = (50, 1_000, 10_000)
ROUNDS = {50: 9, 1_000: 5, 10_000: 3}
RUNS = {50: 7, 300: 3, 1_000: 3}
EXECUTED = 12
DOIT = (sys.executable, "-m", "doit")
_ROW = "{:<10} {:>7} {:>9} {:>9} {:>9} {:>9} {:>7} {:>7} {:>8}"


def main(sizes: Iterable[int]) -> None:
    print(_ROW.format("", "tasks", "ours s", "cpu s", "theirs s", "cpu s", "wall", "cpu", "MB"))
    with tempfile.TemporaryDirectory(prefix="sddtasks-bench-") as place:
        for size in sizes:
            commands(Path(place), size)
        for size in sizes:
            overhead(Path(place), size)


def commands(place: Path, size: int) -> None:
    """Commands with nothing to do, against plain doit in the same state."""
    feature = features.make(place / "ours", size)
    features.make_plain(place / "plain", feature)
    measure.run([*DOIT], place / "plain")
    up_to_date(feature)

    def ours(*words: str) -> Cost:
        return measure.run([*DOIT, *words], feature.root)

    def plain(*words: str) -> Cost:
        return measure.run([*DOIT, *words], place / "plain")

    def compiled() -> Cost:
        (feature.state_dir / "table.json").unlink()
        return ours("list")

    rounds = ROUNDS.get(size, 3)
    told("no-op", size, *measure.interleaved(rounds, lambda: ours("implement"), plain))
    told("list", size, *measure.interleaved(rounds, lambda: ours("list"), lambda: plain("list")))
    told("compile", size, *measure.interleaved(rounds, compiled, lambda: plain("list")))


def up_to_date(feature: Feature) -> None:
    """What is measured is really a run with nothing to do."""
    done = subprocess.run(
        [*DOIT, "implement"], cwd=feature.root, capture_output=True, text=True, check=False
    )
    assert "is up to date" in done.stdout, done.stdout + done.stderr


def overhead(place: Path, size: int) -> None:
    """One more task executed, without its agent, against `git add -A && git commit` alone.

    In several short runs, so that a machine that becomes slower or faster changes both sides.
    """
    last = [features.name_of(size - number) for number in range(EXECUTED, 0, -1)]
    bare = place / "bare"
    agents, engine, commits = [], [], []
    for _ in range(RUNS.get(size, 1)):
        feature = features.make(place / "ours", size, missing=last)
        shutil.rmtree(bare, ignore_errors=True)
        shutil.copytree(feature.root, bare)
        for name, seconds in executed(feature):
            engine.append(seconds)
            agents.append(written(bare, name))
            commits.append(committed(bare, feature, name))
    ours, theirs = median(engine) - median(agents), median(commits)
    told("per task", size, Cost(ours, 0.0, 0.0), Cost(theirs, 0.0, 0.0))


def executed(feature: Feature) -> list[tuple[str, float]]:
    """The seconds from each completed task to the next, in one run."""
    argv = [*DOIT, "implement", "--json"]
    seen: list[tuple[str, float]] = []
    with subprocess.Popen(argv, cwd=feature.root, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout or ():
            event = json.loads(line)
            if event["event"] == "completed":
                seen.append((event["task"], time.perf_counter()))
    assert run.returncode == 0
    assert len(seen) == EXECUTED
    return [(name, now - before) for (_, before), (name, now) in pairwise(seen)]


def written(root: Path, task: str) -> float:
    """The agent alone, started and seen to its end as it always is."""
    began = time.perf_counter()
    process.run(Request(("/bin/sh", features.AGENT), root, {"SDD_TASK": task}))
    return time.perf_counter() - began


def committed(root: Path, feature: Feature, task: str) -> float:
    """The same change, file and tick, committed by git alone."""
    plan = root / features.RELATIVE / "tasks.md"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace(f"- [ ] {task}", f"- [x] {task}"), encoding="utf-8")
    began = time.perf_counter()
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(["git", "commit", "-q", "-m", f"feat: Complete {task}"], cwd=root, check=True)
    return time.perf_counter() - began


def told(what: str, size: int, ours: Cost, theirs: Cost) -> None:
    cpu = f"{ours.cpu / theirs.cpu:.2f}" if theirs.cpu else ""
    values = (f"{ours.wall:.3f}", f"{ours.cpu:.3f}", f"{theirs.wall:.3f}", f"{theirs.cpu:.3f}")
    ratio = f"{ours.wall / theirs.wall:.2f}"
    memory = f"{ours.memory:.0f}" if ours.memory else ""
    print(_ROW.format(what, size, *values, ratio, cpu, memory), flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or SIZES)
