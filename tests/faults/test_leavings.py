"""What an agent may leave: names that are no text, links in a circle, pipes, a broken `.git`.

Each ends with a commit, with a refusal that names it, or with one message; nobody waits for ever.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import Step
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import Project
from tests.helpers.slowly import mostly


def sh(text: str) -> Step:
    return run("sh", "-c", text)


def py(text: str) -> Step:
    return run(sys.executable, "-c", text)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return greeting.planned(tmp_path, "- [ ] T001 Words in words/1.txt")


def leave(project: Project, *steps: Step) -> None:
    project.agent.plays("T001", write("words/1.txt", "one\n"), *steps)


HARMLESS = {
    "a name that is no text": py(r"open(b'words/\xff\xfe.txt', 'w').write('x')"),
    "a name of several lines": py(r"""open('words/a\nb\t"q\'.txt', 'w').write('x')"""),
    "a name of 255 bytes": py("open('words/' + 'n' * 255, 'w').write('x')"),
    "a pipe": sh("mkfifo words/pipe"),
    "a socket": py("import socket; socket.socket(socket.AF_UNIX).bind('words/s')"),
    "a ref whose name is no text": py(
        r"import shutil; shutil.copy(b'.git/refs/heads/work', b'.git/refs/heads/\xff')"
    ),
    "a rule that is no text": py(r"open('.gitignore', 'wb').write(b'\xff*.doc\n')"),
    "content that is no text": py(r"open('words/1.txt', 'wb').write(b'\xff\xfe\x00')"),
    "its log as a pipe": sh("rm -f .sdd/*/logs/T001.log; mkfifo .sdd/001-greeting/logs/T001.log"),
}


@pytest.mark.parametrize("name", mostly(HARMLESS))
def test_what_does_no_harm(project: Project, name: str) -> None:
    leave(project, HARMLESS[name])
    project.implement("--retries=0").ended(0)
    assert project.completed == ["T001"]
    assert project.git("status", "--porcelain") == ""
    assert int(project.git("cat-file", "-s", "HEAD:words/1.txt")) > 0
    project.implement().ended(0).says("up to date")


def test_all_of_it_together(project: Project) -> None:
    steps = [step for name, step in HARMLESS.items() if name != "content that is no text"]
    leave(project, *steps)
    project.implement("--retries=0").ended(0)
    held = project.git("ls-tree", "-r", "--name-only", "HEAD", "words/").splitlines()
    assert r'"words/\377\376.txt"' in held
    assert r'"words/a\nb\t\"q' + "'" + r'.txt"' in held
    assert project.dirty == []
    assert "words/<FF><FE>.txt" in project.evidence("T001")["changed"]


REFUSED = {
    "a directory whose name is no text": (
        py(r"import os; os.mkdir(b'd\xff'); open(b'd\xff/a.txt', 'w').write('x')"),
        ("d<FF>/a.txt", r"rm $'d\xff/a.txt'"),
    ),
    "a link to itself": (sh("rm words/1.txt; ln -s 1.txt words/1.txt"), ("leads nowhere",)),
    "another link to itself": (sh("ln -s me me"), ("me  changed",)),
    "links in a circle": (sh("ln -s b words/a; ln -s a words/b"), ("words/a",)),
    "a link to elsewhere": (sh("ln -s /usr words/usr"), ("words/usr",)),
    "a pipe where a file is named": (
        sh("rm words/1.txt; mkfifo words/1.txt"),
        ("words/1.txt  is no file but a pipe",),
    ),
    "a file above what is named": (sh("rm -r words; echo a > words"), ("does not exist",)),
    "a file of 3 GB": (
        py("f = open('words/big', 'wb'); f.truncate(3 << 30)"),
        ("words/big  3.0 GB",),
    ),
    "a repository in the repository": (
        sh("cd words && git init -q . && git add . && git commit -qm x"),
        ("words/  is a repository of its own: rm -r words/.git",),
    ),
}


@pytest.mark.parametrize("name", mostly(REFUSED, "a link to itself"))
def test_what_is_refused(project: Project, name: str) -> None:
    step, said = REFUSED[name]
    leave(project, step)
    ran = project.implement("--retries=0").ended(1).says("T001 refused")
    if name != "another link to itself":
        ran.says(*said)
    project.doit("sdd", "status").ended(0)
    project.doit("sdd", "status", "--json").ended(0)


DAMAGED = {
    "no HEAD": (sh("rm .git/HEAD"), ".git/HEAD was deleted"),
    "garbage in HEAD": (sh(r"printf '\377garbage' > .git/HEAD"), ".git/HEAD was damaged"),
    "a directory as HEAD": (sh("rm .git/HEAD; mkdir .git/HEAD"), ".git/HEAD was damaged"),
    "garbage in the index": (sh("echo garbage > .git/index"), ".git/index was damaged"),
    "half an index": (py("import os; os.truncate('.git/index', 40)"), ".git/index was damaged"),
    "no index": (sh("rm .git/index"), ".git/index was deleted"),
    "a directory as index": (sh("rm .git/index; mkdir .git/index"), ".git/index was damaged"),
    "a lock of the index": (sh("touch .git/index.lock"), ".git/index.lock was made"),
    "garbage in config and index": (
        sh("echo [[[ > .git/config; echo x > .git/index"),
        ".git/config was changed",
    ),
    "no refs": (sh("rm -rf .git/refs"), ".git/refs was deleted"),
    "garbage in a ref": (
        sh(r"printf '\377garbage' > .git/refs/heads/work"),
        "refs/heads/work was damaged",
    ),
    "garbage in packed-refs": (
        sh(r"printf '\377\376 refs/heads/x\n' > .git/packed-refs"),
        ".git/packed-refs was damaged",
    ),
    "a pipe among the refs": (sh("mkfifo .git/refs/heads/p"), "refs/heads/p was damaged"),
    "a hook whose name is no text": (
        py(r"open(b'.git/hooks/\xff', 'w').write('x')"),
        ".git/hooks/<FF> was made",
    ),
    "a directory as state file": (
        sh("cd specs/001-greeting && rm .impl*.json && mkdir .implementation-state.json"),
        ".implementation-state.json was replaced",
    ),
    "a link to itself as tasks.md": (
        sh("cd specs/001-greeting && rm tasks.md && ln -s tasks.md tasks.md"),
        "tasks.md was replaced",
    ),
}


@pytest.mark.parametrize("name", mostly(DAMAGED, "no HEAD", "garbage in config and index"))
def test_what_is_put_back(project: Project, name: str) -> None:
    step, said = DAMAGED[name]
    leave(project, step)
    before = project.git("rev-parse", "HEAD", "HEAD^{tree}")
    ran = project.implement("--retries=0").ended(1)
    ran.says("what only sddtasks may write was changed; it has been put back", said)
    assert project.git("rev-parse", "HEAD", "HEAD^{tree}") == before
    assert project.git("fsck", "--no-dangling", "--no-progress") == ""
    assert project.read("words/1.txt") == "one\n"
    leave(project)
    project.implement().ended(0)
    assert project.completed == ["T001"]


LOST = {
    "moved": "mv .git .git-old",
    "a file": "mv .git .git-old; echo 'gitdir: /nowhere' > .git",
    "without objects": "mv .git/objects .git/other",
}


@pytest.mark.parametrize("name", mostly(LOST))
def test_what_cannot_be_put_back(project: Project, name: str) -> None:
    """One message, and no advice to begin another repository over it."""
    leave(project, sh(LOST[name]))
    ran = project.implement("--retries=0").ended(2)
    ran.says("was moved or deleted while an agent worked", "put it back")
    ran.never_says("git init")
    assert project.read("words/1.txt") == "one\n"


@pytest.mark.slow
def test_its_evidence_as_a_directory(project: Project) -> None:
    leave(project, sh("mkdir -p .sdd/001-greeting/evidence/T001.toml/in"))
    ran = project.implement("--retries=0").ended(2)
    ran.says("evidence/T001.toml is no ordinary file or directory", "rm -r ")
    assert project.read("words/1.txt") == "one\n"


@pytest.mark.slow
def test_many_files(project: Project) -> None:
    """More than fit into one command line."""
    leave(project, py("[open(f'words/{n:0200}', 'w').write('x') for n in range(12_000)]"))
    project.implement("--retries=0").ended(0)
    assert project.git("show", "--stat", "--format=", "HEAD").strip().startswith("spec")
    assert project.dirty == []


PACKED = {
    "junk": sh("echo junk > .git/packed-refs"),
    "deleted": sh("rm .git/packed-refs"),
    "a line of junk": sh("echo junk >> .git/packed-refs"),
}


@pytest.mark.parametrize("name", mostly(PACKED))
def test_branches_and_tags_that_git_has_packed_are_put_back(project: Project, name: str) -> None:
    for words in (("branch", "feat"), ("tag", "v1"), ("pack-refs", "--all")):
        project.git(*words)
    before = project.git("for-each-ref", "refs/heads/feat", "refs/tags")
    leave(project, PACKED[name])
    project.implement("--retries=0").ended(1).says("T001 refused", "packed-refs was damaged")
    assert project.git("for-each-ref", "refs/heads/feat", "refs/tags") == before


def test_a_branch_that_somebody_deletes_is_named_with_its_commit(project: Project) -> None:
    """Nothing proves that it was the agent, whose git writes down what it does."""
    project.git("branch", "feat")
    project.git("pack-refs", "--all")
    at = project.git("rev-parse", "feat")[:12]
    leave(project, sh("sed -i /feat/d .git/packed-refs"))
    project.implement("--retries=0").ended(0).says(f"refs/heads/feat (deleted; it was {at})")
