"""Running again when nothing, or something, has changed; and doit's own commands."""

from __future__ import annotations

import resource

import pytest

from tests.helpers import greeting
from tests.helpers.agents import append
from tests.helpers.agents import write
from tests.helpers.project import Project

TWO_LINES = "from sddtasks.dodo import DOIT_CONFIG, task_feature  # noqa: F401\n"


def executed(project: Project, before: int) -> list[str]:
    """The agent's calls since there were `before` of them."""
    return project.agent.calls[before:]


def test_a_finished_feature_says_so_in_under_a_second(finished: Project) -> None:
    head = finished.git("rev-parse", "HEAD")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    finished.implement().ended(0).says("specs/001-greeting is up to date: 7/7 tasks completed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1
    assert finished.git("rev-parse", "HEAD") == head
    assert finished.dirty == []


def test_the_archive_stays_as_it_was(finished: Project) -> None:
    before = finished.archive.read_bytes()
    finished.implement().ended(0)
    assert finished.archive.read_bytes() == before


def test_an_edited_line_reruns_its_task_and_nothing_else(finished: Project) -> None:
    calls = len(finished.agent.calls)
    finished.edit(finished.plan, "Welcome by name in", "Welcome by name, with a smile, in")
    finished.commit("Ask for more")
    finished.agent.plays("T005", append("greet/welcome.py", "\n# :-)\n"))
    finished.implement().ended(0).says("Completed T005")
    assert executed(finished, calls) == ["T005"]
    assert finished.completed == [*greeting.TASKS, "T005"]
    assert finished.archive.exists()


@pytest.mark.slow
def test_an_edited_line_reopens_the_feature(finished: Project) -> None:
    finished.edit(finished.plan, "Welcome by name in", "Welcome by name, with a smile, in")
    finished.commit("Ask for more")
    finished.agent.plays("T005")
    finished.implement("--retries=0").ended(1)
    assert not finished.archive.exists()
    assert finished.status("T005") == "failed"


def test_another_line_moved_or_reticked_changes_nothing(finished: Project) -> None:
    calls = len(finished.agent.calls)
    finished.edit(finished.plan, "## Phase 3.4: Polish\n", "Some words.\n\n## Phase 3.4: Polish\n")
    finished.commit("Words")
    finished.implement().ended(0).says("up to date")
    assert executed(finished, calls) == []


@pytest.mark.slow
def test_an_edited_contract_reruns_who_depends_on_it(finished: Project) -> None:
    contract = "specs/001-greeting/contracts/welcome.md"
    finished.write({"dodo.py": TWO_LINES})
    finished.commit("dodo.py")
    assert contract in finished.doit("info", "T003").ended(0).out
    assert contract not in finished.doit("info", "T004").ended(0).out
    calls = len(finished.agent.calls)
    finished.edit(contract, "-> str", "-> str, and a stranger has no name")
    finished.commit("A clearer contract")
    more = '\n\ndef test_greets():\n    assert welcome("Bo").startswith("Salve")\n'
    finished.agent.plays("T003", write("tests/test_welcome.py", greeting.TEST_WELCOME + more))
    finished.implement("--retries=0").ended(1)
    assert executed(finished, calls)[0] == "T003"
    assert "T004" not in executed(finished, calls)


@pytest.mark.slow
def test_a_guarding_test_edited_by_its_owner_is_noticed(finished: Project) -> None:
    finished.edit("tests/test_welcome.py", "Welcome, Ada!", "Salve, Ada!")
    finished.commit("We speak Latin now")
    finished.agent.plays("T005", append("greet/welcome.py", "\n# Latin?\n"))
    ran = finished.implement("--retries=0").ended(1)
    ran.says("tests/test_welcome.py")


@pytest.mark.slow
def test_a_lost_evidence_file_means_that_the_task_is_not_proven(finished: Project) -> None:
    (finished.own_dir / "evidence" / "T005.toml").unlink()
    calls = len(finished.agent.calls)
    finished.implement().ended(0)
    assert finished.evidence("T005")["status"] == "completed"
    assert executed(finished, calls) == []


class TestDoitsOwnCommands:
    @pytest.fixture
    def project(self, finished: Project) -> Project:
        """Nothing keeps Python from leaving its bytecode beside dodo.py."""
        finished.environment = {"PYTHONDONTWRITEBYTECODE": ""}
        finished.write({"dodo.py": TWO_LINES})
        return finished.commit("dodo.py")

    def test_list_shows_the_tasks_with_their_titles(self, project: Project) -> None:
        ran = project.doit("list").ended(0)
        ran.says("T005", "Welcome by name in greet/welcome.py", "gate:3.2", "final")

    def test_list_status_says_what_is_up_to_date(self, project: Project) -> None:
        before = {line.split()[1]: line[0] for line in project.doit("list", "-s").out.splitlines()}
        assert set(before.values()) == {"U"}, before
        project.doit("forget", "T005").ended(0)
        after = {line.split()[1]: line[0] for line in project.doit("list", "-s").out.splitlines()}
        assert after["T005"] == "R"
        assert after["T006"] == "U"

    def test_info_shows_what_a_task_needs_and_makes(self, project: Project) -> None:
        ran = project.doit("info", "T005").ended(0)
        ran.says("tests/test_welcome.py", "greet/welcome.py", "up-to-date")

    def test_forget_reruns_that_task_and_the_gates_behind_it(self, project: Project) -> None:
        calls = len(project.agent.calls)
        project.doit("forget", "T005").ended(0)
        assert project.status("T005") in ("pending", "in_progress")
        assert not project.archive.exists()
        ran = project.implement().ended(0)
        ran.says("Completed T005", "Passed gate:3.3", "Passed final")
        ran.never_says("Completed T006", "Passed gate:3.1")
        assert set(executed(project, calls)) <= {"T005"}
        assert project.archive.exists()

    def test_a_task_can_be_run_by_its_name(self, project: Project) -> None:
        project.doit("forget", "T007").ended(0)
        project.agent.plays("T007", append("docs/usage.md", "And farewell.\n"))
        project.doit("T007").ended(0)
        assert project.status("T007") == "completed"

    def test_clean_never_deletes_a_source(self, project: Project) -> None:
        project.write({".gitignore": "__pycache__/\n"})
        project.commit("Ignore bytecode")
        project.doit("clean").ended(0)
        project.doit("clean", "-a").ended(0)
        project.doit("clean", "T005").ended(0)
        assert project.dirty == []
        assert project.read("greet/welcome.py") == greeting.WELCOME

    @pytest.mark.slow
    def test_ignore_leaves_the_task_and_what_waits_for_it_alone(self, half: Project) -> None:
        half.write({"dodo.py": TWO_LINES})
        half.commit("dodo.py")
        calls = len(half.agent.calls)
        half.doit("ignore", "T006").ended(0)
        half.implement().never_says("Completed T006").says("Ignored T006")
        assert half.agent.calls[calls:] == []
