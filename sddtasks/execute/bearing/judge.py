"""Is there a check in a test whose end depends on what the product gives?"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from sddtasks.execute.bearing.fate import Fate
from sddtasks.execute.bearing.flow import Flow
from sddtasks.execute.bearing.grammar import Check
from sddtasks.execute.bearing.grammar import Grammar
from sddtasks.execute.bearing.grammar import Surroundings
from sddtasks.execute.bearing.grammar import Test
from sddtasks.execute.bearing.syntax import above
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.execute.bearing.values import End

_BRANCHES = frozenset({"if_statement", "if_expression", "ternary_expression"})
ALWAYS = "fails whatever the product does"
_SKIPPED = "is skipped"
_NEVER = "checks nothing that the product gives"


def objection(grammar: Grammar, around: Surroundings, test: Test) -> str:
    """What speaks against a test; empty where nothing does."""
    if test.flaw:
        return test.flaw
    reading = _Reading(grammar, around, Flow(grammar, around, test.body, test.handles))
    checks = list(reading.checks())
    if not test.panics:
        certain = reading.fate.certain_end(reading.flow)
        if certain is End.FAILS or any(map(reading.always_fails, checks)):
            return ALWAYS
        if certain is End.SKIPS:
            return _SKIPPED
    if test.panics:
        swallowed = test.somehow and any(not check.passing for check in checks)
        return _NEVER if swallowed or not reading.flow.asks else ""
    return "" if any(map(reading.bears, checks)) else _NEVER


class _Reading:
    """The checks of one function. `within`: the helpers that are being read, outermost first."""

    def __init__(
        self,
        grammar: Grammar,
        around: Surroundings,
        flow: Flow,
        within: frozenset[str] = frozenset(),
    ) -> None:
        self.grammar, self.around, self.flow, self.within = grammar, around, flow, within
        self.shape = grammar.SHAPE
        self.fate = Fate(grammar, around, flow.constants, within)

    def checks(self) -> Iterator[Check]:
        for node in self.flow.nodes:
            helper = self._helper(node)
            if helper is None:
                found = self.grammar.check(node)
                if found:
                    yield found
            elif self._helps(node, helper):
                yield Check(node, trusted=True)

    def bears(self, check: Check) -> bool:
        """Does the product decide whether this check fails?"""
        if self._is_dead(check.node) or self._is_swallowed(check.node):
            return False
        if check.trusted or self._looks_at_product(check):
            return True
        return self.flow.is_guarded(check.node) or self._after_a_way_out(check.node)

    def always_fails(self, check: Check) -> bool:
        """Is it reached unconditionally, with nothing that could prevent it?"""
        if not check.always or self.grammar.spares(self.flow.body):
            return False
        for parent, child in above(check.node, self.flow.body):
            if parent.type in self.shape.functions or parent.type in self.shape.guards:
                return False
            if any(any(self.shape.leaves(one)) for one in _before(parent, child)):
                return False
        return True

    def _looks_at_product(self, check: Check) -> bool:
        held = [value for value in check.values if self.flow.holds(value)]
        if check.bare:
            return any(not self.flow.is_product(value) for value in held)
        twice = {text(value) for value in held}
        if len(twice) < len(held):
            return any(self.flow.asks_anew(value) for value in held)
        return bool(held)

    def _helper(self, node: Node) -> Node | None:
        """The function of the tests' side that is called here."""
        if node.type not in self.shape.calls:
            return None
        callees = fields(node, self.shape.calls[node.type][:1])
        return self.around.helpers.get(text(callees[0])) if callees else None

    def _helps(self, node: Node, helper: Node) -> bool:
        """Does it check what it is given, or what it asks the product itself?"""
        body, name = field(helper, "body"), text(field(helper, "name"))
        if body is None or name in self.within:
            return False
        given = fields(node, self.shape.calls[node.type][1:])
        handles = self.flow.handles | self.grammar.handles(helper)
        parameters = set(self.grammar.parameters(helper)) - handles
        live = parameters if any(map(self.flow.holds, given)) else set()
        bound = self.flow.constants.arguments(node, helper)
        flow = Flow(self.grammar, self.around, body, handles, live, bound)
        inner = _Reading(self.grammar, self.around, flow, self.within | {name})
        return any(map(inner.bears, inner.checks()))

    def _is_dead(self, node: Node) -> bool:
        """Is it never reached, or only when the test has failed already, as anybody can see?"""
        if self.fate.is_dead(node, self.flow.body):
            return True
        for parent, child in above(node, self.flow.body):
            if self._is_settled(parent) and child not in (self.shape.deciding(parent) or ()):
                return True
            for one in _before(parent, child):
                inner = one.named_children[0] if one.type == "expression_statement" else one
                if inner.type in self.shape.exits and parent.type not in _BRANCHES:
                    return True
                if self._is_settled(inner) and any(self.shape.leaves(inner)):
                    return True
        return False

    def _is_settled(self, node: Node) -> bool:
        """Is it a branch whose condition is made of literals and of what the runner gives?"""
        if node.type not in _BRANCHES:
            return False
        condition = field(node, "condition")
        inner = list(walk(condition)) if condition else []
        return not any(
            one.type in self.shape.calls
            or one.type in self.shape.members
            or (one.type in self.shape.names and text(one) not in self.flow.handles)
            for one in inner
        )

    def _is_swallowed(self, node: Node) -> bool:
        return any(self.grammar.swallows(*place) for place in above(node, self.flow.body))

    def _after_a_way_out(self, node: Node) -> bool:
        """Was there a way out before it that the product decides about?"""
        return any(
            self.flow.is_guarded(exit_) and self.flow.is_asked_before(exit_)
            for parent, child in above(node, self.flow.body)
            for one in _before(parent, child)
            for exit_ in self.shape.leaves(one)
        )


def _before(parent: Node, child: Node) -> list[Node]:
    return [one for one in parent.children if one.end_byte <= child.start_byte]
