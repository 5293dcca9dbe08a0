"""What is certain in a test in JavaScript, whatever the product does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.execute.bearing.values import ABSENT
from sddtasks.execute.bearing.values import NULL
from sddtasks.execute.bearing.values import UNDEFINED
from sddtasks.execute.bearing.values import UNKNOWN
from sddtasks.execute.bearing.values import Cases
from sddtasks.execute.bearing.values import End
from sddtasks.execute.bearing.values import Evaluator
from sddtasks.execute.bearing.values import Value
from sddtasks.execute.bearing.values import equal
from sddtasks.execute.bearing.values import truth

_MEMBERS = ("member_expression", "subscript_expression")
_FUNCTIONS = frozenset({"arrow_function", "function_expression"})
_HOOKS = frozenset("before beforeEach beforeAll setup suiteSetup".split())
_SKIPS = re.compile(r"(?:t|ctx|context|this|test)\.(?:skip|todo)")
_TRUE = re.compile(r"assert(?:\.ok)?|ok|chai\.assert")
_EQUAL = re.compile(r"(?:assert\.)?(not)?(deep)?(strict)?equal", re.IGNORECASE)
_ALIKE = re.compile(r"(?:assert\.)?(?:not)?(?:deep)?equal", re.IGNORECASE)
_EXISTS = re.compile(r"assert\.(?:exists|isDefined|isNotNull|isOk|isTrue)")
_CHAIN = re.compile(r"\.(not\.)?(\w+)$")
_KINDS: dict[Value, str] = {NULL: "object", UNDEFINED: "undefined"}


def literal(node: Node, known: Evaluator) -> Value:
    match node.type:
        case "null":
            return NULL
        case "undefined":
            return UNDEFINED
        case "true" | "false":
            return node.type == "true"
        case "number":
            return int(text(node)) if text(node).isdigit() else UNKNOWN
        case "string":
            return text(node)[1:-1]
        case "unary_expression":
            return _of_word(node, known)
        case "member_expression" | "subscript_expression" | "call_expression":
            chained = field(node, "optional_chain") is not None
            absent = known.value(field(node, "object") or field(node, "function")) in ABSENT
            return UNDEFINED if chained and absent else UNKNOWN
    return UNKNOWN


def _of_word(node: Node, known: Evaluator) -> Value:
    """`void 0` and `typeof s`."""
    word = node.children[0].type
    if word == "void":
        return UNDEFINED
    kind = known.value(node.named_children[-1]) if word == "typeof" else UNKNOWN
    return _KINDS.get(kind, UNKNOWN)


def zero(declaration: Node) -> Value:
    return UNDEFINED if declaration.type == "variable_declarator" else UNKNOWN


def unpacked(source: Node, index: int, known: Evaluator) -> Value:
    return UNKNOWN


def is_fixed(declaration: Node) -> bool:
    return declaration.parent is not None and text(declaration.parent).startswith("const")


def lends(node: Node, declaration: Node) -> Iterator[str]:
    """Nobody can write to a variable but by its name."""
    return iter(())


def cases(parent: Node, known: Evaluator) -> Cases:
    """Only those whose statements cannot be reached from the case before them are certain."""
    if parent.type != "switch_body" or parent.parent is None:
        return []
    value = known.value(field(parent.parent, "value"))
    found: Cases = []
    for case in parent.named_children:
        wanted = field(case, "value")
        met = None if wanted is None else equal(value, known.value(wanted))
        earlier = [one for _, one in found]
        if wanted is None and None not in earlier and True not in earlier:
            met = True
        found.append((case, met if met is not False or True not in earlier else None))
    return found


def results(body: Node) -> Iterator[Node | None]:
    if body.type != "statement_block":
        yield body
    for one in walk(body, lambda each: each.type not in _FUNCTIONS):
        if one.type == "return_statement":
            yield one.named_children[0] if one.named_child_count else None


def outcome(node: Node, known: Evaluator) -> bool | None:
    if node.type != "call_expression":
        return None
    callee, given = text(field(node, "function")), _given(node)
    first = known.value(given[0]) if given else UNKNOWN
    if _TRUE.fullmatch(callee) or _EXISTS.fullmatch(callee):
        return truth(first) if given else None
    negated = _EQUAL.fullmatch(callee)
    if negated and len(given) > 1:
        same = equal(first, known.value(given[1]), strictly=not _ALIKE.fullmatch(callee))
        return None if same is None else same is not bool(negated[1])
    return _of_expectation(node, callee, given, known)


def _of_expectation(node: Node, callee: str, given: list[Node], known: Evaluator) -> bool | None:
    """`expect(s).not.toBeNull()`."""
    matcher, start = _CHAIN.search(callee), node
    while (inner := field(start, "function") or field(start, "object")) is not None:
        if start.type == "call_expression" and text(inner) == "expect":
            break
        start = inner
    if matcher is None or start == node or start.type != "call_expression" or not _given(start):
        return None
    value = known.value(_given(start)[0])
    if value is UNKNOWN:
        return None
    met: bool | None
    match matcher[2]:
        case "toBeNull":
            met = value is NULL
        case "toBeUndefined":
            met = value is UNDEFINED
        case "toBeDefined":
            met = value is not UNDEFINED
        case "toBeTruthy" | "toBeFalsy":
            found = truth(value)
            met = None if found is None else found is (matcher[2] == "toBeTruthy")
        case "toBe" | "toEqual" | "toStrictEqual":
            met = equal(value, known.value(given[0])) if given else None
        case _:
            met = None
    return None if met is None else met is not bool(matcher[1])


def _given(call: Node) -> list[Node]:
    given = field(call, "arguments")
    return given.named_children if given else []


def end(node: Node, known: Evaluator) -> End:
    """Also a member of null, and a call of it: both throw, unless `?.` leads there."""
    given = _given(node)
    callee = field(node, "object") or field(node, "function")
    if callee is None or node.type not in (*_MEMBERS, "call_expression"):
        return End.NONE
    if _SKIPS.fullmatch(text(callee)) and node.type == "call_expression":
        return End.SKIPS
    if text(callee) == "process.exit":
        code = known.value(given[0]) if given else 0
        return End.NONE if code is UNKNOWN else End.FAILS if code else End.SKIPS
    return End.FAILS if "?." not in text(node) and known.value(callee) in ABSENT else End.NONE


def at_once(call: Node, known: Evaluator) -> Iterator[Node]:
    """Subtests, and a function that is called where it stands."""
    callee = field(call, "function")
    inner = callee.named_children if callee and callee.type == "parenthesized_expression" else []
    yield from (one for one in inner if one.type in _FUNCTIONS)
    if text(callee) in ("t.test", "ctx.test"):
        yield from (one for one in _given(call) if one.type in _FUNCTIONS)


def is_later(node: Node) -> bool:
    return False


def holds_back(node: Node) -> bool:
    return node.type in ("switch_statement", "while_statement", "do_statement") or (
        node.type.startswith("for_")
    )


def setups(tree: Node) -> Iterator[tuple[Node, Node]]:
    """Hooks that run before tests, each for the tests of its group."""
    for one in walk(tree):
        callee = text(field(one, "function")) if one.type == "call_expression" else ""
        if callee.rpartition(".")[2] in _HOOKS:
            for function in _given(one):
                body = field(function, "body") if function.type in _FUNCTIONS else None
                if body is not None:
                    yield body, _group(one, tree)


def _group(node: Node, tree: Node) -> Node:
    """The function of the group around a hook, or the whole file."""
    around = node.parent
    while around is not None and around.type not in _FUNCTIONS:
        around = around.parent
    return around or tree
