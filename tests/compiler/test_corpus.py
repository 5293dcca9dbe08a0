"""Real features of public projects, where they are at hand: none is misread, none makes a cycle.

They lie beside the repository and never in it; SDDTASKS_CORPUS names another place. The table of
problems by file is left in the test's directory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sddtasks.compiler import compile_plan
from sddtasks.model.links import Graph
from sddtasks.model.plan import Severity
from sddtasks.parser import parse
from sddtasks.toolchains import may_hold_tests

BESIDE = Path(__file__).resolve().parents[3] / "shared"
CORPUS = Path(os.environ.get("SDDTASKS_CORPUS", BESIDE / "corpus"))
LABELS = CORPUS.parent / "labels"
ROWS = "{:<70} {:>5} {:>5} {:>5}  {}\n"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="there is no corpus at hand")


def graphs() -> dict[str, Graph]:
    return {
        path.parent.relative_to(CORPUS).as_posix(): compile_plan(
            parse(path.read_bytes()), documents={}, existing=lambda _: True, is_test=may_hold_tests
        )
        for path in sorted(CORPUS.rglob("tasks.md"))
    }


@needs_corpus
def test_every_file_is_read_and_ordered(tmp_path: Path) -> None:
    found = graphs()
    table = ROWS.format("feature", "tasks", "edges", "gates", "problems by code")
    for name, graph in found.items():
        codes = Counter(problem.code for problem in graph.problems)
        told = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        table += ROWS.format(
            name[-70:], len(graph.plan.tasks), len(graph.edges), len(graph.gates), told
        )
    (tmp_path / "problems.txt").write_text(table, encoding="utf-8")

    assert len(found) > 100
    assert [name for name, graph in found.items() if not graph.plan.tasks] == []
    assert [name for name, graph in found.items() if points_back(graph)] == []
    wrong = [
        name
        for name, graph in found.items()
        if any(problem.severity is Severity.ERROR for problem in graph.problems)
    ]
    assert len(wrong) <= len(found) // 10, table


def points_back(graph: Graph) -> bool:
    """Does a task or a gate stand before something that it waits for?"""
    place = {name: index for index, name in enumerate(graph.order)}
    waits = {gate.name: gate.waits_for for gate in graph.gates}
    waits.update((name, links.task_dep) for name, links in graph.links.items())
    return any(place[dep] >= place[name] for name, deps in waits.items() for dep in deps)


@needs_corpus
@pytest.mark.slow
@pytest.mark.skipif(not LABELS.is_dir(), reason="there are no labels at hand")
def test_the_labelled_files_are_read_as_a_person_reads_them(tmp_path: Path) -> None:
    scores = tmp_path / "scores.json"
    command = [sys.executable, "-m", "sddtasks", "plan", "--json", "{file}"]
    judge = [sys.executable, str(LABELS / "score.py"), str(LABELS), str(CORPUS)]
    subprocess.run([*judge, "--json", str(scores), "--", *command], check=True, timeout=110)

    total = json.loads(scores.read_text(encoding="utf-8"))["total"]

    assert total["m"] == total["n"] == total["pred"]
    assert total["e_ok"] >= 0.98 * total["e"]
    assert total["rev"] == total["cyc"] == 0
    assert total["ps"] <= 0.05 * total["ps_n"]
    assert total["red"] >= 0.95 * total["m"]
    assert total["kinda"] >= 0.92 * total["m"]
    assert total["p_found"] >= 0.95 * total["p_want"]
    assert total["p_right"] >= 0.95 * (total["p_right"] + total["p_wrong"])
