"""Syntax trees of the languages whose tests we read, and the small walks over them."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from tree_sitter import Language
from tree_sitter import Node
from tree_sitter import Parser


@cache
def _parser(grammar: str, entry: str) -> Parser:
    """A grammar is loaded when its first file is read: most runs read one language at most."""
    return Parser(Language(getattr(import_module(grammar), entry)()))


def tree(grammar: str, text: str, entry: str = "language") -> Node:
    return _parser(grammar, entry).parse(text.encode()).root_node


def text(node: Node | None) -> str:
    return (node.text or b"").decode(errors="replace") if node else ""


def walk(node: Node, enter: Callable[[Node], bool] = lambda _: True) -> Iterator[Node]:
    """The node and all below it, in the order of the text; `enter`: are its children looked at?"""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if enter(one):
            waiting += reversed(one.children)


def above(node: Node, until: Node) -> Iterator[tuple[Node, Node]]:
    """Each ancestor below `until`, which is the last, with the child that leads to the node."""
    child = node
    while child != until and child.parent is not None:
        yield child.parent, child
        child = child.parent


def field(node: Node, name: str) -> Node | None:
    return node.child_by_field_name(name)


def fields(node: Node, names: tuple[str, ...]) -> list[Node]:
    return [child for name in names for child in node.children_by_field_name(name)]
