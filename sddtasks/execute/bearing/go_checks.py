"""Where tests in Go can fail."""

from __future__ import annotations

import re

from tree_sitter import Node

from sddtasks.execute.bearing.grammar import Check
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import text

_FAILS = frozenset("Error Errorf Fatal Fatalf Fail FailNow Failf FailNowf".split())
_RUNS_ALL = frozenset("Run RunSpecs RunTests EXPECT".split())
_LIBRARY = frozenset(
    "slices bytes reflect strings maps errors cmp time os math filepath path regexp json".split()
)
_PRESENT = frozenset({"NotNil", "NotNilf", "NotEmpty"})


def check(node: Node) -> Check | None:
    if node.type != "call_expression":
        return None
    callee, given = field(node, "function"), field(node, "arguments")
    passed = tuple(given.named_children) if given else ()
    if text(callee) == "panic":
        return None if spares(_function_of(node)) else Check(node, always=True)
    operand, member = selected(callee)
    by_handle = bool(passed) and is_handle(text(passed[0]))
    if member in _RUNS_ALL and (member == "EXPECT" or (by_handle and not is_handle(operand))):
        return Check(node, trusted=True)
    if member in _FAILS and (is_handle(operand) or (by_handle and member.startswith("Fail"))):
        return Check(node, always=True)
    if by_handle and not is_handle(operand):
        return Check(node, (*_object(callee), *passed[1:]), bare=member in _PRESENT)
    if member.startswith(("Expect", "Eventually", "Consistently")) or text(callee) == "Expect":
        return Check(node, passed)
    stands_alone = node.parent is not None and node.parent.type == "expression_statement"
    judges = stands_alone and operand not in _LIBRARY and not is_handle(operand)
    return Check(node, passed) if judges and operand and passed else None


def spares(body: Node) -> bool:
    return bool(re.search(r"\brecover\(\)|\bdefer\s+\w+\(", text(body)))


def is_handle(word: str) -> bool:
    return word in ("t", "tb", "b", "f", "tt", "m") or word.endswith(".T()")


def selected(callee: Node | None) -> tuple[str, str]:
    if callee is None or callee.type != "selector_expression":
        return "", text(callee)
    return text(field(callee, "operand")), text(field(callee, "field"))


def _object(callee: Node | None) -> tuple[Node, ...]:
    """A double that is asked what it saw."""
    operand = field(callee, "operand") if callee else None
    return (operand,) if operand is not None else ()


def _function_of(node: Node) -> Node:
    """The outermost function around a node."""
    while node.parent is not None and node.parent.type != "source_file":
        node = node.parent
    return node
