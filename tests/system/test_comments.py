"""Which HTML comments are comments, and which only show one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sddtasks.system.comments import Comment
from sddtasks.system.comments import comments

ONE = "<!-- here -->"


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{ONE}\n```",
        f"~~~html\n{ONE}\n~~~",
        f"````\n```\n{ONE}\n```\n````",
        f"- item\n\n  ```md\n  {ONE}\n  ```",
        f"1. item\n   - inner\n     ~~~\n     {ONE}\n     ~~~",
        f"```\n{ONE}",
        f"> ```\n> {ONE}\n> ```",
        f"> {ONE}",
        f"> said\n{ONE[:4]}\\-- lazily",
        f"- item\n\n  > {ONE}",
        f"Write `{ONE}` to do so",
        f"Write ``a ` {ONE}`` to do so",
        f"`first {ONE}\nsecond`",
        f"| a | b |\n|---|---|\n| 1 | `{ONE}` |",
        f"text\n\n    {ONE}",
        f"- item\n\n      {ONE}",
        f"\\{ONE}",
        "<!-- here",
    ],
)
def test_shown_or_quoted(text: str) -> None:
    assert [found for found in comments(text.split("\n")) if found.text == ONE] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (ONE, 1),
        (f"# T\n\n{ONE}", 3),
        (f"words {ONE} words", 1),
        (f"words\nand\n{ONE}", 3),
        (f"- [ ] T001 a\n  {ONE}", 2),
        (f"- [ ] T001 a\n\n  b\n  {ONE}", 4),
        (f"- [ ] T001 a {ONE}\n- [ ] T002 b", 1),
        (f"- [ ] T001 `a\n- [ ] T002 {ONE} b`", 2),
        (f"## Head {ONE}", 1),
        (f"| a |\n|---|\n| {ONE} |", 3),
        (f"<details>\n{ONE}\n</details>", 2),
        (f"```\nx\n```\n{ONE}", 4),
        (f"> quoted\n\n{ONE}", 3),
        (f"<!-- other\nlines -->\n{ONE}", 3),
        (f"`a` {ONE} `b`", 1),
    ],
)
def test_a_comment_has_its_line(text: str, line: int) -> None:
    assert Comment(line, ONE) in tuple(comments(text.split("\n")))


def test_what_stands_in_a_longer_comment_is_its_text() -> None:
    (found,) = comments(["<!-- was:", ONE, ""])
    assert found == Comment(1, f"<!-- was:\n{ONE}")


@given(st.text(alphabet="<!->`~# \n-*|[]a", max_size=200))
def test_any_text_is_read(text: str) -> None:
    lines = text.split("\n")
    assert all(1 <= found.line <= len(lines) for found in comments(lines))
