"""Problems for people, editors and code hosts."""

from __future__ import annotations

import json

import pytest

from sddtasks.compiler.diagnostics import FORMATS
from sddtasks.compiler.diagnostics import rendered
from sddtasks.compiler.diagnostics import summary
from tests.compiler.reading import compiled

TEXT = """# Tasks: Shop
## Phase 1: Core
- [ ] T001 Orders in src/orders.py (depends on T099)
- [ ] T002 Implement it
"""
PATH = "specs/001-shop/tasks.md"


def shown(form: str) -> str:
    return rendered(compiled(TEXT).problems, PATH, TEXT, form)


def test_text_shows_the_line_and_points_at_the_name() -> None:
    assert shown("text").splitlines()[:6] == [
        "error[SDD010]: T099 is not a task of this plan",
        f" --> {PATH}:3:48",
        "  |",
        "3 | - [ ] T001 Orders in src/orders.py (depends on T099)",
        "  |                                                ^^^^",
        "  = hint: define it or remove the name",
    ]


def test_json() -> None:
    found = json.loads(shown("json"))["problems"]
    assert [(item["code"], item["line"], item["column"]) for item in found] == [
        ("SDD010", 3, 48),
        ("SDD041", 4, 7),
    ]


def test_sarif() -> None:
    (run,) = json.loads(shown("sarif"))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["SDD010", "SDD041"]
    first = run["results"][0]
    assert first["level"] == "error"
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 48, "endColumn": 52}


def test_github() -> None:
    first = shown("github").splitlines()[0]
    assert first.startswith(f"::error file={PATH},line=3,col=48,title=SDD010::T099 is not a task")


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_to_tell(form: str) -> None:
    assert "SDD" not in rendered((), PATH, TEXT, form)


def test_summary() -> None:
    assert summary(compiled(TEXT).problems) == "1 error, 1 note"
    assert summary(()) == "no problems"
