"""What is certain in a test in Go, whatever the product does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from sddtasks.execute.bearing.go_checks import is_handle
from sddtasks.execute.bearing.go_checks import selected
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.execute.bearing.values import NULL
from sddtasks.execute.bearing.values import UNKNOWN
from sddtasks.execute.bearing.values import ZERO
from sddtasks.execute.bearing.values import Cases
from sddtasks.execute.bearing.values import End
from sddtasks.execute.bearing.values import Evaluator
from sddtasks.execute.bearing.values import Value
from sddtasks.execute.bearing.values import equal
from sddtasks.execute.bearing.values import truth

_NILABLE = frozenset("pointer_type slice_type map_type channel_type function_type".split())
_PLAIN: dict[str, Value] = {
    "string": "",
    "bool": False,
    "error": NULL,
    "any": NULL,
    "interface{}": NULL,
    **dict.fromkeys("int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 byte".split(), 0),
}
_HOLDS_NOTHING = frozenset({"array_type", "struct_type"})
_SKIPS = frozenset({"Skip", "Skipf", "SkipNow"})
_CASES = frozenset({"expression_case", "default_case"})
_LOGS = re.compile(r"log\.(?:Fatal|Panic)(?:f|ln)?")
_TRUTHS = {"True": True, "NotEmpty": True, "NotZero": True, "False": False}


def literal(node: Node, known: Evaluator) -> Value:
    match node.type:
        case "nil":
            return NULL
        case "true" | "false":
            return node.type == "true"
        case "int_literal":
            return _number(text(node))
        case "interpreted_string_literal" | "raw_string_literal":
            return text(node)[1:-1]
        case "type_conversion_expression":
            return known.value(field(node, "operand"))
        case "call_expression":
            return _of_call(node, known)
    return UNKNOWN


def _number(word: str) -> Value:
    return int(word) if word.isdigit() else UNKNOWN


def _of_call(node: Node, known: Evaluator) -> Value:
    callee, given = field(node, "function"), _given(node)
    if callee is None or len(given) != 1:
        return UNKNOWN
    value = known.value(given[0])
    if text(callee) == "len":
        return 0 if value in (NULL, ZERO) else len(value) if isinstance(value, str) else UNKNOWN
    is_pointer = callee.type == "parenthesized_expression" and text(callee).startswith("(*")
    if is_pointer or text(callee) in _PLAIN or text(callee) in known.types:
        return value
    return UNKNOWN


def _given(call: Node) -> list[Node]:
    given = field(call, "arguments")
    return given.named_children if given else []


def zero(declaration: Node) -> Value:
    if declaration.type != "var_spec":
        return UNKNOWN
    kind = field(declaration, "type")
    if kind is None or kind.type in _HOLDS_NOTHING:
        return UNKNOWN
    return NULL if kind.type in _NILABLE else _PLAIN.get(text(kind), ZERO)


def unpacked(source: Node, index: int, known: Evaluator) -> Value:
    """Of a value that is nil no type can be asserted."""
    if source.type != "type_assertion_expression" or index != 1:
        return UNKNOWN
    return False if known.value(field(source, "operand")) is NULL else UNKNOWN


def is_fixed(declaration: Node) -> bool:
    return declaration.type == "const_spec"


def lends(node: Node, declaration: Node) -> Iterator[str]:
    """By its address; a method may change a value that was not said to be nil."""
    if node.type == "unary_expression" and text(node).startswith("&"):
        yield from (text(one) for one in walk(node) if one.type == "identifier")
    callee = field(node, "function") if node.type == "call_expression" else None
    put_off = node.parent is not None and node.parent.type == "defer_statement"
    if callee is not None and not put_off and field(declaration, "value") is None:
        yield selected(callee)[0]


def cases(parent: Node, known: Evaluator) -> Cases:
    if parent.type != "expression_switch_statement":
        return []
    subject = field(parent, "value")
    wanted = known.value(subject) if subject else True
    found: Cases = []
    for case in parent.named_children:
        if case.type == "default_case":
            found.append((case, None))
        elif case.type == "expression_case":
            met = [
                equal(wanted, known.value(one))
                for part in fields(case, ("value",))
                for one in part.named_children
            ]
            found.append((case, True if True in met else None if None in met else False))
    others = [met for case, met in found if case.type != "default_case"]
    default = False if True in others else None if None in others else True
    ordered = sorted(found, key=lambda row: row[0].type == "default_case")
    return [(case, default if case.type == "default_case" else met) for case, met in ordered]


def results(body: Node) -> Iterator[Node | None]:
    inner = walk(body, lambda one: one.type != "func_literal")
    for one in inner:
        if one.type == "return_statement":
            yield one.named_children[0] if one.named_child_count else None


def outcome(node: Node, known: Evaluator) -> bool | None:
    """testify: `require.NotNil(t, s)`."""
    _, member = selected(field(node, "function"))
    given = _given(node)
    if len(given) < 2 or not is_handle(text(given[0])):
        return None
    name, first = member.removesuffix("f"), known.value(given[1])
    if name in _TRUTHS:
        met = truth(first)
        return None if met is None else met is _TRUTHS[name]
    if name in ("NotNil", "Error") and first is NULL:
        return False
    if name in ("Equal", "NotEqual") and len(given) > 2:
        same = equal(first, known.value(given[2]))
        return None if same is None else same is (name == "Equal")
    return None


def end(node: Node, known: Evaluator) -> End:
    if node.type != "call_expression":
        return End.NONE
    callee, given = field(node, "function"), _given(node)
    operand, member = selected(callee)
    if is_handle(operand) and member in _SKIPS:
        return End.SKIPS
    if text(callee) == "os.Exit" and given:
        code = known.value(given[0])
        return End.NONE if code is UNKNOWN else End.FAILS if code else End.SKIPS
    calls_nothing = callee is not None and callee.type == "identifier" and known.value(callee)
    return End.FAILS if calls_nothing is NULL or _LOGS.fullmatch(text(callee)) else End.NONE


def at_once(call: Node, known: Evaluator) -> Iterator[Node]:
    """Subtests, what cleans up, and a function that is called where it stands."""
    callee = field(call, "function")
    operand, member = selected(callee)
    if callee is not None and callee.type == "func_literal":
        yield callee
    elif is_handle(operand) and member in ("Run", "Cleanup"):
        yield from (one for one in _given(call) if one.type == "func_literal")


def is_later(node: Node) -> bool:
    return node.type == "go_statement"


def holds_back(node: Node) -> bool:
    return node.type.endswith(("for_statement", "switch_statement", "select_statement"))


def setups(tree: Node) -> Iterator[tuple[Node, Node]]:
    """TestMain and `init`."""
    for one in tree.named_children:
        body = field(one, "body")
        if body is not None and text(field(one, "name")) in ("TestMain", "init"):
            yield body, tree
