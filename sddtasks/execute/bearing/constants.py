"""What an expression of a test is worth whatever the product does, such as a local that is nil.

Judged generously: whatever may have been written to in between, or is not understood, is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping

from tree_sitter import Node

from sddtasks.execute.bearing import choices
from sddtasks.execute.bearing.grammar import Grammar
from sddtasks.execute.bearing.grammar import Surroundings
from sddtasks.execute.bearing.syntax import above
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.execute.bearing.values import ABSENT
from sddtasks.execute.bearing.values import UNKNOWN
from sddtasks.execute.bearing.values import Value
from sddtasks.execute.bearing.values import equal
from sddtasks.execute.bearing.values import truth

_WRAPPERS = frozenset(
    "parenthesized_expression as_expression non_null_expression satisfies_expression "
    "await_expression reference_expression".split()
)
_ASSIGNS = ("assignment", "augmented", "compound", "inc_", "dec_", "update", "send", "receive")
_BLOCKS = frozenset({"block", "statement_block", "statement_list", "match_block", "switch_body"})


class Constants:
    """The constant values within one function, whose parameters may be `bound` to some."""

    def __init__(
        self, grammar: Grammar, around: Surroundings, bound: Mapping[str, Value] | None = None
    ) -> None:
        self.grammar, self.around, self.bound = grammar, around, bound or {}
        self.shape = grammar.SHAPE
        self.types = around.types
        self._open: set[int] = set()

    def value(self, node: Node | None) -> Value:
        """UNKNOWN for anything that the product, the environment or chance may decide."""
        if node is None or node.id in self._open:
            return UNKNOWN
        self._open.add(node.id)
        try:
            return self._value(node)
        finally:
            self._open.discard(node.id)

    def takes(self, parent: Node, child: Node) -> bool | None:
        """Is this part of `parent` reached whenever that is? None where nobody knows."""
        return choices.takes(self.grammar, parent, child, self)

    def _value(self, node: Node) -> Value:
        if node.type in _WRAPPERS or node.type == "expression_list":
            return self.value(node.named_children[0]) if node.named_child_count else UNKNOWN
        found = self.grammar.CERTAIN.literal(node, self)
        if found is not UNKNOWN:
            return found
        if node.type in self.shape.names:
            return self._of_name(node)
        if node.type == "unary_expression" and node.children[0].type == "!":
            met = truth(self.value(node.named_children[-1]))
            return UNKNOWN if met is None else not met
        if node.type == "binary_expression":
            return self._of_two(node)
        if node.type == "ternary_expression":
            met = truth(self.value(field(node, "condition")))
            part = "consequence" if met else "alternative"
            return UNKNOWN if met is None else self.value(field(node, part))
        return self._of_helper(node)

    def _of_two(self, node: Node) -> Value:
        operator = text(field(node, "operator"))
        one, other = self.value(field(node, "left")), self.value(field(node, "right"))
        if operator in ("&&", "||"):
            decisive, parts = operator == "||", (truth(one), truth(other))
            if decisive in parts:
                return decisive
            return UNKNOWN if None in parts else not decisive
        if operator == "??":
            known = one is not UNKNOWN
            return UNKNOWN if not known else other if one in ABSENT else one
        same = equal(one, other, strictly=len(operator) > len("=="))
        if operator in ("==", "===", "!=", "!=="):
            return UNKNOWN if same is None else same is not operator.startswith("!")
        if type(one) is int and type(other) is int and operator in _ORDERS:
            return _ORDERS[operator](one, other)
        return UNKNOWN

    def _of_helper(self, node: Node) -> Value:
        """What a helper gives that always returns the same constant."""
        if node.type not in self.shape.calls:
            return UNKNOWN
        callees = fields(node, self.shape.calls[node.type][:1])
        helper = self.around.helpers.get(text(callees[0])) if callees else None
        body = field(helper, "body") if helper else None
        if helper is None or body is None or helper.id in self._open:
            return UNKNOWN
        inner = Constants(self.grammar, self.around, self.arguments(node, helper))
        inner._open = self._open | {helper.id}
        found = {inner.value(one) for one in self.grammar.CERTAIN.results(body)}
        return found.pop() if len(found) == 1 else UNKNOWN

    def arguments(self, call: Node, helper: Node) -> dict[str, Value]:
        """The constants that a helper's parameters are given by a call."""
        given = [
            one
            for part in fields(call, self.shape.calls[call.type][1:])
            for one in part.named_children
        ]
        return {
            name: self.value(one)
            for name, one in zip(self.grammar.parameters(helper), given, strict=False)
        }

    # --- names -----------------------------------------------------------------------------------

    def _of_name(self, node: Node) -> Value:
        name = text(node)
        child = node
        while child.parent is not None:
            parent = child.parent
            if parent.type in self.shape.functions and name in self.grammar.parameters(parent):
                return self.bound.get(name, UNKNOWN)
            if self._binds(parent, name) and child in fields(parent, ("body", "consequence")):
                return UNKNOWN
            if parent.type == "match_arm" and self._binds(parent, name):
                return UNKNOWN
            declaration = self._declared_in(parent, child, name)
            if declaration is not None:
                return self._lasting(declaration, parent, node, name)
            child = parent
        return UNKNOWN

    def _declared_in(self, scope: Node, child: Node, name: str) -> Node | None:
        """The last declaration of the name in front of `child`; in a file also behind it."""
        is_file = scope.parent is None
        before = [
            one
            for one in scope.children
            if one != child and (is_file or one.end_byte <= child.start_byte)
        ]
        for part in reversed(before):
            inside = walk(
                part, lambda one: one.type not in self.shape.functions and one.type not in _BLOCKS
            )
            for one in inside:
                if self._is_declaration(one) and self._binds(one, name):
                    return one
        return None

    def _is_declaration(self, node: Node) -> bool:
        return node.type not in self.shape.functions and not node.type.startswith(_ASSIGNS)

    def _binds(self, node: Node, name: str) -> bool:
        if node.type not in self.shape.bindings:
            return False
        targets = fields(node, self.shape.bindings[node.type][0])
        if not targets and node.type.startswith(_ASSIGNS):
            targets = node.named_children
        return any(
            text(one) == name and not one.named_children
            for target in targets
            for one in walk(target)
        )

    def _lasting(self, declaration: Node, scope: Node, use: Node, name: str) -> Value:
        """What it was declared with, unless something else may have been put there since."""
        value = self._given_by(declaration, name)
        if value is UNKNOWN or (scope.parent is None and name in self.around.shared):
            return UNKNOWN
        if self.grammar.CERTAIN.is_fixed(declaration):
            return value
        around = [parent for parent, _ in above(use, scope) if parent != scope]
        functions = [parent for parent in around if parent.type in self.shape.functions]
        anytime = not all(map(self._runs_in_place, functions))
        until = max(
            [use.start_byte, *(one.end_byte for one in around if one.type in choices.LOOPS)]
        )
        for one in walk(scope):
            is_before = one.start_byte < until
            if one == declaration:
                continue
            if self._binds(one, name):
                writes = one.type.startswith(_ASSIGNS) and (anytime or is_before)
                if writes and not self._leaves_it(one, name, value, scope):
                    return UNKNOWN
            elif is_before and name in self.grammar.CERTAIN.lends(one, declaration):
                return UNKNOWN
        return value

    def _runs_in_place(self, function: Node) -> bool:
        """Is it a subtest, or called where it stands?"""
        call = function.parent
        while call is not None and call.type not in self.shape.calls:
            call = call.parent
        return call is not None and function in self.grammar.CERTAIN.at_once(call, self)

    def _leaves_it(self, write: Node, name: str, value: Value, scope: Node) -> bool:
        """Is an assignment never reached, or one of the same value?"""
        never = any(self.takes(*place) is False for place in above(write, scope))
        return never or self._given_by(write, name) == value

    def _given_by(self, node: Node, name: str) -> Value:
        """What a declaration or an assignment gives this one of its names."""
        targets = list(_listed(fields(node, self.shape.bindings[node.type][0])))
        source = field(node, "value") or field(node, "right")
        if name not in map(text, targets) or node.type.startswith(("augmented", "compound")):
            return UNKNOWN
        if source is None:
            return self.grammar.CERTAIN.zero(node)
        sources = list(_listed([source]))
        index = [text(one) for one in targets].index(name)
        if len(sources) != len(targets):
            return self.grammar.CERTAIN.unpacked(sources[0], index, self)
        return self.value(sources[index])


_ORDERS = {
    "<": int.__lt__,
    "<=": int.__le__,
    ">": int.__gt__,
    ">=": int.__ge__,
}


def _listed(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield from node.named_children if node.type == "expression_list" else (node,)
