"""Labels around a title, wherever they stand."""

from __future__ import annotations

import pytest

from sddtasks.parser.labels import labelled
from sddtasks.parser.labels import parallel_field


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (" [P] Add x", "Add x"),
        (" [P]** Add x", "Add x"),
        ("** [P] Add `x`", "Add `x`"),
        (" [P]: Add x", "Add x"),
        (" - [P] Add x", "Add x"),
        (" (P) Add x", "Add x"),
        (" Add x (P)", "Add x"),
        (": [Setup][P] Add x", "Add x"),
        (" Add x [P]", "Add x"),
        (" Add x (WP08) [P]", "Add x (WP08)"),
        (" [P with T003–T005] Add x", "Add x"),
        (" [P, US2] Add x", "Add x"),
        (" [PARALLEL-GROUP-1] Add x", "Add x"),
        (" [可并行] Add x", "Add x"),
        (" 🔵 Add x", "🔵 Add x"),
        (" Add x (🔵 Parallel)", "Add x (🔵 Parallel)"),
    ],
)
def test_parallel(text: str, title: str) -> None:
    read = labelled(text)
    assert read.parallel
    assert read.title == title


@pytest.mark.parametrize(
    "text",
    [
        " [P1] Add x",
        " P1 Add x",
        " [PL] Add x",
        " [PARITY-GATE] Add x",
        " verify [P] detection",
        " keep non-[P] tasks",
        " *(same file — no [P])* Add x",
        " document `[P]`",
        " [PATH] Add x",
    ],
)
def test_not_parallel(text: str) -> None:
    assert not labelled(text).parallel


@pytest.mark.parametrize(
    ("text", "story"),
    [
        (" [US1] x", "US1"),
        (" [US5a] x", "US5a"),
        (" [US-3] x", "US-3"),
        (" [Story 3] x", "US3"),
        (" US2 x", "US2"),
        (" [P] [US1+US2] x", "US1+US2"),
        (" [US1] [US2] [US3] x", "US1+US2+US3"),
        (" x in src/a.py [US4]", "US4"),
        (" [--] x", None),
        (" x as US1 says", None),
    ],
)
def test_story(text: str, story: str | None) -> None:
    assert labelled(text).story == story


def test_other_labels_and_optional() -> None:
    read = labelled(" [Setup] [FR-004] [optional] Add x")
    assert read.labels == ("Setup", "FR-004", "optional")
    assert read.optional


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (" **Add** the [id] field", "Add the [id] field"),
        (" Copy `src/**/*.py` **now**", "Copy `src/**/*.py` now"),
        (" Copy src/**/*.py", "Copy src/**/*.py"),
        (" [spec.md](./spec.md) is read", "[spec.md](./spec.md) is read"),
        (" .gitignore is extended", ".gitignore is extended"),
        (" **Unit test**: `f()`", "Unit test: `f()`"),
        (" Add x <!-- agent: fast --> now", "Add x now"),
        (" Add __init__.py ✅", "Add __init__.py"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert labelled(text).title == title


@pytest.mark.parametrize(
    ("line", "parallel"),
    [
        ("- **标记**: [P]", True),
        ("**Parallel**: yes", True),
        ("- Parallel: no", False),
        ("- **并行**：是", True),
        ("- Parallelism is hard", False),
    ],
)
def test_parallel_as_a_field(line: str, parallel: bool) -> None:
    assert parallel_field(line) is parallel
