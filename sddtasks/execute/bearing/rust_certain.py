"""What is certain in a test in Rust, whatever the product does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.execute.bearing.values import NULL
from sddtasks.execute.bearing.values import UNKNOWN
from sddtasks.execute.bearing.values import Cases
from sddtasks.execute.bearing.values import End
from sddtasks.execute.bearing.values import Evaluator
from sddtasks.execute.bearing.values import Special
from sddtasks.execute.bearing.values import Value
from sddtasks.execute.bearing.values import equal
from sddtasks.execute.bearing.values import truth

_NONE = re.compile(r"(?:(?:\w+::)*Option(?:::<.*>)?::)?None(?:::<.*>)?", re.DOTALL)
_NO_OPTION = re.compile(r"(?:\w+::)*Option(?:::<.*>)?::default", re.DOTALL)
_ASKED: dict[tuple[Value, str], Value] = {
    (NULL, "is_none"): True,
    (NULL, "is_some"): False,
    (NULL, "ok_or"): Special.FAILED,
    (NULL, "ok_or_else"): Special.FAILED,
    (Special.FAILED, "is_err"): True,
    (Special.FAILED, "is_ok"): False,
    (Special.FAILED, "ok"): NULL,
    (Special.PRESENT, "is_some"): True,
    (Special.PRESENT, "is_ok"): True,
}
_SAME = frozenset("as_ref as_mut as_deref as_deref_mut clone cloned copied take iter map".split())
_READS = _SAME - {"take", "as_mut", "as_deref_mut"} | {
    *("is_none", "is_some", "is_ok", "is_err", "unwrap", "expect", "ok_or", "ok_or_else", "ok"),
    *("unwrap_or_else", "is_some_and", "is_empty", "len"),
}
_OPENS = frozenset({"unwrap", "expect"})
_ELSE = frozenset({"unwrap_or_else", "or_else", "ok_or_else", "map_or_else"})
_PATTERNS = {"None": NULL, "Err": Special.FAILED, "Some": Special.PRESENT, "Ok": Special.PRESENT}


def literal(node: Node, known: Evaluator) -> Value:
    match node.type:
        case "boolean_literal":
            return text(node) == "true"
        case "integer_literal":
            return int(text(node)) if text(node).isdigit() else UNKNOWN
        case "string_literal":
            return text(node)[1:-1]
        case "identifier" | "scoped_identifier" | "generic_function":
            return NULL if _NONE.fullmatch(text(node)) else UNKNOWN
        case "let_condition":
            value = known.value(field(node, "value"))
            met = _meets(text(field(node, "pattern")), value)
            return UNKNOWN if met is None else met
        case "call_expression":
            return _of_call(node, known)
    return UNKNOWN


def _of_call(node: Node, known: Evaluator) -> Value:
    callee, given = field(node, "function"), _given(node)
    name = text(callee)
    if name == "Err":
        return Special.FAILED
    if name in ("Some", "Ok"):
        return Special.PRESENT
    if _NO_OPTION.fullmatch(name):
        return NULL
    if name == "matches" and len(given) > 1:
        met = _meets(text(given[1]), known.value(given[0]))
        return UNKNOWN if met is None else met
    receiver, method = _method(node)
    value = known.value(receiver)
    if value in (NULL, Special.FAILED) and method in _SAME:
        return value
    return _ASKED.get((value, method), UNKNOWN)


def _method(call: Node) -> tuple[Node | None, str]:
    callee = field(call, "function")
    if callee is None or callee.type != "field_expression":
        return None, ""
    return field(callee, "value"), text(field(callee, "field"))


def _given(call: Node) -> list[Node]:
    given = field(call, "arguments")
    return given.named_children if given else []


def _meets(pattern: str, value: Value) -> bool | None:
    """Does a constant meet a pattern?"""
    if value not in (NULL, Special.FAILED) or " if " in pattern:
        return None
    if pattern == "_":
        return True
    wanted = _PATTERNS.get(re.split(r"\W", pattern.rsplit("::", maxsplit=1)[-1], maxsplit=1)[0])
    return None if wanted is None else wanted is value


def zero(declaration: Node) -> Value:
    return UNKNOWN


def unpacked(source: Node, index: int, known: Evaluator) -> Value:
    return UNKNOWN


def is_fixed(declaration: Node) -> bool:
    mutable = any(one.type == "mutable_specifier" for one in declaration.children)
    return declaration.type == "const_item" or not mutable


def lends(node: Node, declaration: Node) -> Iterator[str]:
    """By `&mut`, or to a method that may change it."""
    if node.type == "reference_expression" and text(node).startswith("&mut"):
        yield from (text(one) for one in walk(node) if one.type == "identifier")
    if node.type == "call_expression":
        receiver, method = _method(node)
        if receiver is not None and method not in _READS:
            yield text(receiver)


def cases(parent: Node, known: Evaluator) -> Cases:
    if parent.type == "let_declaration":
        otherwise = field(parent, "alternative")
        met = _meets(text(field(parent, "pattern")), known.value(field(parent, "value")))
        return [(otherwise, None if met is None else not met)] if otherwise else []
    if parent.type != "match_block" or parent.parent is None:
        return []
    value = known.value(field(parent.parent, "value"))
    return [(arm, _meets(text(field(arm, "pattern")), value)) for arm in parent.named_children]


def results(body: Node) -> Iterator[Node | None]:
    inner = walk(body, lambda one: one.type != "closure_expression")
    for one in inner:
        if one.type == "return_expression":
            yield one.named_children[0] if one.named_child_count else None
    last = body.named_children[-1] if body.named_child_count else None
    if last is not None and last.type not in ("expression_statement", "let_declaration"):
        yield last


def outcome(node: Node, known: Evaluator) -> bool | None:
    if node.type == "try_expression":
        return False if known.value(node.named_children[0]) in (NULL, Special.FAILED) else None
    name, given = re.split(r"[:.\s]+", text(field(node, "function")))[-1], _given(node)
    receiver, method = _method(node)
    if receiver is not None:
        lacks = method in _OPENS and known.value(receiver) in (NULL, Special.FAILED)
        return False if lacks else None
    if name in ("assert", "debug_assert") and given:
        return truth(known.value(given[0]))
    if re.fullmatch(r"(?:debug_)?assert_(?:eq|ne)", name) and len(given) > 1:
        same = equal(known.value(given[0]), known.value(given[1]))
        return None if same is None else same is name.endswith("_eq")
    return None


def end(node: Node, known: Evaluator) -> End:
    if not text(field(node, "function")).endswith("process::exit"):
        return End.NONE
    code = known.value(_given(node)[0]) if _given(node) else UNKNOWN
    return End.NONE if code is UNKNOWN else End.FAILS if code else End.SKIPS


def at_once(call: Node, known: Evaluator) -> Iterator[Node]:
    """What is done in place of a value that is not there, and a closure that is called at once."""
    receiver, method = _method(call)
    callee = field(call, "function")
    lacks = method in _ELSE and known.value(receiver) in (NULL, Special.FAILED)
    if lacks:
        yield from (one for one in _given(call)[:1] if one.type == "closure_expression")
    elif callee is not None and callee.type == "parenthesized_expression":
        yield from (one for one in callee.named_children if one.type == "closure_expression")


def is_later(node: Node) -> bool:
    return False


def holds_back(node: Node) -> bool:
    return node.type in ("for_expression", "while_expression", "loop_expression")


def setups(tree: Node) -> Iterator[tuple[Node, Node]]:
    """The test harness has none."""
    return iter(())
