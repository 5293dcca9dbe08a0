"""Whatever a document says, no format of ours holds a raw control character or is broken by it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from sddtasks.compiler import compile_plan
from sddtasks.compiler import diagnostics
from sddtasks.compiler.plan_json import plan_json
from sddtasks.compiler.render_graph import FORMATS
from sddtasks.compiler.render_graph import drawing
from sddtasks.compiler.render_svg import svg
from sddtasks.compiler.waves import waves
from sddtasks.model.links import Graph
from sddtasks.parser import parse
from sddtasks.system import escape
from sddtasks.toolchains import may_hold_tests

NASTY = (
    *("\x1b]52;c;aGk=\x07", "\x9b2J", "\x07", "\x85", "\u2028", "\u202e", "\u2066", "\x7f", "\x00"),
    *("::error file=x,line=1::no", "%0A::error::no", "##[add-path]/x", "%%{init: {}}%%", "`*x*`"),
    *('"]; x[', '"; a -> b; "', "<script>", "&lt;", "]]>", "\\", "\\N", "#quot;", "[red]", "{{x}}"),
)
WORD = st.one_of(st.sampled_from(NASTY), st.text("ab.é 日", min_size=1, max_size=4))
WORDS = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
PATH = st.lists(WORD, min_size=1, max_size=3).map(lambda parts: f"`src/{''.join(parts)}.py`")


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Tasks in phases, their titles, headings and paths hostile, with a wrong dependency."""
    lines = [f"# {draw(WORDS)}", ""]
    for number in range(1, draw(st.integers(2, 4))):
        lines += [f"## Phase {number}: {draw(WORDS)}", ""]
        lines += [f"- [ ] T00{number} {draw(WORDS)} in {draw(PATH)}", f"- [ ] T01{number} [P] b"]
    return "\n".join([*lines, "", "## Dependencies", "", f"- T001 depends on T999 {draw(WORDS)}"])


def compiled(text: str) -> Graph:
    plan = parse(text.encode("utf-8", "surrogatepass"))
    return compile_plan(plan, documents={}, existing=lambda path: True, is_test=may_hold_tests)


def is_clean(text: str) -> bool:
    return text == escape.terminal(text)


@given(documents(), st.sampled_from(["specs/a/tasks.md", "a\n::error::x\x1b/tasks.md"]))
@settings(max_examples=40, deadline=None)
def test_problems(text: str, path: str) -> None:
    graph = compiled(text)
    for form in diagnostics.FORMATS:
        shown = diagnostics.rendered(graph.problems, path, text, form)
        assert is_clean(shown), form
        assert all(not line.strip().startswith("::") for line in shown.split("\n")) or (
            form == "github"
        )
    shown = diagnostics.rendered(graph.problems, path, text, "github")
    github = shown.split("\n") if shown else []
    assert len(github) == len(graph.problems)
    for line in github:
        assert re.match(r"::(?:error|warning|notice) file=[^:,]*,line=\d+[^:]*::", line)
        assert "##[" not in line
    json.loads(diagnostics.rendered(graph.problems, path, text, "json"))
    json.loads(diagnostics.rendered(graph.problems, path, text, "sarif"))


@given(documents())
@settings(max_examples=40, deadline=None)
def test_drawings(text: str) -> None:
    graph = compiled(text)
    drawn = drawing(graph)
    for form, render in FORMATS.items():
        assert is_clean(render(drawn)), form
    mermaid = FORMATS["mermaid"](drawn)
    assert "%%" not in mermaid
    for line in mermaid.splitlines():
        assert line.count('"') in (0, 2), line
    for line in FORMATS["dot"](drawn).splitlines():
        assert len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0, line
    picture = svg(drawn, waves(graph))
    assert is_clean(picture)
    ET.fromstring(picture)
    assert is_clean(escape.as_json(plan_json(graph), indent=1))


PATHS = (
    *(
        "C:\\\\x\\\\y.py",
        "C:\\x.py",
        "D:/x/y.py",
        "\\\\server\\share\\x.py",
        "/etc/x.conf",
        "../x.py",
    ),
    *(
        "‥/x.py",
        "．．/x.py",
        "src/‥/‥/x.py",
        "src／x.py",
        f"src/{'a' * 4000}.py",
        "a/" * 2000 + "b.py",
    ),
    *("src/\x1b[31mx.py", "src/\u202ex.py", "src/a\x00.py", "src/\u2066x.py", "src/x\x7f.py"),
    *(".git/hooks/pre-commit", "a/.GIT/x.toml", ".sdd/001-a/doit.toml"),
)


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
@pytest.mark.parametrize("line", ["Create `{}`", "Delete `{}`"])
def test_no_path_beyond_the_root_whatever_the_settings(path: str, line: str) -> None:
    text = f"# T\n\n- [ ] T001 {line.format(path)}\n"
    off = dict.fromkeys(("SDD012", "outside"), "off")
    graph = compile_plan(
        parse(text.encode()), documents={}, existing=bool, is_test=may_hold_tests, severities=off
    )
    found = [problem for problem in graph.problems if problem.code == "SDD012"]
    assert [problem.severity.value for problem in found] == ["error"]
    assert len(found[0].text) < 300


@pytest.mark.parametrize("path", ["src/größe/日本.py", "src/a b.py", "src\\a\\b.py", "e\u0301.py"])
def test_a_proper_path_is_none(path: str) -> None:
    graph = compiled(f"# T\n\n- [ ] T001 Create `{path}`\n")
    assert "SDD012" not in {problem.code for problem in graph.problems}
