"""The repository: whose changes are whose, and in which states nothing is started."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import run
from tests.helpers.agents import write
from tests.helpers.project import DOIT
from tests.helpers.project import Project


@pytest.fixture
def small(tmp_path: Path) -> Project:
    project = greeting.planned(
        tmp_path, "- [ ] T001 Words in words/1.txt", "- [ ] T002 Words in words/2.txt"
    )
    for number in "12":
        project.agent.plays(f"T00{number}", write(f"words/{number}.txt", f"{number}\n"))
    return project


def nothing_started(project: Project) -> bool:
    return project.agent.calls == [] and project.ticked() == []


class TestUncommittedWork:
    @pytest.fixture
    def dirty(self, small: Project) -> Project:
        small.write({"tracked.txt": "one\n"})
        small.commit("A file")
        small.write({"tracked.txt": "two\n", "new file.txt": "mine\n", "ä/ö.txt": "mine\n"})
        return small

    def test_it_is_refused_with_a_list_and_what_to_do(self, dirty: Project) -> None:
        ran = dirty.implement().ended(3)
        ran.says("3 files have uncommitted changes", "tracked.txt", "new file.txt", "ä/ö.txt")
        ran.says("--allow-dirty", "stash")
        assert nothing_started(dirty)

    def test_allowed_it_is_kept_out_of_every_commit(self, dirty: Project) -> None:
        dirty.implement("--allow-dirty").ended(0)
        assert dirty.completed == ["T001", "T002"]
        changed = dirty.git("log", "--format=", "--name-only", "-2").split()
        assert sorted(set(changed)) == [dirty.plan, "words/1.txt", "words/2.txt"]
        assert dirty.read("tracked.txt") == "two\n"
        status = dirty.git("status", "--porcelain", "-z", "--untracked-files=all")
        assert status == " M tracked.txt\0?? new file.txt\0?? ä/ö.txt\0"

    def test_what_is_staged_stays_staged(self, dirty: Project) -> None:
        dirty.git("add", "tracked.txt")
        dirty.implement("--allow-dirty").ended(0)
        assert "tracked.txt" in dirty.git("diff", "--cached", "--name-only")
        assert "tracked.txt" not in dirty.git("diff", "--name-only", "HEAD~2", "HEAD")

    def test_an_agent_that_touches_it_is_refused(self, dirty: Project) -> None:
        dirty.agent.plays("T001", write("words/1.txt", "1"), append("tracked.txt", "agent\n"))
        ran = dirty.implement("--allow-dirty", "--retries=0").ended(1)
        ran.says("T001 refused", "tracked.txt")
        assert dirty.completed == []

    def test_the_plan_itself_may_be_uncommitted(self, small: Project) -> None:
        small.edit(small.plan, "# Tasks: Small", "# Tasks: Smaller")
        small.implement().ended(3).says("specs/001-greeting/tasks.md")
        small.implement("--allow-dirty").ended(0)
        assert small.ticked() == ["T001", "T002"]


def test_without_an_identity(small: Project, tmp_path: Path) -> None:
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tuseConfigOnly = true\n")
    ran = small.implement(env={"GIT_CONFIG_GLOBAL": str(config)}).ended(3)
    ran.says("git does not know who commits", "git config user.name")
    assert nothing_started(small)


def test_without_a_repository(small: Project) -> None:
    shutil.rmtree(small.root / ".git")
    small.implement().ended(3).says("not in a git repository", "git init")
    assert nothing_started(small)


def test_without_a_commit(small: Project) -> None:
    shutil.rmtree(small.root / ".git")
    small.git("init", "--quiet")
    small.implement().ended(3).says("no commit yet", "git commit")
    assert nothing_started(small)


def test_with_a_detached_head(small: Project) -> None:
    small.git("switch", "--quiet", "--detach")
    small.implement().ended(3).says("HEAD is detached", "git switch -c")
    assert nothing_started(small)


def test_on_a_protected_branch(small: Project) -> None:
    config = 'protected_branches = ["main", "work"]\n' + small.agent.configuration
    small.write({"sddtasks.toml": config})
    small.commit("Protect")
    small.implement().ended(3).says("branch work is protected", "git switch -c")
    assert nothing_started(small)


def test_while_a_merge_is_in_progress(small: Project) -> None:
    small.git("switch", "--quiet", "--create", "other")
    small.write({"a.txt": "other\n"})
    small.commit("Other")
    small.git("switch", "--quiet", "work")
    small.write({"a.txt": "work\n"})
    small.commit("Work")
    with pytest.raises(AssertionError):
        small.git("merge", "other")
    small.implement().ended(3).says("a merge is in progress", "git merge --abort")
    assert nothing_started(small)


def test_a_hook_that_refuses_the_commit(small: Project) -> None:
    hook = small.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'no commits on Mondays' >&2\nexit 1\n")
    hook.chmod(0o755)
    ran = small.implement("--retries=0").ended(1)
    ran.says("T001 refused: git refused the commit", "no commits on Mondays")
    assert small.ticked() == []
    assert small.read("words/1.txt") == "1\n"
    hook.unlink()
    small.implement().ended(0)
    assert small.agent.calls == ["T001", "T002"]
    assert small.completed == ["T001", "T002"]


def test_a_feature_below_the_top_of_the_repository(small: Project) -> None:
    """A project in a directory of a bigger repository: paths start at the project."""
    small.git("mv", "-k", "specs", "sddtasks.toml", ".")
    inner = small.root / "packages" / "shop"
    inner.mkdir(parents=True)
    for name in ("specs", "sddtasks.toml"):
        shutil.move(small.root / name, inner / name)
    small.commit("Moved down")
    small.write({"README.md": "of somebody else\n"})
    ran = small.doit("implement", "specs/001-greeting", cwd=inner).ended(0)
    ran.says("2/2 tasks completed")
    assert (inner / "words/1.txt").exists()
    assert small.dirty == ["README.md"]
    assert small.completed == ["T001", "T002"]


class TestCalledFromElsewhere:
    """GIT_DIR and its kin name another repository: that of the hook or of the shell around us."""

    @pytest.fixture
    def other(self, tmp_path: Path) -> Project:
        project = Project(tmp_path / "other")
        project.write({"README.md": "Other\n"})
        project.begin()
        project.write({"mine.txt": "not committed\n"})
        return project

    @pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
    def test_the_other_repository_is_left_alone(
        self, small: Project, other: Project, jobs: str
    ) -> None:
        """The agent's own git, and that of our work trees, work where the feature is."""
        commit = run("git", "-c", "user.name=A", "commit", "-q", "--allow-empty", "-m", "mine")
        small.agent.attempts("T002", (commit,), (write("words/2.txt", "2\n"),))
        git = other.root / ".git"
        variables = {
            "GIT_DIR": str(git),
            "GIT_WORK_TREE": str(other.root),
            "GIT_INDEX_FILE": str(git / "index"),
            "GIT_OBJECT_DIRECTORY": str(git / "objects"),
        }
        small.implement("-n", jobs, env=variables).ended(0)
        assert small.completed == ["T001", "T002"]
        assert small.dirty == []
        assert (other.subjects, other.dirty) == (["Start"], ["mine.txt"])
        assert other.git("for-each-ref", "--format=%(refname)").split() == ["refs/heads/work"]

    def test_a_hook_that_starts_it(self, small: Project, other: Project) -> None:
        hook = other.root / ".git/hooks/post-commit"
        hook.write_text(f"#!/bin/sh\ncd '{small.root}' && '{DOIT}' implement {small.feature} >&2\n")
        hook.chmod(0o755)
        words = ("commit", "--quiet", "--allow-empty", "--message", "Go")
        other.git("-c", "user.name=Ada", *words, env=small.surroundings)
        assert small.completed == ["T001", "T002"]
        assert other.subjects == ["Start", "Go"]

    @pytest.mark.slow
    def test_tests_of_the_product_that_make_repositories(self, tmp_path: Path) -> None:
        project = greeting.make(tmp_path)
        test = greeting.TEST_WELCOME + (
            "\n\ndef test_commits(tmp_path):\n"
            "    import subprocess\n"
            "    for words in (['init', '-q'], ['commit', '-q', '--allow-empty', '-m', 'inner']):\n"
            "        subprocess.run(['git', *words], cwd=tmp_path, check=True)\n"
            "    assert welcome('') == 'Welcome, stranger!'\n"
        )
        project.agent.plays("T003", write("tests/test_welcome.py", test))
        git = project.root / ".git"
        project.implement(env={"GIT_DIR": str(git), "GIT_WORK_TREE": str(project.root)}).ended(0)
        assert "inner" not in project.subjects


def test_state_in_git_if_one_wants_it(small: Project) -> None:
    small.write({"sddtasks.toml": "commit_state = true\n" + small.agent.configuration})
    small.commit("Keep the state")
    small.implement().ended(0)
    tracked = small.git("ls-files", small.feature).split()
    assert "specs/001-greeting/.implementation-completed.json" in tracked
    assert small.dirty == []
    small.implement().ended(0)
    assert small.dirty == []


def test_a_read_only_place_is_named(small: Project) -> None:
    if not _respects_permissions():
        pytest.skip("this user may write anywhere")
    (small.root / ".sdd").mkdir()
    (small.root / ".sdd").chmod(0o500)
    small.implement().ended(3).says(".sdd")


def _respects_permissions() -> bool:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o500)
        try:
            (Path(place) / "probe").touch()
        except PermissionError:
            return True
    return False
