"""Hooks of git that change what is committed: what counts is what the commit holds."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import write
from tests.helpers.project import Project
from tests.helpers.slowly import mostly

FORMATTER = f"""\
#!{sys.executable}
import pathlib, subprocess, sys
words = ["git", "diff", "--cached", "--name-only", "--diff-filter=d", "--", "*.py"]
found = 0
for name in subprocess.run(words, capture_output=True, text=True).stdout.split():
    path = pathlib.Path(name)
    text = path.read_text()
    if text and not text.startswith("# formatted"):
        path.write_text("# formatted\\n" + text)
        found = 1
        STAGE
sys.exit(EXIT)
"""
STAGES = FORMATTER.replace("STAGE", 'subprocess.run(["git", "add", name])').replace("EXIT", "0")
REFUSES = FORMATTER.replace("STAGE", "pass").replace("EXIT", "found")
LEAVES = FORMATTER.replace("STAGE", "pass").replace("EXIT", "0")


def hook(project: Project, name: str, text: str) -> None:
    place = project.root / ".git/hooks" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(text, encoding="utf-8")
    place.chmod(0o755)


@pytest.fixture
def small(tmp_path: Path) -> Project:
    project = greeting.planned(tmp_path, "- [ ] T001 Words in words/1.txt")
    project.agent.plays("T001", write("words/1.txt", "one\n"))
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return greeting.make(tmp_path)


def is_proven(project: Project) -> None:
    """All is done, nothing is left, and what is frozen is what the commits hold."""
    assert sorted(project.completed) == list(greeting.TASKS)
    assert project.dirty == []
    test = "tests/test_welcome.py"
    held = hashlib.sha256(project.git("show", f"HEAD:{test}").encode()).hexdigest()
    assert project.evidence("T003")["frozen"] == {test: held}
    assert f"Sdd-File: {held} {test}" in project.git("log", "--format=%B")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(STAGES, (), id="it stages them"),
        pytest.param(STAGES, ("-n", "2"), id="in work trees", marks=pytest.mark.slow),
        pytest.param(REFUSES, (), id="it refuses the commit", marks=pytest.mark.slow),
        pytest.param(REFUSES, ("-n", "2"), id="refused in trees", marks=pytest.mark.slow),
    ],
)
def test_a_hook_that_formats_files(project: Project, text: str, words: tuple[str, ...]) -> None:
    hook(project, "pre-commit", text)
    project.implement(*words).ended(0)
    is_proven(project)
    assert project.read("tests/test_welcome.py").startswith("# formatted\n")
    assert sorted(project.agent.calls) == list(greeting.TASKS[1:])


@pytest.mark.slow
def test_what_a_hook_changes_and_does_not_stage_is_no_task_s_work(project: Project) -> None:
    hook(project, "pre-commit", LEAVES)
    project.implement().ended(0).says("hooks of git changed and did not commit: tests/test_welcome")
    is_proven(project)
    kept = project.git("for-each-ref", "--format=%(refname)", "refs/sdd/001-greeting/T003").strip()
    assert project.git("show", f"{kept}:tests/test_welcome.py").startswith("# formatted\n")
    assert project.git("show", "HEAD:tests/test_welcome.py") == greeting.TEST_WELCOME


@pytest.mark.slow
def test_a_hook_that_spoils_the_work(project: Project) -> None:
    """Taken back: HEAD, box and tree are as before the commit; what the hook made is kept."""
    hook(
        project,
        "pre-commit",
        "#!/bin/sh\nfor f in $(git diff --cached --name-only -- 'greet/w*.py'); do\n"
        "echo 'welcome = print' > $f; git add $f; done\n",
    )
    ran = project.implement("--retries=0").ended(1)
    ran.says("T005 refused: as hooks of git changed it, the work does not pass", "(commit hook)")
    kept = project.git("for-each-ref", "--format=%(refname)", "refs/sdd/001-greeting/T005").strip()
    ran.says(f"git show {kept}")
    assert project.git("show", f"{kept}:greet/welcome.py") == "welcome = print\n"
    assert project.read("greet/welcome.py") == greeting.WELCOME
    assert "T005" not in {*project.completed, *project.ticked()}
    (project.root / ".git/hooks/pre-commit").unlink()
    project.implement().ended(0)
    is_proven(project)
    assert project.agent.calls.count("T005") == 1


UNFIT = {
    "that adds to it for ever": (
        "pre-commit",
        "#!/bin/sh\nfor f in $(git ls-files 'words/*'); do date +%N >> $f; git add $f; done\n",
        "hooks of git changed what was committed, 3 times",
    ),
    "that drops a file": (
        "pre-commit",
        "#!/bin/sh\ngit reset -q -- words/1.txt\n",
        "words/1.txt  does not exist",
    ),
    "that strips the message": (
        "commit-msg",
        '#!/bin/sh\nhead -1 "$1" > "$1.short"; mv "$1.short" "$1"\n',
        "a hook of git took lines out of the commit's message",
    ),
    "that wraps the message": (
        "commit-msg",
        '#!/bin/sh\nfold -s -w 60 "$1" > "$1.short"; mv "$1.short" "$1"\n',
        "a hook of git took lines out of the commit's message",
    ),
    "that adds a paragraph": (
        "commit-msg",
        "#!/bin/sh\nprintf '\\nSent by a hook.\\n' >> \"$1\"\n",
        "a hook of git took lines out of the commit's message",
    ),
    "that formats tasks.md": (
        "pre-commit",
        "#!/bin/sh\nsed -i 's/^# Tasks.*/# Tasks: other/' specs/*/tasks.md; git add specs\n",
        "a hook of git changes specs/001-greeting/tasks.md",
    ),
    "that goes elsewhere": (
        "post-commit",
        "#!/bin/sh\ngit update-ref HEAD HEAD^\n",
        "a hook of git moved HEAD",
    ),
    "that is no program": ("pre-commit", "#!/no/such/program\n", "git refused the commit"),
}


@pytest.mark.parametrize("name", mostly(UNFIT, "that strips the message"))
def test_a_hook_that_cannot_be_lived_with(small: Project, name: str) -> None:
    """One message, and nothing is lost: the work is in the tree, and HEAD where it was."""
    before = small.git("rev-parse", "HEAD")
    plan = small.read(small.plan)
    event, text, said = UNFIT[name]
    hook(small, event, text)
    small.implement("--retries=0").ended(1).says("T001 refused", said, "(commit hook)")
    assert small.git("rev-parse", "HEAD") == before
    assert small.read("words/1.txt") == "one\n"
    assert small.read(small.plan) == plan
    assert small.git("diff", "--cached") == ""
    (small.root / ".git/hooks" / event).unlink()
    small.implement().ended(0)
    assert small.agent.calls == ["T001"]
    assert small.dirty == []


FINE = {
    "adds a change id": ("commit-msg", "#!/bin/sh\necho 'Change-Id: I1' >> \"$1\"\n"),
    "prefixes the subject": ("prepare-commit-msg", "#!/bin/sh\nsed -i '1s/^/[A-1] /' \"$1\"\n"),
    "adds a file": ("pre-commit", "#!/bin/sh\necho x > CHANGES; git add CHANGES\n"),
    "commits once more": (
        "post-commit",
        '#!/bin/sh\n[ "$ONCE" ] || { echo x > log; git add log; ONCE=1 git commit -qm l log; }\n',
    ),
    "amends the commit": (
        "post-commit",
        '#!/bin/sh\n[ "$ONCE" ] || ONCE=1 git commit -q --amend --no-edit --date=now\n',
    ),
    "only looks": ("pre-commit", "#!/bin/sh\ngit diff --cached --check\n"),
}


@pytest.mark.parametrize("name", mostly(FINE, "commits once more"))
def test_a_hook_that_is_fine(small: Project, name: str) -> None:
    hook(small, *FINE[name])
    small.implement("--retries=0").ended(0).never_says("refs/sdd")
    assert small.completed == ["T001"]
    assert small.dirty == []


def test_a_hook_sees_the_person_s_own_surroundings(small: Project) -> None:
    """Its git takes patterns for patterns, and its language is the person's."""
    hook(small, "pre-commit", '#!/bin/sh\necho "$LC_ALL" $(git ls-files "sdd*") > ../seen\n')
    small.implement(env={"LC_ALL": "C.UTF-8"}).ended(0)
    assert (small.home / "seen").read_text() == "C.UTF-8 sddtasks.toml\n"
