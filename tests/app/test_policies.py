"""A document may ask for more than the person does; for less only where the person lets it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sddtasks.app import policies
from sddtasks.model.config import Settings
from sddtasks.parser import parse

COMMENT = "# T\n\n## Phase 1: A\n\n- [ ] T001 Do a <!-- sddtasks: tests = {} -->\n- [ ] T002 Do b\n"
PHASE = "# T\n\n## Phase 1: A\n<!-- sddtasks: tests={} -->\n\n- [ ] T001 Do a\n- [ ] T002 Do b\n"
FRONT = "---\nsddtasks:\n  T001: {}\n---\n# T\n\n- [ ] T001 Do a\n- [ ] T002 Do b\n"
WHOLE = (
    "# T\n\n<!-- sddtasks: tests = {} -->\n\n## Phase 1: A\n\n- [ ] T001 Do a\n- [ ] T002 Do b\n"
)
FORMS = {"comment": COMMENT, "phase": PHASE, "front matter": FRONT, "everything": WHOLE}


def held(text: str, settings: Settings) -> Mapping[str, str]:
    return policies.in_force(text.encode(), parse(text.encode()), settings)


def codes(text: str, settings: Settings) -> list[str]:
    return [
        found.code for found in policies.problems(text.encode(), parse(text.encode()), settings)
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("person", "wish", "counts"),
    [
        ("strict", "off", False),
        ("strict", "OFF", False),
        ("strict", "when-tests-exist", False),
        ("when-tests-exist", "off", False),
        ("when-tests-exist", "strict", True),
        ("off", "strict", True),
        ("off", "when-tests-exist", True),
        ("off", "off", True),
        ("strict", "strict", True),
    ],
)
def test_a_document_tightens(form: str, person: str, wish: str, *, counts: bool) -> None:
    text = FORMS[form].format(wish)
    settings = Settings.model_validate({"tests": person})
    assert held(text, settings).get("T001") == (wish.lower() if counts else None)
    assert codes(text, settings) == ([] if counts else ["SDD034"])


@pytest.mark.parametrize("form", FORMS)
def test_where_the_person_lets_it_a_document_weakens_and_that_is_said(form: str) -> None:
    text = FORMS[form].format("off")
    settings = Settings(tests_from_documents="any")
    assert held(text, settings)["T001"] == "off"
    assert policies.weakened(text.encode(), parse(text.encode()), settings)["T001"] == "off"
    assert codes(text, settings) == ["SDD035"]


def test_a_weaker_wish_does_not_hide_a_stricter_one_of_another_task() -> None:
    text = COMMENT.format("off").replace("Do b", "Do b <!-- sddtasks: tests = strict -->")
    settings = Settings(tests="when-tests-exist")
    assert held(text, settings) == {"T002": "strict"}
