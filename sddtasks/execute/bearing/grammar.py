"""What the reading of a test needs to know of a language."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Protocol

from tree_sitter import Node

from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import walk
from sddtasks.execute.bearing.values import Certainty


@dataclass(frozen=True, slots=True)
class Shape:
    """Types of nodes, and in which of their fields something stands.

    `bindings`: fields of what is given a value, and of the values; `guards`: fields that decide
    whether the rest is done; `members`: the field of what a member is taken from; `nothing`: words
    for the absence of a value; `labels`: what has a key that is a mere word.
    """

    names: frozenset[str]
    functions: frozenset[str]
    calls: Mapping[str, tuple[str, str]]
    bindings: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    guards: Mapping[str, tuple[str, ...]]
    exits: frozenset[str]
    members: Mapping[str, str]
    nothing: frozenset[str]
    labels: frozenset[str] = frozenset()

    def deciding(self, node: Node) -> list[Node] | None:
        """The parts that decide about the rest; None where there is nothing to decide."""
        if node.type not in self.guards:
            return None
        wanted = self.guards[node.type]
        return [
            *fields(node, wanted),
            *(child for child in node.named_children if child.type in wanted),
        ]

    def leaves(self, node: Node) -> Iterator[Node]:
        """Where the function may be left within this statement."""
        inner = walk(node, lambda one: one.type not in self.functions)
        return (one for one in inner if one.type in self.exits)


@dataclass(frozen=True, slots=True)
class Test:
    """A test as its file has it.

    `handles`: what the runner gives it to speak with; `flaw`: what its own file says against it;
    `panics`: success is that it ends badly; `somehow`: in whatever way.
    """

    __test__ = False

    title: str
    body: Node
    handles: frozenset[str] = frozenset()
    flaw: str = ""
    panics: bool = False
    somehow: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A place where a test can fail.

    `values`: what it looks at; `always`: it fails when reached; `bare`: it is content when they are
    there at all; `trusted`: what it looks at lies elsewhere; `passing`: something else is its
    purpose, as with `unwrap`.
    """

    node: Node
    values: tuple[Node, ...] = ()
    always: bool = False
    bare: bool = False
    trusted: bool = False
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a test file knows.

    `product`: names that stand for what is tested; `helpers`: functions of the tests' side;
    `known`: names that are certainly not the product's; `ambient`: what may show what the product
    did, once it was asked; `given`: what all tests share and the product gave. `open`: a name that
    nobody declares is the product's; `asked`: the product is used outside of any test. `types`:
    names of the product's types; `shared`: words of files that may write to what is declared here.
    """

    product: frozenset[str] = frozenset()
    helpers: Mapping[str, Node] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    ambient: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    open: bool = False
    asked: bool = False


class Grammar(Protocol):
    """One language."""

    @property
    def SHAPE(self) -> Shape: ...  # noqa: N802 - a constant of the module

    @property
    def CERTAIN(self) -> Certainty: ...  # noqa: N802 - a constant of the module

    def check(self, node: Node) -> Check | None:
        """Is this a place where a test can fail?"""

    def swallows(self, node: Node, child: Node) -> bool:
        """Does a failure below `child` not get beyond this node?"""

    def spares(self, body: Node) -> bool:
        """May a failure that is always reached be what the test expects?"""

    def parameters(self, function: Node) -> Iterator[str]:
        """The names of a function's parameters."""

    def handles(self, function: Node) -> frozenset[str]:
        """Those by which it speaks with the runner, and those of the functions within it."""

    def loads(self, node: Node) -> bool:
        """Is this the product itself, as it was just loaded?"""

    def may_vary(self, name: str) -> bool:
        """Is this the name of a variable, by its looks?"""


class Language(Grammar, Protocol):
    """A grammar with what it says about one file of a project."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]: ...  # noqa: N802 - a constant of the module

    def surroundings(self, root: Path, file: str, tree: Node) -> Surroundings: ...

    def tests(self, root: Path, file: str, tree: Node) -> Iterator[Test]: ...

    def tree(self, root: Path, file: str) -> Node: ...
