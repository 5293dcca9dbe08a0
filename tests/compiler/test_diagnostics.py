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


def test_sarif_has_what_its_schema_requires() -> None:
    log = json.loads(rendered(compiled(TEXT).problems, "specs/é x/tasks.md", TEXT, "sarif"))
    assert (log["version"], log["$schema"][-10:]) == ("2.1.0", "2.1.0.json")
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "sddtasks"
    assert all(rule["id"] for rule in run["tool"]["driver"]["rules"])
    for result in run["results"]:
        (place,) = (location["physicalLocation"] for location in result["locations"])
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning", "note")
        assert place["artifactLocation"]["uri"] == "specs/%C3%A9%20x/tasks.md"
        assert place["region"]["startLine"] >= 1


def test_github() -> None:
    first = shown("github").splitlines()[0]
    assert first.startswith(f"::error file={PATH},line=3,col=48,title=SDD010::T099 is not a task")


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_to_tell(form: str) -> None:
    assert "SDD" not in rendered((), PATH, TEXT, form)


def test_summary() -> None:
    assert summary(compiled(TEXT).problems) == "1 error, 1 note"
    assert summary(()) == "no problems"


@pytest.mark.parametrize(
    ("line", "code", "pointed"),
    [
        ("- [ ] T001 订单 in /home/ada/shop/src/a.py", "SDD012", "/home/ada/shop/src/a.py"),
        ("- [ ] TXXX Orders in src/a.py", "SDD004", "TXXX"),
        ("- [ ] T001 Orders in [location].py", "SDD027", "[location]"),
        ("- [ ] T001 [P] Orders (needs T0011, T001b)", "SDD010", "T0011"),
        ("## Phase 2: Nothing here", "SDD042", "Phase 2: Nothing here"),
    ],
)
def test_the_caret_stands_below_what_is_meant(line: str, code: str, pointed: str) -> None:
    text = f"# Tasks: Shop\n\x0cpage\u2028two\n## Phase 1: Core\n- [ ] T009 Do in b.py\n{line}\n"
    found = json.loads(rendered(compiled(text).problems, PATH, text, "json"))["problems"]

    (item,) = [item for item in found if item["code"] == code][:1]
    start = item["column"] - 1
    assert item["source"] == line
    assert line[start : start + item["width"]] == pointed


def test_wide_characters_take_two_columns() -> None:
    text = "## Phase 1: Core\n- [ ] T001 订单 in /home/ada/src/a.py\n"
    lines = rendered(compiled(text).problems, PATH, text).splitlines()

    assert "  |                    ^^^^^^^^^^^^^^^^^^" in lines
    assert "  = hint: write it relative to the repository, like src/a.py" in lines
