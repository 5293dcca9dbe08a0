"""Drawings of the graph."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from sddtasks.compiler.plan_json import plan_json
from sddtasks.compiler.render_graph import Drawing
from sddtasks.compiler.render_graph import dot
from sddtasks.compiler.render_graph import drawing
from sddtasks.compiler.render_graph import mermaid
from sddtasks.compiler.render_svg import svg
from sddtasks.compiler.waves import waves
from tests.compiler.reading import compiled

TEXT = """# Tasks: Shop
## Phase 1: Setup
- [ ] T001 Create the "package" in pyproject.toml
## Phase 2: Core
- [ ] T002 [P] Orders in src/orders.py
- [ ] T003 Shop in src/shop.py
"""


def test_mermaid() -> None:
    lines = mermaid(drawing(compiled(TEXT), {"T001": "completed"})).splitlines()
    assert lines[0] == "flowchart LR"
    assert '  subgraph phase0["Phase 1: Setup"]' in lines
    assert '    n_T001["T001 Create the #quot;package#quot; in pyproject.toml"]' in lines
    assert "  n_T001 --> n_gate_1" in lines
    assert "  n_gate_1 --> n_T002" in lines
    assert "  class n_T001 completed" in lines
    assert any(line.startswith("  linkStyle ") for line in lines)


def test_dot() -> None:
    text = dot(drawing(compiled(TEXT), {"T002": "failed"}))
    assert text.startswith("digraph plan {")
    assert '  "T001" -> "gate:1" [color="#d62728", penwidth=3];' in text
    assert '"T002" [label="T002 Orders in src/orders.py", fillcolor="#f4c7c3"];' in text
    assert text.count("{") == text.count("}")


def test_the_critical_path_is_marked_through_gates() -> None:
    drawn = drawing(compiled(TEXT))
    assert drawn.critical == {("T001", "gate:1"), ("gate:1", "T002"), ("T002", "T003")}


HOSTILE = """# Tasks: Shop
## Phase 1: <b>"Setup"</b> & more
- [ ] T001.1 Write <script>alert("x")</script> & `]]>` \x01 #quot; in a.py
- [ ] T001-1 Close "] --> } ; end \\ in b.py
## Phase 2: Core
- [ ] T002 Orders in src/orders.py (depends on T001.1)
- [ ] T003 Prices in src/prices.py (depends on T001.1, T002)
"""
STATUS = {"T001.1": "completed", "T002": "failed", "gone": "skipped"}
SVG = "{http://www.w3.org/2000/svg}"
Links = set[tuple[str, str]]


def drawn_svg(text: str) -> ET.Element:
    graph = compiled(text)
    return ET.fromstring(svg(drawing(graph, STATUS), waves(graph)))


def links_of_svg(drawn: Drawing, text: str) -> Links:
    paths = drawn_svg(text).iter(f"{SVG}path")
    return {(path.attrib["data-from"], path.attrib["data-to"]) for path in paths}


def links_of_dot(drawn: Drawing, text: str) -> Links:
    return set(re.findall(r'^  "([^"]+)" -> "([^"]+)"', dot(drawn), re.MULTILINE))


def links_of_mermaid(drawn: Drawing, text: str) -> Links:
    said = mermaid(drawn)
    ids = [task.id for _, tasks in drawn.clusters for task in tasks]
    names = re.findall(r'^ +(n_\w+)(?:\["|\{")', said, re.MULTILINE)
    assert len(set(names)) == len(names)
    back = dict(zip(names, (*ids, *drawn.gates), strict=True))
    found = re.findall(r"^  (n_\w+) --> (n_\w+)$", said, re.MULTILINE)
    return {(back[before], back[after]) for before, after in found}


def links_of_json(drawn: Drawing, text: str) -> Links:
    plan = json.loads(json.dumps(plan_json(compiled(text), STATUS)))
    tasks = {(dep, task["id"]) for task in plan["tasks"] for dep in task["task_dep"]}
    return tasks | {(name, gate["name"]) for gate in plan["gates"] for name in gate["waits_for"]}


@pytest.mark.parametrize("text", [TEXT, HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("links", [links_of_svg, links_of_dot, links_of_mermaid, links_of_json])
def test_every_format_has_every_edge(links: Callable[[Drawing, str], Links], text: str) -> None:
    drawn = drawing(compiled(text))

    assert drawn.links
    assert links(drawn, text) == set(drawn.links)


def test_every_format_has_the_statuses() -> None:
    graph = compiled(HOSTILE)
    drawn = drawing(graph, STATUS)

    classes = {group.attrib.get("class", "") for group in drawn_svg(HOSTILE).iter(f"{SVG}g")}
    assert {"task completed", "task failed", "task"} <= classes
    assert "skipped" not in mermaid(drawn)
    assert "class n_T001_1 completed" in mermaid(drawn)
    assert 'fillcolor="#f4c7c3"' in dot(drawn)
    tasks = plan_json(graph, STATUS)["tasks"]
    assert isinstance(tasks, list)
    assert [task["status"] for task in tasks] == ["completed", None, "failed", None]


def test_svg_has_a_lane_for_each_phase_with_its_tasks_inside() -> None:
    image = drawn_svg(HOSTILE)
    lanes = [group for group in image.iter(f"{SVG}g") if group.attrib["class"] == "phase"]
    tasks = [group for group in image.iter(f"{SVG}g") if "task" in group.attrib["class"]]

    assert [lane.findtext(f"{SVG}text") for lane in lanes] == [
        'Phase 1: <b>"Setup"</b> & more',
        "Phase 2: Core",
    ]
    inside = [[spans(lane, task) for task in tasks] for lane in lanes]
    assert inside == [[True, True, False, False], [False, False, True, True]]


def spans(outer: ET.Element, inner: ET.Element) -> bool:
    (x, y, wide, high), (a, b, broad, tall) = box(outer), box(inner)
    return x <= a and a + broad <= x + wide and y <= b and b + tall <= y + high


def box(group: ET.Element) -> tuple[int, int, int, int]:
    found = group.find(f"{SVG}rect")
    assert found is not None
    x, y, width, height = (int(found.attrib[key]) for key in ("x", "y", "width", "height"))
    return x, y, width, height


def test_svg_marks_the_critical_path_and_keeps_hostile_titles_as_text() -> None:
    image = drawn_svg(HOSTILE)
    drawn = drawing(compiled(HOSTILE))

    marked = {
        (path.attrib["data-from"], path.attrib["data-to"])
        for path in image.iter(f"{SVG}path")
        if path.attrib.get("class") == "critical"
    }
    assert marked == drawn.critical
    assert not list(image.iter(f"{SVG}script"))
    titles = [title.text or "" for title in image.iter(f"{SVG}title")]
    assert any('<script>alert("x")</script>' in title for title in titles)
    assert not any("\x01" in title for title in titles)


def test_mermaid_keeps_hostile_titles_as_text() -> None:
    said = mermaid(drawing(compiled(HOSTILE)))

    assert "<script>" not in said
    assert "#lt;script#gt;alert(#quot;x#quot;)" in said


def test_a_plan_without_tasks_is_a_picture_too() -> None:
    assert drawn_svg("# Tasks\n").tag == f"{SVG}svg"
