"""The verbs that look: check, plan, explain, graph, schema; and adopt."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from tests.helpers.project import Project


def test_check_shows_line_caret_and_hint_and_fails_on_errors(half: Project) -> None:
    half.doit("sdd", "check").ended(0).says("7 tasks")
    half.edit(half.plan, "- Tests (T003, T004)", "- T006 depends on T0O5\n- Tests (T003, T004)")
    half.edit(half.plan, "greet/farewell.py", "/etc/farewell.py")

    ran = half.doit("sdd", "check").ended(1)

    ran.says("error[SDD012]", f"{half.plan}:", "/etc/farewell.py", "^^^^")
    found = json.loads(half.doit("sdd", "check", "--format", "json").ended(1).out)
    assert "SDD012" in {problem["code"] for problem in found["problems"]}
    log = json.loads(half.doit("sdd", "check", "--format", "sarif").ended(1).out)
    assert log["version"] == "2.1.0"
    half.doit("sdd", "check", "--format", "github").ended(1).says("::error file=", "title=SDD012")


def test_a_rule_can_be_switched_off(half: Project) -> None:
    half.edit(half.plan, "greet/farewell.py", "greet/farewell.py (depends on T099)")
    half.doit("sdd", "check").ended(1).says("SDD010")
    half.write({"sddtasks.toml": half.read("sddtasks.toml") + '\n[rules]\nSDD010 = "off"\n'})

    half.doit("sdd", "check").ended(0).never_says("SDD010")


def test_a_path_outside_stays_an_error_whatever_the_settings_say(half: Project) -> None:
    half.edit(half.plan, "greet/farewell.py", "/etc/farewell.py")
    half.write({"sddtasks.toml": half.read("sddtasks.toml") + '\n[rules]\nSDD012 = "off"\n'})

    half.doit("sdd", "check").ended(1).says("SDD012")


def test_plan_says_what_would_run_and_runs_nothing(half: Project) -> None:
    calls = len(half.agent.calls)

    ran = half.doit("sdd", "plan").ended(0)

    ran.says("wave 1", "critical path: ", "at most ", "[up to date]", "[never completed]")
    assert len(half.agent.calls) == calls
    document = json.loads(half.doit("sdd", "plan", "--json").ended(0).out)
    assert [task["id"] for task in document["tasks"]] == [f"T00{number}" for number in range(1, 8)]


def test_explain_names_the_line_of_each_edge(half: Project) -> None:
    ran = half.doit("sdd", "explain", "T005").ended(0)

    ran.says("T005", "waits for", "gates", "greet/welcome.py  (owned)", f"{half.plan}:")
    half.doit("sdd", "explain", "T005", half.feature).ended(0).says("T005", "waits for")
    half.doit("sdd", "explain", "T05").ended(3).says("no task T05", "did you mean")


@pytest.mark.parametrize(
    ("form", "part"), [("mermaid", "flowchart LR"), ("dot", "digraph plan"), ("json", '"schema"')]
)
def test_the_graph_can_be_drawn(half: Project, form: str, part: str) -> None:
    half.doit("sdd", "graph", "--format", form).ended(0).says(part, "T005")


def test_the_picture_shows_every_task_and_the_status_of_each(half: Project) -> None:
    picture = ET.fromstring(half.doit("sdd", "graph", "--format", "svg").ended(0).out)

    shown = "".join(picture.itertext())
    assert [task for task in ("T001", "T005", "T007") if task not in shown] == []
    assert "#b7e1cd" in ET.tostring(picture, encoding="unicode")


def test_a_renumbered_task_keeps_its_work_if_it_is_adopted(half: Project) -> None:
    done = half.completed[-1]
    half.write({half.plan: half.read(half.plan).replace(done, "T090")})
    half.commit("Renumber")
    calls = len(half.agent.calls)

    half.implement("--retries=0").ended(3).says(f"T090 was {done}", "doit sdd adopt")
    half.doit("sdd", "adopt", half.feature).ended(0).says(f"Adopted {done}, which is T090 now")

    assert half.state.task_status["T090"].status == "completed"
    assert half.completed[-1] == "T090"
    assert len(half.agent.calls) == calls


def test_schemas_are_json(half: Project) -> None:
    schema = json.loads(half.doit("sdd", "schema", "state").ended(0).out)

    assert schema["title"] == "ImplementationState"
