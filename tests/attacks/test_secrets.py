"""Secrets of the person's environment: no program sees them, and nothing that is kept has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import say
from tests.helpers.agents import write
from tests.helpers.project import Project

KEY = "zq-4711-open-sesame-Xy9"
SECRETS = {"SHOP_API_KEY": KEY, "DATABASE_URL": f"postgres://shop:{KEY}@db.example/shop"}
LEAKING_TEST = """\
import os

from greet.welcome import welcome


def test_names_the_guest():
    seen = [os.environ.get(name) for name in ("SHOP_API_KEY", "DATABASE_URL")]
    assert seen == [None, None], seen
    assert welcome("Ada") == "Welcome, Ada!"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = greeting.make(tmp_path)
    made.environment.update(SECRETS)
    return made


def kept(project: Project) -> dict[str, bytes]:
    """Every file that sddtasks or git has written, by its path."""
    return {
        str(path): path.read_bytes()
        for path in project.root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def test_tests_do_not_see_them_and_nothing_kept_holds_them(project: Project) -> None:
    project.agent.plays(
        "T003", write("tests/test_welcome.py", LEAKING_TEST), say(f"the key is {KEY}")
    )

    ran = project.implement().ended(0)

    ran.never_says(KEY)
    assert project.completed == list(greeting.TASKS)
    assert [path for path, data in kept(project).items() if KEY.encode() in data] == []
    assert "*" * len(KEY) in (project.own_dir / "logs" / "T003.log").read_text()


@pytest.mark.parametrize(
    "leak",
    [
        write("greet/welcome.py", greeting.WELCOME + f'\nKEY = "{KEY}"\n'),
        pytest.param(write("docs/notes.md", f"Log in with {KEY}.\n"), marks=pytest.mark.slow),
        pytest.param(
            write(".env", f"DATABASE_URL=postgres://shop:{KEY}@db.example/shop\n"),
            marks=pytest.mark.slow,
        ),
        pytest.param(
            append("pyproject.toml", f"\n# {KEY}\n[tool.shop]\nx = 1\n"), marks=pytest.mark.slow
        ),
    ],
    ids=["product", "document", "dotenv", "comment"],
)
def test_work_with_a_secret_in_it_is_refused(project: Project, leak: tuple[str, ...]) -> None:
    project.agent.plays("T005", *greeting.WORK["T005"], leak)

    ran = project.implement("--retries=0").ended(1)

    ran.says("T005 refused", "SHOP_API_KEY").never_says(KEY)
    assert "T005" not in project.completed
    assert KEY not in project.git("log", "-p", "--all")


@pytest.mark.slow
def test_what_the_person_passes_on_is_seen(project: Project) -> None:
    seen = LEAKING_TEST.replace("[None, None]", f'["{"open-" * 3}", None]')
    project.environment["SHOP_MODE"] = "open-" * 3
    project.agent.plays(
        "T003",
        write("tests/test_welcome.py", seen.replace('"SHOP_API_KEY"', '"SHOP_MODE"')),
    )
    project.edit("sddtasks.toml", "parallel = 1", 'parallel = 1\npass_env = ["SHOP_M*"]')
    project.commit("Settings")

    project.implement().ended(0)


def test_a_test_that_lacks_a_variable_is_explained(project: Project) -> None:
    project.environment["SHOP_MODE"] = "test"
    needs = LEAKING_TEST.replace("    seen =", '    os.environ["SHOP_MODE"]\n    seen =')
    project.agent.plays("T003", write("tests/test_welcome.py", needs))

    ran = project.implement("--retries=0").ended(1)

    ran.says("SHOP_MODE is not passed on", 'pass_env = ["SHOP_MODE"]')
