"""The manual agent tells a person everything and touches nothing."""

from __future__ import annotations

from pathlib import Path

from sddtasks.agents import manual
from sddtasks.model.ports import AgentOutcome
from tests.agents.orders import PROMPT
from tests.agents.orders import order
from tests.agents.orders import tree


def test_the_message_says_what_to_write_where_and_what_next(tmp_path: Path) -> None:
    request = order(tmp_path, {})
    lines: list[str] = []

    report = manual.run(request, lines.append)

    prompt = request.log.with_name("T005.prompt.md")
    assert report.outcome is AgentOutcome.WAITING
    assert report.message.splitlines() == [
        "T005 waits for you: Unit test for Size in tests/test_size.py",
        "  write     tests/test_size.py",
        f"  in        {request.root}",
        f"  details   {prompt}",
        "  next      doit implement specs/001-sizes",
        "            checks what you wrote and completes the task; it also makes the commit",
        "            doit sdd accept T005 --because=…",
        "            takes your word for it, where there is nothing that could be seen",
    ]
    assert lines == report.message.splitlines()
    assert prompt.read_text(encoding="utf-8") == PROMPT


def test_only_the_prompt_and_the_log_are_written(tmp_path: Path) -> None:
    request = order(tmp_path, {})

    manual.run(request, lambda line: None)

    logs = ".sdd/001-sizes/logs"
    assert set(tree(request.root)) == {f"{logs}/T005.prompt.md", f"{logs}/T005.log"}


def test_a_task_without_paths_and_a_feature_elsewhere_are_said_plainly(tmp_path: Path) -> None:
    request = order(tmp_path, {}, paths=(), feature_dir=tmp_path / "elsewhere")

    message = manual.run(request, lambda line: None).message

    assert "no file is named" in message
    assert f"doit implement {tmp_path / 'elsewhere'}" in message


def test_it_takes_no_options() -> None:
    assert manual.missing({"x": 1}) == 'there is no option "x" (known: none)'
