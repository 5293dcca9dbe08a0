"""Texts that atheris finds by coverage, fed to the parser: none may raise, none may take long.

`pip install atheris`, then `python tests/bench/fuzz.py 1000000`. Seeds and words are the fixtures
of the parser's tests. An input that raises or takes too long ends the run and is kept as a file.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sddtasks.parser"]):
    from sddtasks.parser import parse

FIXTURES = Path(__file__).parents[1] / "parser" / "fixtures"
RUNS = 1_000_000
LIMIT = 100
"""How many times longer than ordinary text of its size an input may take."""
LONGEST = 160
REPEATED, EVERY = 8192, 500
"""Some inputs are also parsed many times over in one text: there a square of the size shows."""
_MEASURED_AGAIN = 5
_LONGEST_WORD = 60


class TooSlow(Exception):
    """An input took more than LIMIT times what ordinary text of its size takes."""


@dataclass(frozen=True)
class Pace:
    """Seconds that the parser takes for no text at all, and for each byte of ordinary text."""

    start: float
    byte: float

    def ratio(self, text: bytes) -> float:
        return seconds(text) / (self.start + self.byte * len(text))


class Watch:
    """Feeds the parser, keeps the slowest input in mind, and says at the end what was seen."""

    def __init__(self, pace: Pace, runs: int) -> None:
        self.pace = pace
        self.runs = runs
        self.count = 0
        self.slowest = 0.0
        self.began = time.perf_counter()

    def parsed(self, text: bytes) -> None:
        self.timed(text)
        if text and self.count % EVERY == 0:
            self.timed(text * (REPEATED // len(text)))
        self.count += 1
        if self.count == self.runs:
            self.report()

    def timed(self, text: bytes) -> None:
        ratio = self.pace.ratio(text)
        if ratio > self.slowest:  # a pause of the machine is no property of the text
            ratio = min(ratio, *(self.pace.ratio(text) for _ in range(_MEASURED_AGAIN)))
        self.slowest = max(self.slowest, ratio)
        if ratio > LIMIT:
            raise TooSlow(f"{len(text)} bytes take {ratio:.0f} times what they should: {text!r}")

    def report(self) -> None:
        took = time.perf_counter() - self.began
        print(
            f"{self.count} inputs in {took:.0f} s, 0 crashes; the slowest took {self.slowest:.1f} "
            f"times what ordinary text of its size takes; allowed: {LIMIT}",
            flush=True,
        )


def main(runs: int) -> None:
    fixtures = b"\n\n".join(path.read_bytes() for path in sorted(FIXTURES.glob("*.md")))
    watch = Watch(pace(fixtures), runs)
    with tempfile.TemporaryDirectory(prefix="sddtasks-fuzz-") as place:
        words = Path(place) / "words"
        words.write_text("\n".join(entries(fixtures)))
        seeds = Path(place) / "seeds"
        seeds.mkdir()
        for number, part in enumerate(fixtures.split(b"\n\n")):
            (seeds / str(number)).write_bytes(part)
        options = [f"-runs={runs}", f"-max_len={LONGEST}", f"-dict={words}", "-timeout=60"]
        atheris.Setup([sys.argv[0], *options, str(seeds)], watch.parsed)
        atheris.Fuzz()


def pace(text: bytes) -> Pace:
    """Measured on ordinary text, on this machine and with the same instruments."""
    start = min(seconds(b"") for _ in range(_MEASURED_AGAIN))
    whole = min(seconds(text) for _ in range(_MEASURED_AGAIN))
    return Pace(start, (whole - start) / len(text))


def seconds(text: bytes) -> float:
    began = time.process_time()
    parse(text)
    return time.process_time() - began


def entries(text: bytes) -> Iterator[str]:
    """The words of a text as lines of a dictionary for libFuzzer."""
    for word in sorted(set(text.split())):
        if len(word) <= _LONGEST_WORD:
            yield '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
