"""Where a comment sets the test policy, and where it only shows how that would be done."""

from __future__ import annotations

import pytest

from sddtasks.parser import parse
from sddtasks.parser.policy import policies

OFF = "<!-- sddtasks: tests = off -->"
PLAN = """# Tasks: Shop

{before}

## Phase 1: Core

- [ ] T001 Order in src/order.py
{below}

- [ ] T002 Price in src/price.py
"""


def said(before: str = "", below: str = "") -> dict[str, str]:
    text = PLAN.format(before=before, below=below).encode()
    return dict(policies(text, parse(text)))


@pytest.mark.parametrize(
    "shown",
    [
        f"```\n{OFF}\n```",
        f"~~~html\n{OFF}\n~~~",
        f"````\n```\n{OFF}\n```\n````",
        f"- so:\n\n  ```\n  {OFF}\n  ```",
        f"Write `{OFF}` to do without.",
        f"Write:\n\n    {OFF}",
        f"> {OFF}",
        f"<!-- was:\n{OFF}",
    ],
)
def test_an_example_says_nothing(shown: str) -> None:
    assert said(before=shown) == {}


@pytest.mark.parametrize("shown", [f"  ```\n  {OFF}\n  ```", f"  as `{OFF}`", f"  > {OFF}"])
def test_an_example_below_a_task_says_nothing(shown: str) -> None:
    assert said(below=shown) == {}


@pytest.mark.parametrize(
    ("before", "below", "expected"),
    [
        (OFF, "", {"T001": "off", "T002": "off"}),
        (f"For all: {OFF}", "", {"T001": "off", "T002": "off"}),
        (f"```\n{OFF[:-4]}\n```\n{OFF}", "", {"T001": "off", "T002": "off"}),
        ("", f"  {OFF}", {"T001": "off"}),
        ("", f"\n{OFF}", {"T001": "off", "T002": "off"}),
        ("", "<!-- sddtasks: T002 tests: when-tests-exist -->", {"T002": "when-tests-exist"}),
    ],
)
def test_a_comment_counts(before: str, below: str, expected: dict[str, str]) -> None:
    assert said(before, below) == expected


def test_front_matter_behind_a_byte_order_mark() -> None:
    text = "\ufeff---\nsddtasks:\n  T001: off\n---\n- [ ] T001 Order in src/order.py\n".encode()
    assert policies(text, parse(text)) == {"T001": "off"}


def test_an_unclosed_fence_shows_what_follows() -> None:
    text = f"# T\n```\n{OFF}\n- [ ] T001 Order in src/order.py\n".encode()
    assert policies(text, parse(text)) == {}
