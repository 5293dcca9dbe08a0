"""What reading and compiling a plan costs, each figure beside a baseline of the same run.

Prints a table and gates nothing; `python tests/bench/parsing.py`. Real features count if they lie
beside the repository or where SDDTASKS_CORPUS says.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import features
from markdown_it import MarkdownIt

from sddtasks.compiler import compile_plan
from sddtasks.model.links import Graph
from sddtasks.parser import parse
from sddtasks.toolchains import may_hold_tests as is_test

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "corpus"
CORPUS = Path(os.environ.get("SDDTASKS_CORPUS", BESIDE))
COMPILED = 300
SMALL, LARGE = 10_000, 100_000
_ROUNDS = 5
_ROW = "{:<44} {:>12} {:>12} {:>7}  {}"


def main() -> None:
    print(_ROW.format("", "ours", "baseline", "ratio", "wanted"))
    linear()
    compiling()
    hostile()
    if CORPUS.is_dir():
        against_markdown()
    else:
        print(f"no real features at {CORPUS}")


def linear() -> None:
    """The time for one task of a large file, against one of a file of a tenth of the size."""
    few, many = (features.plan(size).encode() for size in (SMALL, LARGE))
    small = seconds(lambda: parse(few), 3) / SMALL
    large = seconds(lambda: parse(many), 1) / LARGE
    what = f"parse, µs for a task of {LARGE} (of {SMALL})"
    told(what, large * 1e6, small * 1e6, "about 1: linear")


def compiling() -> None:
    """Parse and compile a feature of the usual kind, against the same text in MarkdownIt."""
    text = features.plan(COMPILED).encode()
    plan = parse(text)
    ours = seconds(lambda: compiled(text))
    alone = seconds(lambda: compile_plan(plan, documents={}, existing=exists, is_test=is_test))
    theirs = seconds(lambda: MarkdownIt().parse(text.decode()))
    told(
        f"compile {COMPILED} tasks, ms (against MarkdownIt)", alone * 1e3, theirs * 1e3, "<= 50 ms"
    )
    told(f"parse and compile {COMPILED} tasks, ms", ours * 1e3, theirs * 1e3, "")


def hostile() -> None:
    """A document of one token, twice as long: twice the time, or less where a limit is reached."""
    head = "# T\n\n- [ ] T001 a\n"
    for unit in ("{", "`", "“ ", "depends on T001-T999 ", "T001 → ", "src/{a,", "<!--"):
        rows = [f"- [ ] T{n:05d} b {unit * (200 // len(unit))}\n" for n in range(2, 2000)]
        few, many = ((head + "".join(rows[:count])).encode() for count in (1000, 2000))
        once, twice = (seconds(partial(compiled, text), 2) for text in (few, many))
        told(f"2,000 lines of {unit!r} (of 1,000), ms", twice * 1e3, once * 1e3, "about 2")


def against_markdown() -> None:
    texts = [path.read_bytes() for path in sorted(CORPUS.rglob("tasks.md"))]
    decoded = [text.decode("utf-8-sig", "replace") for text in texts]
    ours = seconds(lambda: [parse(text) for text in texts], 2)
    theirs = seconds(lambda: [MarkdownIt().parse(text) for text in decoded], 2)
    told(f"parse {len(texts)} real files, s (against MarkdownIt)", ours, theirs, "ratio <= 3")


def compiled(text: bytes) -> Graph:
    return compile_plan(parse(text), documents={}, existing=exists, is_test=is_test)


def exists(path: str) -> bool:
    return True


def seconds(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """CPU time of the quickest of some rounds: other processes of the machine do not count."""
    return min(_once(work) for _ in range(rounds))


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def told(what: str, ours: float, theirs: float, wanted: str) -> None:
    ratio = f"{ours / theirs:.2f}"
    print(_ROW.format(what, f"{ours:.2f}", f"{theirs:.2f}", ratio, wanted), flush=True)


if __name__ == "__main__":
    main()
