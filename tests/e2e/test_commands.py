"""Commands that tasks.md puts in backticks: which are run, and which never are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import write
from tests.helpers.project import Project

pytestmark = pytest.mark.slow


def setup(home: Path, line: str, settings: str = "") -> Project:
    project = greeting.planned(home, f"- [ ] T001 {line}", settings=settings)
    project.edit(project.plan, "## Phase 1: Work", "## Phase 1: Setup")
    return project.commit("Setup")


def test_directories_are_made_without_anybody_being_asked(tmp_path: Path) -> None:
    project = setup(tmp_path, "Create the directories with `mkdir -p src/{a,b} docs`")
    project.implement().ended(0)
    assert project.agent.calls == []
    assert all((project.root / name).is_dir() for name in ("src/a", "src/b", "docs"))
    assert project.evidence("T001")["attempts"] == 0


def test_without_a_terminal_it_is_refused_with_the_setting(tmp_path: Path) -> None:
    project = setup(tmp_path, "Install with `pip install no-such-package-of-ours`")
    ran = project.implement().ended(1)
    ran.says("`pip install no-such-package-of-ours`")
    ran.says('allowed_commands = ["pip install"] in sddtasks.toml')
    ran.says('commands_from_documents = "allow"')
    assert project.agent.calls == []
    assert project.completed == []


def test_the_setting_that_was_named_is_the_one_that_helps(tmp_path: Path) -> None:
    """`python3 -V` stands for any command that is harmless and not on our list."""
    project = setup(tmp_path, "Look with `python3 -V`")
    project.implement().ended(1).says('allowed_commands = ["python3 -V"]')
    config = 'allowed_commands = ["python3 -V"]\n' + project.agent.configuration
    project.write({"sddtasks.toml": config})
    project.commit("Allow it")
    project.implement().ended(0)
    assert "Python 3" in (project.own_dir / "logs/T001.log").read_text()


@pytest.mark.parametrize(
    ("settings", "calls"),
    [
        ('commands_from_documents = "allow"\n', []),
        ('commands_from_documents = "agent"\n', ["T001"]),
    ],
)
def test_policies(tmp_path: Path, settings: str, calls: list[str]) -> None:
    project = setup(tmp_path, "Look with `python3 -V`", settings)
    project.agent.plays("T001", write("notes.txt", "looked\n"))
    project.implement().ended(0)
    assert project.agent.calls == calls


def test_refuse_is_refused_in_a_terminal_too(tmp_path: Path) -> None:
    project = setup(tmp_path, "Look with `python3 -V`", 'commands_from_documents = "refuse"\n')
    project.implement("--yes").ended(1).says("`python3 -V`")


def test_yes_answers_the_question(tmp_path: Path) -> None:
    setup(tmp_path, "Look with `python3 -V`").implement("--yes").ended(0)


def test_a_command_that_fails_fails_its_task(tmp_path: Path) -> None:
    project = setup(tmp_path, "Run `git no-such-verb`", 'commands_from_documents = "allow"\n')
    ran = project.implement().ended(1)
    ran.says("`git no-such-verb` failed (exit code 1)", "is not a git command")


@pytest.mark.parametrize(
    "command",
    [
        "mkdir -p a && touch pwned",
        "mkdir a; touch pwned",
        "mkdir $(touch pwned)",
        "touch a | tee pwned",
        "touch a > pwned",
        "touch ../pwned",
        "mkdir -p /tmp/sddtasks-pwned",
        "mkdir -p ~/pwned",
        "git init --template=../evil && touch pwned",
    ],
)
def test_nothing_that_needs_a_shell_or_leaves_the_repository_is_run(
    tmp_path: Path, command: str
) -> None:
    project = setup(tmp_path, f"Prepare with `{command}`")
    project.agent.plays("T001", write("notes.txt", "prepared\n"))
    project.implement("--retries=0", "--yes")
    assert list(tmp_path.rglob("pwned")) == []
    assert not Path("/tmp/sddtasks-pwned").exists()


@pytest.mark.parametrize("command", ["rm -rf precious", "git clean -fdx", "git reset --hard"])
def test_what_destroys_is_never_run_unasked(tmp_path: Path, command: str) -> None:
    project = setup(tmp_path, f"Start clean with `{command}`")
    project.write({"precious/work.txt": "years\n"})
    project.commit("Precious")
    project.implement().ended(1).says(f"`{command}`")
    assert project.read("precious/work.txt") == "years\n"
