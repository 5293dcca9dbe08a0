"""Where a test ends whatever the product does: what stands behind that is dead."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from sddtasks.execute.bearing.constants import Constants
from sddtasks.execute.bearing.flow import Flow
from sddtasks.execute.bearing.grammar import Grammar
from sddtasks.execute.bearing.grammar import Surroundings
from sddtasks.execute.bearing.syntax import above
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.values import End


class Fate:
    """What is certain within one function. `within`: the helpers that are being read."""

    def __init__(
        self,
        grammar: Grammar,
        around: Surroundings,
        constants: Constants,
        within: frozenset[str] = frozenset(),
    ) -> None:
        self.grammar, self.around, self.within = grammar, around, within
        self.constants, self.shape = constants, grammar.SHAPE

    def end(self, node: Node) -> End:
        """The certain end of a statement or an expression that is reached."""
        if node.type in self.shape.functions:
            return End.NONE
        found = self._of_parts(node)
        if found:
            return found
        if node.type in self.shape.exits:
            return End.LEAVES
        check = self.grammar.check(node)
        if check and (check.always or self.grammar.CERTAIN.outcome(node, self.constants) is False):
            return End.FAILS
        return self.grammar.CERTAIN.end(node, self.constants) or self._of_call(node)

    def is_dead(self, node: Node, body: Node) -> bool:
        """Is it never reached, or does it not matter any more because the test has failed?"""
        return any(
            self.constants.takes(parent, child) is False or self._ended_before(parent, child)
            for parent, child in above(node, body)
        )

    def certain_end(self, flow: Flow) -> End:
        """How the whole function ends, if that is certain and nothing can leave it before."""
        for one in _statements(flow.body):
            found = self.end(one)
            if found:
                spared = self.grammar.spares(flow.body) and flow.is_asked_before(one)
                return End.NONE if spared else found
            if self._may_leave(one):
                return End.NONE
        return End.NONE

    def _ended_before(self, parent: Node, child: Node) -> bool:
        """The handler of a `try` stands behind its body, and is reached by its failure."""
        return parent.type != "try_statement" and any(
            self.constants.takes(parent, one) is True and self.end(one)
            for one in parent.children
            if one.end_byte <= child.start_byte
        )

    def _may_leave(self, statement: Node) -> bool:
        """Is there a way out of the function within it that may be taken?"""
        for one in self.shape.leaves(statement):
            places = list(above(one, statement))
            within = any(self.grammar.CERTAIN.holds_back(parent) for parent, _ in places)
            breaks = one.type.startswith(("break", "continue")) and within
            if not breaks and not any(self.constants.takes(*place) is False for place in places):
                return True
        return False

    def _of_parts(self, node: Node) -> End:
        """The first certain end among the parts, in their order; of branches, what is common."""
        if self.grammar.CERTAIN.is_later(node):
            return End.NONE
        branches: list[End] = []
        for child in node.children:
            taken = self.constants.takes(node, child)
            if taken is False or self.grammar.swallows(node, child):
                continue
            if taken is None:
                branches.append(self.end(child))
                continue
            found = self._within(node, self.end(child))
            if found:
                return found
        complete = field(node, "alternative") is not None and len(branches) > 1
        return min(branches) if complete else End.NONE

    def _within(self, node: Node, found: End) -> End:
        """A loop is left by `break`, and only the loop; a failure in `try` goes to its handler."""
        if found is End.LEAVES and self.grammar.CERTAIN.holds_back(node):
            return End.NONE
        handler = field(node, "handler") if node.type == "try_statement" else None
        return self.end(handler) if handler is not None and found is End.FAILS else found

    def _of_call(self, node: Node) -> End:
        """What a call does by a helper of the tests, or by a function that it runs at once."""
        if node.type not in self.shape.calls:
            return End.NONE
        for function in self.grammar.CERTAIN.at_once(node, self.constants):
            body = field(function, "body")
            found = self.end(body) if body is not None else End.NONE
            if found > End.LEAVES:
                return found
        callees = fields(node, self.shape.calls[node.type][:1])
        name = text(callees[0]) if callees else ""
        helper = self.around.helpers.get(name)
        body = field(helper, "body") if helper else None
        if helper is None or body is None or name in self.within:
            return End.NONE
        bound = Constants(self.grammar, self.around, self.constants.arguments(node, helper))
        inner = Fate(self.grammar, self.around, bound, self.within | {name})
        found = inner.end(body)
        return found if found > End.LEAVES and not self.grammar.spares(body) else End.NONE


def _statements(body: Node) -> Iterator[Node]:
    for one in body.named_children:
        yield from one.named_children if one.type == "statement_list" else (one,)
