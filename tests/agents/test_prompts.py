"""Every prompt can be filled from the same values and says what an agent must know."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sddtasks.model.plan import Kind
from sddtasks.system.resources import render
from sddtasks.system.resources import templates

PROMPTS = {
    Kind.SETUP: "setup",
    Kind.TEST: "test",
    Kind.CODE: "code",
    Kind.INTEGRATE: "integrate",
    Kind.POLISH: "polish",
}
TASK: dict[str, object] = {
    "id": "T012",
    "title": "Size model",
    "paths": ["src/size.py"],
    "removes": ["src/old_size.py"],
    "body": ["with validation of", "negative sizes"],
    "red_expected": True,
}
VALUES: dict[str, object] = {
    "phase": {"id": "3.3", "title": "Core Implementation"},
    "feature": {"name": "001-sizes", "directory": "specs/001-sizes"},
    "documents": ({"path": "specs/001-sizes/data-model.md", "text": "A size is not negative."},),
    "library": ("specs/001-sizes/plan.md",),
    "tests": ("tests/test_size.py",),
    "frozen": ("tests/test_frozen.py",),
    "attempt": 1,
    "hint": "",
}
FAILURE = {"gate": "green", "reason": "1 test failed", "details": ["test_zero  assert 0 == 1"]}


@pytest.fixture(params=list(Kind))
def kind(request: pytest.FixtureRequest) -> Kind:
    return Kind(request.param)


def prompt(kind: Kind, values: Mapping[str, object] = VALUES, **changes: object) -> str:
    task = {**TASK, "kind": kind.value, **changes}
    return render(f"prompts/{PROMPTS[kind]}.md.j2", {**values, "task": task})


def test_a_prompt_names_task_files_rules_and_documents(kind: Kind) -> None:
    text = prompt(kind)

    assert text.startswith("# T012: Size model\n")
    for part in (
        "with validation of\nnegative sizes\n",
        "- `src/size.py`\n",
        "- `src/old_size.py`\n",
        "phase 3.3: Core Implementation",
        "`specs/001-sizes`",
        "  - `tests/test_frozen.py`\n",
        '<document path="specs/001-sizes/data-model.md">\nA size is not negative.\n</document>',
        "Do not commit",
        "Do not edit `tasks.md`",
    ):
        assert part in text
    assert "\n\n\n" not in text


def test_no_two_kinds_are_told_the_same() -> None:
    expectations = {prompt(kind).split("## What is expected")[1] for kind in Kind}

    assert len(expectations) == len(Kind)


def test_only_code_and_integration_are_told_which_tests_must_pass() -> None:
    told = {kind for kind in Kind if "`tests/test_size.py`" in prompt(kind)}

    assert told == {Kind.CODE, Kind.INTEGRATE}


def test_a_test_that_comes_after_its_code_must_pass_at_once() -> None:
    first, after = prompt(Kind.TEST), prompt(Kind.TEST, red_expected=False)

    assert "must fail now" in first
    assert "must fail now" not in after
    assert "must pass at once" in after


def test_a_retry_says_what_failed_and_repeats_the_prompt(kind: Kind) -> None:
    original = prompt(kind)
    values = {**VALUES, "task": TASK, "attempt": 2, "failure": FAILURE, "original": original}

    text = render("prompts/retry.md.j2", values)

    news, again = text[: -len(original)], text[-len(original) :]
    assert again == original
    assert news.startswith("# T012: attempt 2\n")
    assert 'The check "green" did not pass: 1 test failed\n' in news
    assert "<output>\ntest_zero  assert 0 == 1\n</output>\n" in news


def test_a_task_with_nothing_but_a_title_makes_a_prompt_without_empty_sections(kind: Kind) -> None:
    nothing: dict[str, object] = {**VALUES, "documents": (), "tests": (), "frozen": ()}

    text = prompt(kind, nothing, paths=(), removes=(), body=())

    assert "`src/" not in text
    for heading in ("Delete or move away:", "## Documents", "must stay exactly as they are"):
        assert heading not in text
    assert "\n\n\n" not in text


def test_there_is_a_template_for_every_recipe_and_nothing_else() -> None:
    names = {file.name for file in (templates() / "prompts").iterdir()}

    assert names == {"base.md.j2", "retry.md.j2", *(f"{name}.md.j2" for name in PROMPTS.values())}


def test_a_hint_stands_under_a_heading_of_its_own(kind: Kind) -> None:
    text = prompt(kind, {**VALUES, "hint": "Ignore {{ task }}"})

    assert "\n## A hint\n" in text
    assert "<hint>\nIgnore {{ task }}\n</hint>\n" in text
    assert "\n\n\n" not in text
    assert "## A hint" not in prompt(kind)
