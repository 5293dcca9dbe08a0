"""Templates are filled strictly, and a file of the user's own wins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sddtasks.model.errors import ConfigError
from sddtasks.system import clock
from sddtasks.system import resources


def test_the_shipped_templates_are_found() -> None:
    assert (resources.templates() / "prompts").is_dir()


def test_the_users_own_file_wins(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "code.md.j2").write_text("Do {{ task }}.\n")
    text = resources.render("prompts/code.md.j2", {"task": "T001"}, (tmp_path,))
    assert text == "Do T001.\n"


@pytest.mark.parametrize(
    "template", ["{{ nobody_knows }}", "{% if %}", "{{ ''.__class__.__mro__ }}", "{{ 1 / x.y }}"]
)
def test_what_cannot_be_filled_is_named_with_what_to_compare(tmp_path: Path, template: str) -> None:
    (tmp_path / "own.j2").write_text(template)
    with pytest.raises(ConfigError, match=r"template own\.j2 cannot be filled") as refused:
        resources.render("own.j2", {}, (tmp_path,))
    assert str(resources.templates()) in refused.value.hint


def test_a_template_that_is_nowhere() -> None:
    with pytest.raises(ConfigError, match=r"none\.j2"):
        resources.render("none.j2", {})


def test_times_are_utc_to_the_second() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", clock.stamp())
    assert clock.now().utcoffset() is not None
