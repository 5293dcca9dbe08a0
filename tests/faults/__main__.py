"""`python -m tests.faults` kills doit at hundreds of points and prints what came of it."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.points import CLASSES
from tests.faults.points import chosen
from tests.faults.points import class_of
from tests.faults.trial import Point
from tests.faults.trial import Stage
from tests.faults.trial import attempt


def main() -> int:
    """Exit code 1 when anything was lost, done twice or left behind."""
    options = _options().parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="faults-", dir=options.place) as scratch:
        _surroundings(Path(scratch))
        stage = Stage(Path(scratch))
        points = chosen(stage, options.points, options.seed)
        _say(f"seed {options.seed}: {len(points)} points; the tree of a whole run: {stage.tree}")
        with ThreadPoolExecutor(options.jobs) as pool:
            rows = list(enumerate(points))
            done = list(pool.map(lambda row: _tried(stage, *row, keep=options.keep), rows))
    failed = Counter(name for name, wrong in done if wrong)
    total = Counter(name for name, _ in done)
    for name in CLASSES:
        _say(f"{name:12} {total[name]:4} kills {failed[name]:4} failed")
    seconds = time.monotonic() - began
    _say(f"{len(done)} kills, {failed.total()} failed, {total['']} not reached; {seconds:.0f} s")
    return int(failed.total() > 0)


def _tried(stage: Stage, number: int, point: Point, *, keep: bool) -> tuple[str, bool]:
    name = f"trial-{number}"
    hit, wrong = attempt(stage, name, point)
    if wrong:
        _say(f"FAILED {name}, {point} (now: {hit})")
        for line in wrong:
            _say("    " + line.replace("\n", "\n    "))
    if not (wrong and keep):
        shutil.rmtree(stage.place / name, ignore_errors=True)
    return class_of(hit) if hit else "", bool(wrong)


def _surroundings(place: Path) -> None:
    """As tests have them: neither settings nor identity of the person at the keyboard."""
    identity = "[user]\n\tname = Ada Tester\n\temail = ada@example.invalid\n"
    (place / "home").mkdir()
    (place / "home" / ".gitconfig").write_text(identity, encoding="utf-8")
    os.environ.update(HOME=str(place / "home"), GIT_CONFIG_NOSYSTEM="1")
    for name in os.environ:
        if name.startswith(("SDD_", "SPECIFY_", "DOIT_")):
            del os.environ[name]


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("--points", type=int, default=320, help="how many kills")
    parser.add_argument("--seed", type=int, default=1, help="which points are chosen")
    parser.add_argument("--jobs", type=int, default=2, help="how many trials at a time")
    parser.add_argument("--place", help="directory for the trials; in memory they are faster")
    parser.add_argument("--keep", action="store_true", help="leave failed trials for a look")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
