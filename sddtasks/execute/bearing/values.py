"""Values that are the same whatever the product does, and certain ends."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from enum import IntEnum
from typing import Protocol

from tree_sitter import Node


class Special(Enum):
    """Values that are no bool, number or string."""

    UNKNOWN = "unknown"
    NULL = "null"
    UNDEFINED = "undefined"
    ZERO = "zero value of a type that is not known"
    FAILED = "an error in place of a value"
    PRESENT = "some value"


Value = Special | bool | int | str
UNKNOWN, NULL = Special.UNKNOWN, Special.NULL
UNDEFINED, ZERO = Special.UNDEFINED, Special.ZERO
ABSENT = (NULL, UNDEFINED)


class End(IntEnum):
    """How something ends for certain; NONE: it may go on."""

    NONE = 0
    LEAVES = 1
    SKIPS = 2
    FAILS = 3


Cases = list[tuple[Node, bool | None]]
"""The parts of a choice in their order, each with whether it is met; None: that is not known."""


class Evaluator(Protocol):
    """Gives the constant value of an expression, or UNKNOWN."""

    @property
    def types(self) -> frozenset[str]:
        """Names that are certainly types of the product."""

    def value(self, node: Node | None) -> Value: ...


class Certainty(Protocol):
    """What is certain in one language."""

    def literal(self, node: Node, known: Evaluator) -> Value:
        """The value of a literal, or of a call that changes no constant; else UNKNOWN."""

    def zero(self, declaration: Node) -> Value:
        """What a name holds that is declared without a value."""

    def unpacked(self, source: Node, index: int, known: Evaluator) -> Value:
        """What one of several names gets from a single expression."""

    def is_fixed(self, declaration: Node) -> bool:
        """Can nothing be assigned to what is declared here?"""

    def lends(self, node: Node, declaration: Node) -> Iterator[str]:
        """Names that this node gives somebody to write to."""

    def cases(self, parent: Node, known: Evaluator) -> Cases:
        """The cases of a switch or a match; empty for any other node."""

    def results(self, body: Node) -> Iterator[Node | None]:
        """What a helper may return."""

    def outcome(self, node: Node, known: Evaluator) -> bool | None:
        """Does this assertion hold? None where that is not certain."""

    def end(self, node: Node, known: Evaluator) -> End:
        """How an expression that is no assertion ends: an exit, a skip, a use of nothing."""

    def at_once(self, call: Node, known: Evaluator) -> Iterator[Node]:
        """Functions among the parts of a call that it certainly runs."""

    def is_later(self, node: Node) -> bool:
        """Is this done beside the test, so that it need not have happened when that ends?"""

    def holds_back(self, node: Node) -> bool:
        """Is this where `break` leads out of, a loop or a switch?"""

    def setups(self, tree: Node) -> Iterator[tuple[Node, Node]]:
        """Functions that run before tests, each with the part of the file whose tests it is for."""


def truth(value: Value) -> bool | None:
    """As a condition; None where that is not known."""
    if isinstance(value, Special):
        return {UNKNOWN: None, Special.FAILED: None, Special.PRESENT: True}.get(value, False)
    return bool(value)


def equal(one: Value, other: Value, *, strictly: bool = True) -> bool | None:
    """None where it is not known."""
    if Special.UNKNOWN in (one, other) or one in (Special.FAILED, Special.PRESENT):
        return None
    if ZERO in (one, other):
        return truth(one) is truth(other)
    if not strictly and one in ABSENT and other in ABSENT:
        return True
    return type(one) is type(other) and one == other
