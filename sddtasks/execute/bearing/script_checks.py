"""Where tests in JavaScript can fail, and where a failure does not get through."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from sddtasks.execute.bearing.grammar import Check
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import text

_ASSERTS = re.compile(r"^(?:assert|expect|should|verify|check|chai|sinon\.assert)")
_NAMED = re.compile(
    r"^(?:not)?(?:deep|strict|loose)*(?:equals?|ok|throws|rejects|match|same)$", re.I
)
_RUNNER = frozenset(
    "test skip todo plan diagnostic mock after before beforeEach afterEach runOnly step".split()
)
_BARE = re.compile(
    r"\.(?:toBeDefined|toBeTruthy|toBeInstanceOf|toBeTypeOf|toBeNull|toBeUndefined|toHaveProperty"
    r"|ok|exists?|is(?:Function|Defined|Ok|NotNull|Object|Undefined)|a|an|instanceOf|property)\("
    r"|^assert\(|expect\.any(?:thing)?\("
)
_THROWS = re.compile(r"\.(?:throws|rejects|toThrow\w*|rejected\w*|throw)\b")
_ASSERTION = re.compile(r"\b(?:assert|expect)\w*(?:\.\w+)*\(")
_SPEAKS = re.compile(r"\b(?:assert|expect|throw|fail|done|reject|should)\b")


def check(node: Node) -> Check | None:
    if node.type == "throw_statement":
        return Check(node, always=True)
    if node.type != "call_expression" or _is_inner(node):
        return None
    callee, said = text(field(node, "function")), text(node)
    handle, _, member = callee.partition(".")
    if re.search(r"^(?:(?:assert|expect|chai\.assert|t|t\.assert)\.)?fail$", callee):
        return Check(node, always=True)
    asserts = _ASSERTS.match(callee) or re.search(r"\.(?:should|expect)\b", callee)
    by_handle = handle in ("t", "ctx") and member.split(".")[0] not in _RUNNER and member
    if _THROWS.search(callee) and not _expects_something(node):
        return None
    if asserts or by_handle or _NAMED.match(callee) or callee == "done":
        return Check(node, tuple(_given(node)), bare=bool(_BARE.search(said)))
    return None


def _expects_something(node: Node) -> bool:
    """Of a function that asserts any exception will come, so one has to be named."""
    given = list(_given(node))
    return len(given) > 2 or not any(_ASSERTION.search(text(one)) for one in given if one.children)


def swallows(node: Node, child: Node) -> bool:
    """`try` with a `catch` that says nothing, `assert.throws`, and a promise that is silenced."""
    if node.type == "try_statement":
        handler = field(node, "handler")
        silent = handler is not None and not _SPEAKS.search(text(handler))
        return silent and child == field(node, "body")
    if node.type != "call_expression":
        return False
    callee, given = field(node, "function"), field(node, "arguments")
    if child == given:
        return bool(_THROWS.search(_chain(node)))
    silenced = text(callee).endswith(".catch") and not _SPEAKS.search(text(given))
    return silenced and child == callee


def _is_inner(node: Node) -> bool:
    """Is it only the beginning of a chain of calls?"""
    parent = node.parent
    return parent is not None and parent.type == "member_expression"


def _given(node: Node) -> Iterator[Node]:
    """What all calls of a chain are given, and what the chain begins with."""
    inner: Node | None = node
    while inner is not None:
        given = field(inner, "arguments")
        if given is not None:
            yield from given.named_children
        following = field(inner, "function") or field(inner, "object")
        if following is None and inner.type == "identifier":
            yield inner
        inner = following


def _chain(node: Node) -> str:
    """The whole chain that a call begins."""
    parent = node.parent
    while parent is not None and parent.type in ("member_expression", "call_expression"):
        if parent.type == "call_expression" and field(parent, "function") != node:
            break
        node, parent = parent, parent.parent
    head = field(node, "function")
    return text(head if head is not None else node)
