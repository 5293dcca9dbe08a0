"""What holds for every text: no exception, every written task is found, and time is linear."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import HealthCheck
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sddtasks.parser import parse

PIECES = st.sampled_from(
    [
        "- [ ] ", "- [x] ", "* [-] ", "  - [ ]* ", "### ", "## Phase 1: ", "T001", "T002a", "1.1 ",
        "1. ", "**T003**", "[T004]", "T005-T009", "[P] ", "[US1] ", "(P)", "`src/a.py`",
        " in b/c.go",
        "\n", "\r\n", "\t", "    ", "```", "```json\n", "<!--", "-->", "---\n", "| ", "|---|---|\n",
        "| ID | Task |\n", "Depends on T001", " blocks ", "→", "[x](y.md)", "{a,b}", "(", ")", "[",
        "]", "**", "~~", "_", "阶段 1：", "フェーズ2", "依赖：", "✅", "\ufeff", "\0", "\u2028",
        "=", "#",
        "> ", "1) ", "TXXX", "- T001", "\\", "graph TD\n", "-->|x|", '{"waves":[["1"]]}',
    ]
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("- [ ] T001 `" + "(" * 50)
@example("### T001-T099: x\n- T002")
@example("\n---\n")
def test_no_text_raises(text: str) -> None:
    plan = parse(text.encode("utf-8", "surrogatepass"))
    assert bool(plan.tasks) is (plan.dialect != "none")
    phases = [phase.id for phase in plan.phases]
    assert len(set(phases)) == len(phases)
    assert {task.phase for task in plan.tasks} <= set(phases)
    assert all(task.line <= task.end_line for task in plan.tasks)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise(text: bytes) -> None:
    plan = parse(text)
    assert plan.tasks or any(problem.code == "SDD001" for problem in plan.problems)


WORDS = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=8)
TITLES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PATHS = st.lists(WORDS, min_size=1, max_size=3).map(lambda names: f"src/{'/'.join(names)}.py")


@dataclass(frozen=True)
class Written:
    """A task to be written by the renderer of the test."""

    mark: str
    parallel: bool
    story: str | None
    title: str
    path: str
    steps: list[str]

    def line(self, identifier: str) -> str:
        labels = ["[P]"] * self.parallel + [f"[{self.story}]"] * bool(self.story)
        words = " ".join([identifier, *labels, self.title])
        return f"- [{self.mark}] {words} in {self.path}"


STORIES = st.none() | st.integers(1, 9).map("US{}".format)
TASKS = st.builds(
    Written,
    st.sampled_from(" xX-~"),
    st.booleans(),
    STORIES,
    TITLES,
    PATHS,
    st.lists(TITLES, max_size=2),
)
PHASES = st.lists(st.lists(TASKS, min_size=1, max_size=4), min_size=1, max_size=4)
DECORATIONS = st.sampled_from(["{}", "**{}**", "[{}]", "`{}`", "**{}**:", "{}:"])


@settings(max_examples=200, deadline=None)
@given(PHASES, DECORATIONS, st.sampled_from(["\n", "\r\n"]))
def test_what_a_renderer_wrote_is_read_back(
    phases: list[list[Written]], decoration: str, end: str
) -> None:
    lines = ["# Tasks: x", ""]
    expected: list[tuple[object, ...]] = []
    for number, tasks in enumerate(phases, 1):
        lines += [f"## Phase {number}: Part {number}", ""]
        for task in tasks:
            identifier = f"T{len(expected) + 1:03}"
            lines.append(task.line(decoration.format(identifier)))
            title = f"{task.title} in {task.path}"
            first = (identifier, len(lines), str(number), task.mark, task.parallel, task.story)
            expected.append((*first, title, (task.path,)))
            lines += [f"  - {step}" for step in task.steps]
    plan = parse(end.join(lines).encode())
    assert [
        (t.id, t.line, t.phase, t.mark, t.parallel, t.story, t.title, t.paths) for t in plan.tasks
    ] == expected


def _seconds(text: bytes) -> float:
    start = time.process_time()
    parse(text)
    return time.process_time() - start


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    texts: dict[str, Callable[[int], str]] = {
        "tasks": lambda n: "".join(f"- [ ] T{i:05} Add x{i} in src/a{i}.py\n" for i in range(n)),
        "repeated phases": lambda n: "## Phase 1: x\n- [ ] T001 a\n" * n,
        "labels": lambda n: "- [ ] T001 " + "[P] " * n,
        "one word": lambda n: "- [ ] T001 " + "a" * n * 10,
        "spaces": lambda n: "- [ ] T001 x" + " " * n * 10 + "y",
        "underscores": lambda n: "- [ ] T001 x\n  " + "_" * n * 10 + "x",
        "stars": lambda n: "- [ ] T001 " + "**a" * n * 3,
        "dots": lambda n: f"## A3{'.' * (n // 10)}x\n- [ ] T001 x\n" * 10,
        "dashes": lambda n: f"- [ ] T001 Add test{'-' * (n // 10)}x\n" * 10,
        "indented": lambda n: "- [ ] T001 x\n  " + " " * n + "x",
        "backticks": lambda n: "- [ ] T001 " + "".join("`" * (i % 40 + 1) + "a" for i in range(n)),
        "links": lambda n: "- [ ] T001 " + "](aaa" * n * 2,
    }
    for name, written in texts.items():
        small, large = (written(n).encode() for n in (500, 4000))
        budget = 0.2 + 8 * 4 * _seconds(small)
        assert _seconds(large) < budget, name
