"""Reads the tests of test files: which of them cannot be about the product?"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tree_sitter import Node

from sddtasks.execute.bearing import go
from sddtasks.execute.bearing import judge
from sddtasks.execute.bearing import rust
from sddtasks.execute.bearing import script
from sddtasks.execute.bearing.fate import Fate
from sddtasks.execute.bearing.flow import Flow
from sddtasks.execute.bearing.grammar import Language
from sddtasks.execute.bearing.grammar import Surroundings
from sddtasks.execute.bearing.grammar import Test
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.values import End

_LANGUAGES: tuple[Language, ...] = (go, rust, script)


def idle(root: Path, files: Iterable[str]) -> list[str]:
    """One row for each test that proves nothing, with why."""
    return [row for file in files for row in _in_file(root, file)]


def _in_file(root: Path, file: str) -> list[str]:
    """Of an expression that is nested more deeply than we can follow nothing is said."""
    try:
        return [row for language in _LANGUAGES for row in _of(language, root, file)]
    except RecursionError:
        return []


def _of(language: Language, root: Path, file: str) -> list[str]:
    if not file.endswith(language.SUFFIXES):
        return []
    tree = language.tree(root, file)
    tests = list(language.tests(root, file, tree))
    if not tests:
        return []
    around = _with_helpers(language, language.surroundings(root, file, tree))
    around = _with_shared(language, around, tree, [test.body for test in tests])
    broken = list(_broken_setups(language, around, tree))
    objections = (
        (test.title, judge.objection(language, around, test) or _unready(test, broken))
        for test in tests
    )
    return [f"{file}::{title}  {why}" for title, why in objections if why]


def _broken_setups(language: Language, around: Surroundings, tree: Node) -> Iterator[Node]:
    """The parts of a file before whose tests something is done that fails in any case."""
    for body, part in language.CERTAIN.setups(tree):
        flow = Flow(language, around, body)
        if Fate(language, around, flow.constants).certain_end(flow) is End.FAILS:
            yield part


def _unready(test: Test, broken: Iterable[Node]) -> str:
    start = test.body.start_byte
    within = any(part.start_byte <= start < part.end_byte for part in broken)
    return judge.ALWAYS if within else ""


def _with_helpers(language: Language, around: Surroundings) -> Surroundings:
    """A helper that uses the product gives what the product gives, and so do those that use it."""
    while True:
        using = {
            name
            for name, helper in around.helpers.items()
            if name not in around.product
            and (body := field(helper, "body")) is not None
            and Flow(language, around, body, language.handles(helper)).touches
        }
        if not using:
            return around
        around = replace(around, product=around.product | using)


def _with_shared(
    language: Language, around: Surroundings, tree: Node, bodies: list[Node]
) -> Surroundings:
    """What is declared outside of the tests, and given by the product: by a hook, or at once."""
    flow = Flow(language, around, tree)
    outside = _outside(flow.nodes, bodies)
    hooks = _outside(outside, filter(flow.waits, flow.nodes))
    shared = frozenset(flow.names_bound_by(outside))
    return replace(
        around,
        product=around.product | (shared & flow.aliases),
        given=shared & flow.live,
        asked=any(map(flow.is_use, hooks)),
    )


def _outside(nodes: Iterable[Node], parts: Iterable[Node]) -> list[Node]:
    spans = [(part.start_byte, part.end_byte) for part in parts]
    return [
        node for node in nodes if not any(begin <= node.start_byte < end for begin, end in spans)
    ]
