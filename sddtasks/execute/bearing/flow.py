"""Which names of a test hold something that the product gave: by assignment, by call, by branch.

Judged generously: in doubt a name holds it. A test that is overlooked is caught later by a product
that is broken on purpose; a good test that is refused is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping

from tree_sitter import Node

from sddtasks.execute.bearing.constants import Constants
from sddtasks.execute.bearing.grammar import Grammar
from sddtasks.execute.bearing.grammar import Surroundings
from sddtasks.execute.bearing.syntax import above
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.execute.bearing.values import UNKNOWN
from sddtasks.execute.bearing.values import Value

_ASSIGNS = ("assignment", "augmented", "compound", "inc_", "dec_", "update", "send", "receive")
_WEIGHED = frozenset(
    "binary_expression unary_expression parenthesized_expression let_condition".split()
)
_COMPARISONS = frozenset({"==", "!=", "===", "!==", "<", ">", "<=", ">="})


class Flow:
    """The names of one function, with those that were `given` to it by the product."""

    def __init__(
        self,
        grammar: Grammar,
        around: Surroundings,
        body: Node,
        handles: frozenset[str] = frozenset(),
        given: Iterable[str] = (),
        bound: Mapping[str, Value] | None = None,
    ) -> None:
        self.grammar, self.around, self.body, self.handles = grammar, around, body, handles
        self.shape = grammar.SHAPE
        self.constants = Constants(grammar, around, bound)
        self.nodes = tuple(walk(body))
        self.declared = frozenset(self._declared()) | frozenset(given)
        given = {*given, *(around.given - frozenset(self.names_bound_by(self.nodes)))}
        self.hidden = frozenset(self._hidden())
        self.live = set(given)
        self.begins_asked = around.asked or bool(given)
        self.aliases: set[str] = set()
        self.asks = around.asked or any(map(self.is_use, self.nodes))
        self._spread()

    def holds(self, node: Node) -> bool:
        """Is anything in this expression the product's, or given by it?"""
        if self.is_hollow(node):
            return False
        if node.type in self.shape.names:
            name = text(node)
            shown = self.asks and name in self.around.ambient and name not in self.declared
            return name in self.live or shown or self.is_product(node)
        label = field(node, "key") if node.type in self.shape.labels else None
        return any(self.holds(child) for child in node.children if child != label)

    def is_use(self, node: Node) -> bool:
        """Is the product called here, or handed to somebody?"""
        return node.type in self.shape.calls and any(
            self.is_product(one)
            for part in fields(node, self.shape.calls[node.type])
            for one in (part, *walk(part))
        )

    def is_product(self, node: Node) -> bool:
        """Is this the bare name of something that the product has?"""
        if self.grammar.loads(node):
            return True
        if node.type not in self.shape.names:
            member = self.shape.members.get(node.type)
            inner = field(node, member) if member else None
            return inner is not None and self.is_product(inner)
        name = text(node)
        if name in self.around.product and name not in self.hidden:
            return True
        if name in self.declared:
            return name in self.aliases
        return (
            self.around.open
            and name not in self.around.known
            and name not in self.around.helpers
            and name not in self.handles
        )

    def is_asked_before(self, node: Node) -> bool:
        """Was the product asked for something before this, as the text has it?"""
        return self.begins_asked or any(
            self.is_use(one) for one in self.nodes if one.start_byte < node.start_byte
        )

    def asks_anew(self, node: Node) -> bool:
        """Is the product called in here, so that it may answer differently each time?"""
        for one in walk(node):
            if one.type in self.shape.calls:
                callees, given = (fields(one, (name,)) for name in self.shape.calls[one.type])
                told = any(part.named_children for part in given)
                if any(self.is_product(each) or (told and self.holds(each)) for each in callees):
                    return True
        return False

    def is_hollow(self, node: Node) -> bool:
        """What is constant, compared with itself, or the question whether a name is there."""
        if node.type in _WEIGHED and self.constants.value(node) is not UNKNOWN:
            return True
        if node.type == "unary_expression" and text(node).startswith("typeof"):
            return all(self.is_product(child) for child in node.named_children)
        operator = field(node, "operator")
        if operator is None or text(operator) not in _COMPARISONS:
            return False
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            return False
        if text(left) == text(right):
            return not self.asks_anew(left)
        return any(
            one.type in self.shape.nothing and self.is_product(other)
            for one, other in ((left, right), (right, left))
        )

    def is_guarded(self, node: Node) -> bool:
        """Is it up to the product whether this is reached?"""
        for parent, child in above(node, self.body):
            deciding = self.shape.deciding(parent)
            elsewhere = deciding is not None and child not in deciding
            if elsewhere and (
                any(map(self.holds, deciding or ())) or (not deciding and self.touches)
            ):
                return True
            if parent.type in self.shape.calls:
                callee, given = (fields(parent, (name,)) for name in self.shape.calls[parent.type])
                if child in given and any(map(self.holds, callee)):
                    return True
        return False

    @property
    def touches(self) -> bool:
        return any(
            node.type in self.shape.names and (text(node) in self.live or self.is_product(node))
            for node in self.nodes
        )

    def waits(self, node: Node) -> bool:
        """Is it a function that does nothing until somebody calls it by its name?"""
        handed = node.parent is not None and "argument" in node.parent.type
        return node.type in self.shape.functions and not handed

    def _declared(self) -> Iterator[str]:
        for node in self.nodes:
            if node.type in self.shape.bindings:
                yield from self._names(fields(node, self.shape.bindings[node.type][0]))
            elif node.type in self.shape.functions:
                yield from self.grammar.parameters(node)

    def names_bound_by(self, nodes: Iterable[Node]) -> Iterator[str]:
        """Names that are declared anew by these."""
        for node in nodes:
            if node.type in self.shape.bindings and not node.type.startswith(_ASSIGNS):
                yield from self._names(fields(node, self.shape.bindings[node.type][0]))

    def _hidden(self) -> Iterator[str]:
        """The product's names that the function gives to something else."""
        given: dict[str, list[bool]] = {}
        for node in self.nodes:
            if node.type in self.shape.bindings and not node.type.startswith(_ASSIGNS):
                targets, sources = (fields(node, names) for names in self.shape.bindings[node.type])
                words = {text(one) for source in sources for one in walk(source)}
                for name in self._names(targets):
                    given.setdefault(name, []).append(bool(words & self.around.product))
        return (name for name, kept in given.items() if not any(kept))

    def _names(self, nodes: Iterable[Node]) -> Iterator[str]:
        found = (text(one) for node in nodes for one in walk(node) if self._is_name(one))
        return (name for name in found if name != "_" and self.grammar.may_vary(name))

    def _is_name(self, node: Node) -> bool:
        return node.type in self.shape.names or node.type == "shorthand_property_identifier_pattern"

    def _spread(self) -> None:
        """Until nothing more is found: each round follows one step of the data."""
        before = -1
        while before != len(self.live) + len(self.aliases):
            before = len(self.live) + len(self.aliases)
            for node in self.nodes:
                if node.type in self.shape.bindings:
                    self._bind(node)
                if node.type in self.shape.calls:
                    self._call(node)

    def _bind(self, node: Node) -> None:
        targets, sources = (fields(node, names) for names in self.shape.bindings[node.type])
        names = set(self._names(targets or node.named_children)) - self.handles
        bare = [source for source in map(_only, sources) if self.is_product(source)]
        if sources and len(bare) == len(sources) and len(names) == 1 and names <= self.declared:
            self.aliases |= names - self.live
        elif any(map(self.holds, sources)) or self.is_guarded(node):
            self.live |= names

    def _call(self, node: Node) -> None:
        callees, given = (fields(node, (name,)) for name in self.shape.calls[node.type])
        asked = any(map(self.holds, callees))
        passed = any(map(self.holds, given))
        if asked:
            self.live |= set(self._names(self._outside_functions(given))) & self._own
        if asked or passed:
            for function in self._functions(given):
                self.live |= set(self.grammar.parameters(function)) - self.handles
                self.live |= set(self._assigned(function)) & self._own if asked else set()
            self.live |= set(self._names(self._lent(given))) & self._own
        if passed or self.is_guarded(node):
            self.live |= {name for one in callees if (name := self._receiver(one))} & self._own

    @property
    def _own(self) -> frozenset[str]:
        return self.declared - self.handles

    def _outside_functions(self, nodes: Iterable[Node]) -> Iterator[Node]:
        for node in nodes:
            for one in walk(node, lambda each: each.type not in self.shape.functions):
                if not one.children:
                    yield one

    def _functions(self, nodes: Iterable[Node]) -> Iterator[Node]:
        inside = (one for node in nodes for one in walk(node))
        return (one for one in inside if one.type in self.shape.functions)

    def _assigned(self, function: Node) -> Iterator[str]:
        for node in walk(function):
            if node.type in self.shape.bindings:
                targets = fields(node, self.shape.bindings[node.type][0])
                yield from self._names(targets or node.named_children)

    def _lent(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """Arguments that a callee may write to."""
        return (one for node in nodes for one in node.named_children if text(one).startswith("&"))

    def _receiver(self, callee: Node) -> str:
        """`lines` in `lines.push`."""
        inner = callee
        while inner.type in self.shape.members:
            found = field(inner, self.shape.members[inner.type])
            if found is None:
                break
            inner = found
        return text(inner) if inner != callee and inner.type in self.shape.names else ""


def _only(node: Node) -> Node:
    """What a list with one element consists of."""
    listed = node.type == "expression_list" and node.named_child_count == 1
    return node.named_children[0] if listed else node
