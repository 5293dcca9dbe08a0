"""A file that was named with its directory is meant when only its name comes later."""

from __future__ import annotations

import pytest

from sddtasks.parser import parse


@pytest.mark.parametrize(
    ("lines", "paths"),
    [
        (("Add src/stock.py", "Count in stock.py"), ("src/stock.py",)),
        (("Count in stock.py", "Add src/stock.py"), ("src/stock.py",)),
        (("Add a/stock.py", "Add b/stock.py", "Count in stock.py"), ("stock.py",)),
        (("Add web/package.json", "Add a script to package.json"), ("package.json",)),
        (("Add docs/faq.md", "Add an answer to faq.md"), ("docs/faq.md",)),
        (("Add docs/README.md", "Name it in README.md"), ("README.md",)),
        (("Add src/stock.py", "Move stock.py and src/stock.py"), ()),
    ],
)
def test_the_last_task_is_about(lines: tuple[str, ...], paths: tuple[str, ...]) -> None:
    text = "".join(f"- [ ] T{number:03} {line}\n" for number, line in enumerate(lines, 1))

    assert parse(text.encode()).tasks[-1].paths == paths


def test_a_name_before_its_directory_stays_as_it_is() -> None:
    tasks = parse(b"- [ ] T001 Count in stock.py\n- [ ] T002 Add src/stock.py\n").tasks

    assert tasks[0].paths == ("stock.py",)
