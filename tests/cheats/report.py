"""Performs behaviours and prints, per toolchain, what was accepted that should not have been."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.cheats.behaviour import Behaviour
from tests.cheats.behaviour import Ending
from tests.cheats.catalogue import BEHAVIOURS
from tests.cheats.scenes import SCENES
from tests.cheats.stage import Performance
from tests.cheats.stage import Stage
from tests.cheats.stage import missing

_HEAD = ("toolchain", "dishonest", "accepted", "known", "honest", "refused", "broken", "seconds")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 when something was accepted or refused that should not have been."""
    options = _options().parse_args(arguments)
    chosen = [one for one in BEHAVIOURS.values() if _wanted(one, options.patterns)]
    for lack in sorted({lack for one in chosen if (lack := missing(SCENES[one.scene]))}):
        _say(f"passed over: {lack}")
    able = [one for one in chosen if not missing(SCENES[one.scene])]
    with tempfile.TemporaryDirectory(prefix="cheats-") as scratch:
        place = Path(scratch)
        home = Path(options.stage) if options.stage else place / "stage"
        stage = Stage(home, beside=options.beside)
        with ThreadPoolExecutor(options.jobs) as pool:
            done = []
            for performance in pool.map(lambda one: stage.perform(one, place / one.id), able):
                done.append(performance)
                _tell(performance, verbose=options.verbose)
    _say("")
    for line in table(done):
        _say(line)
    return int(any(not one.as_wanted and not one.behaviour.known for one in done))


def table(done: Sequence[Performance]) -> Iterator[str]:
    """One line per toolchain, and one for all."""
    names = sorted({one.behaviour.scene for one in done})
    rows: list[tuple[str, ...]] = [
        _HEAD,
        *((name, *_counts([one for one in done if one.behaviour.scene == name])) for name in names),
        ("all", *_counts(done)),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))


def _counts(done: Sequence[Performance]) -> tuple[str, ...]:
    dishonest = [one for one in done if not one.behaviour.honest]
    honest = [one for one in done if one.behaviour.honest]
    accepted = [one for one in dishonest if one.ending is Ending.COMPLETED]
    known = [one for one in accepted if one.behaviour.known]
    return (
        str(len(dishonest)),
        str(len(accepted) - len(known)),
        str(len(known)),
        str(len(honest)),
        str(len([one for one in honest if one.ending is not Ending.COMPLETED])),
        str(len([one for one in done if one.ending is Ending.BROKEN])),
        f"{sum(one.seconds for one in done):.0f}",
    )


def _tell(one: Performance, *, verbose: bool) -> None:
    mark = "ok " if one.as_wanted else ("-- " if one.behaviour.known else "!! ")
    _say(f"{mark} {one.behaviour.id:58} {one.ending:10} {one.seconds:5.1f} s  {_why(one.text)}")
    if verbose:
        _say(one.text)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _why(text: str) -> str:
    """The line that says why, in what doit said."""
    lines = text.splitlines()
    if "Traceback" in text:
        return lines[-1][:200] if lines[-1] else lines[-2][:200]
    said = [number for number, line in enumerate(lines) if " refused: " in line]
    return " | ".join(line.strip() for line in lines[said[0] : said[0] + 3])[:200] if said else ""


def _wanted(one: Behaviour, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatch(one.id, pattern) for pattern in patterns)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patterns", nargs="*", help="ids, with wildcards: pytest-*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--stage", default="", help="keep the prepared repositories here")
    parser.add_argument("--beside", action="store_true", help="another task is done beside it")
    parser.add_argument("--verbose", action="store_true", help="print what doit said")
    return parser


if __name__ == "__main__":
    sys.exit(main())
