"""Which part of a branch, a loop or a switch is reached, as far as constants decide about it."""

from __future__ import annotations

from tree_sitter import Node

from sddtasks.execute.bearing.grammar import Grammar
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.values import ABSENT
from sddtasks.execute.bearing.values import UNKNOWN
from sddtasks.execute.bearing.values import Cases
from sddtasks.execute.bearing.values import Evaluator
from sddtasks.execute.bearing.values import truth

LOOPS = frozenset(
    "for_statement for_in_statement while_statement do_statement for_expression while_expression "
    "loop_expression".split()
)
_BRANCHES = frozenset({"if_statement", "if_expression", "ternary_expression"})
_CASES = frozenset(
    "match_expression switch_statement expression_case switch_case match_arm".split()
)
"""The choices around cases, and the cases themselves: `cases` says which of them is taken."""


def takes(grammar: Grammar, parent: Node, child: Node, known: Evaluator) -> bool | None:
    """Is this part of `parent` reached whenever that is? None where nobody knows."""
    if parent.type in _CASES:
        return True
    if parent.type in _BRANCHES:
        return _takes_branch(parent, child, known)
    if parent.type == "binary_expression":
        return child != field(parent, "right") or _goes_on(parent, known)
    if parent.type in LOOPS:
        condition = _condition_of(parent)
        if child != field(parent, "body"):
            return True
        return truth(known.value(condition)) if condition is not None else None
    cases = grammar.CERTAIN.cases(parent, known)
    if cases:
        return _among(cases, child)
    deciding = grammar.SHAPE.deciding(parent)
    return True if deciding is None or child in deciding else None


def _takes_branch(parent: Node, child: Node, known: Evaluator) -> bool | None:
    if child not in fields(parent, ("consequence", "alternative")):
        return True
    met = truth(known.value(field(parent, "condition")))
    return met if met is None or child == field(parent, "consequence") else not met


def _goes_on(node: Node, known: Evaluator) -> bool | None:
    """Is the right side of an operator looked at?"""
    operator, left = text(field(node, "operator")), known.value(field(node, "left"))
    if operator == "??":
        return None if left is UNKNOWN else left in ABSENT
    if operator not in ("&&", "||"):
        return True
    met = truth(left)
    return None if met is None else met is (operator == "&&")


def _condition_of(loop: Node) -> Node | None:
    clause = next((one for one in loop.named_children if one.type == "for_clause"), loop)
    found = field(clause, "condition")
    plain = (one for one in loop.named_children if one.type.endswith("_expression"))
    return found or (next(plain, None) if loop.type == "for_statement" else None)


def _among(cases: Cases, child: Node) -> bool | None:
    """Is it this case that is chosen, of cases of which each is met, is not, or may be?"""
    earlier: list[bool | None] = []
    for case, met in cases:
        if case == child:
            if True in earlier or met is False:
                return False
            return None if None in earlier else met
        earlier.append(met)
    return True
