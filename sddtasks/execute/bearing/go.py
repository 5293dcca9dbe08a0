"""Tests in Go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from pathlib import PurePosixPath

from tree_sitter import Node

from sddtasks.execute.bearing import syntax
from sddtasks.execute.bearing.grammar import Check
from sddtasks.execute.bearing.grammar import Shape
from sddtasks.execute.bearing.grammar import Surroundings
from sddtasks.execute.bearing.grammar import Test
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.toolchains.base import source
from sddtasks.toolchains.golang.source import TEST_SIDE
from sddtasks.toolchains.golang.source import Module
from sddtasks.toolchains.golang.source import directory_of

SUFFIXES = (".go",)
SHAPE = Shape(
    names=frozenset({"identifier", "type_identifier", "package_identifier"}),
    functions=frozenset({"func_literal"}),
    calls={
        "call_expression": ("function", "arguments"),
        "composite_literal": ("type", "body"),
        "type_conversion_expression": ("type", "operand"),
    },
    bindings={
        "short_var_declaration": (("left",), ("right",)),
        "assignment_statement": (("left",), ("right",)),
        "var_spec": (("name",), ("value", "type")),
        "const_spec": (("name",), ("value",)),
        "type_spec": (("name",), ("type",)),
        "range_clause": (("left",), ("right",)),
        "receive_statement": (("left",), ("right",)),
        "send_statement": (("channel",), ("value",)),
        "type_switch_statement": (("alias",), ("value",)),
        "inc_statement": ((), ()),
        "dec_statement": ((), ()),
    },
    guards={
        "if_statement": ("condition",),
        "for_statement": tuple(
            "range_clause for_clause binary_expression call_expression unary_expression".split()
        ),
        "expression_switch_statement": ("value",),
        "expression_case": ("value",),
        "type_switch_statement": ("value",),
        "select_statement": (),
    },
    exits=frozenset(
        {"return_statement", "break_statement", "continue_statement", "goto_statement"}
    ),
    members={"selector_expression": "operand", "index_expression": "operand"},
    nothing=frozenset({"nil"}),
    labels=frozenset({"keyed_element"}),
)
_UNIVERSE = frozenset(
    "append cap clear close complex copy delete imag len make max min new panic print println real "
    "recover any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 "
    "int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr iota init _".split()
)
_FAILS = frozenset("Error Errorf Fatal Fatalf Fail FailNow Failf FailNowf".split())
_RUNS_ALL = frozenset("Run RunSpecs RunTests EXPECT".split())
_LIBRARY = frozenset(
    "slices bytes reflect strings maps errors cmp time os math filepath path regexp json".split()
)
_PRESENT = frozenset({"NotNil", "NotNilf", "NotEmpty"})
_OUTSIDE = frozenset({"exec"})
_REMOTE = frozenset("http net sql rpc grpc websocket syscall plugin".split())
_PLAIN = frozenset(
    "testing fmt errors strings strconv slices maps sort reflect cmp math rand time bytes unicode "
    "utf8 regexp context assert require is qt sync atomic runtime json".split()
)
_TOP = re.compile(r"^(?:func|type|var|const)\s+(\w+)", re.MULTILINE)
_HANDLE = re.compile(r"\btesting\.(?:TB|[TBFM])\b|\bTB\b|TestingT\b|GinkgoT")


def tree(root: Path, file: str) -> Node:
    return syntax.tree("tree_sitter_go", source(root, file))


def may_vary(name: str) -> bool:
    return True


def parameters(function: Node) -> Iterator[str]:
    for part in fields(function, ("parameters", "result")):
        for one in part.named_children:
            yield from (text(name) for name in fields(one, ("name",)))


def handles(function: Node) -> frozenset[str]:
    return frozenset(
        text(name)
        for one in walk(function)
        if one.type == "parameter_declaration" and _HANDLE.search(text(field(one, "type")))
        for name in fields(one, ("name",))
    )


def loads(node: Node) -> bool:
    return False


def tests(root: Path, file: str, tree: Node) -> Iterator[Test]:
    for one in tree.named_children:
        name, body = text(field(one, "name")), field(one, "body")
        if one.type != "function_declaration" or body is None:
            continue
        if name == "TestMain":
            if _ends_by_itself(body):
                yield Test(name, body, flaw="ends the run with an exit code of its own")
        elif re.match(r"(?:Test|Fuzz)(?![a-z])", name):
            yield Test(name, body, handles(one), _skipped(body))


def surroundings(root: Path, file: str, tree: Node) -> Surroundings:
    module = Module(root)
    directory = directory_of(file)
    named = {
        alias or PurePosixPath(path).name: path
        for alias, path in module.named_imports(file)
        if alias != "_"
    }
    own = {name for name, path in named.items() if _is_product(module, path)}
    foreign = named.keys() - own
    dotted = any(alias == "." and module.owns(path) for alias, path in module.named_imports(file))
    inside = not module.package(file).endswith("_test")
    product = own | _OUTSIDE | (set() if own or inside else _REMOTE)
    helpers, beside = {}, set()
    for sibling in module.test_files(directory):
        for one in (tree if sibling == file else _parsed(root, sibling)).named_children:
            if one.type == "function_declaration":
                helpers[text(field(one, "name"))] = one
        beside |= set(_TOP.findall(module.text(sibling)))
    strangers = set(_given_a_handle(tree)) - _declared(module, directory)
    return Surroundings(
        frozenset(product),
        helpers,
        frozenset(_UNIVERSE | (foreign - product) | beside | strangers),
        ambient=frozenset(foreign - product - _PLAIN) | {"recover"},
        open=inside or dotted,
    )


def check(node: Node) -> Check | None:
    if node.type != "call_expression":
        return None
    callee, given = field(node, "function"), field(node, "arguments")
    passed = tuple(given.named_children) if given else ()
    if text(callee) == "panic":
        return None if spares(_function_of(node)) else Check(node, always=True)
    operand, member = _selected(callee)
    by_handle = bool(passed) and _is_handle(text(passed[0]))
    if member in _RUNS_ALL and (member == "EXPECT" or (by_handle and not _is_handle(operand))):
        return Check(node, trusted=True)
    if member in _FAILS and (_is_handle(operand) or (by_handle and member.startswith("Fail"))):
        return Check(node, always=True)
    if by_handle and not _is_handle(operand):
        return Check(node, (*_object(callee), *passed[1:]), bare=member in _PRESENT)
    if member.startswith(("Expect", "Eventually", "Consistently")) or text(callee) == "Expect":
        return Check(node, passed)
    stands_alone = node.parent is not None and node.parent.type == "expression_statement"
    judges = stands_alone and operand not in _LIBRARY and not _is_handle(operand)
    return Check(node, passed) if judges and operand and passed else None


def swallows(node: Node, child: Node) -> bool:
    return False


def spares(body: Node) -> bool:
    return bool(re.search(r"\brecover\(\)|\bdefer\s+\w+\(", text(body)))


def _is_product(module: Module, path: str) -> bool:
    """The tests' side counts where it exists: it may well ask the product."""
    if not module.owns(path):
        return False
    directory = PurePosixPath(module.directory(path))
    helps = bool(TEST_SIDE & {part.lower() for part in directory.parts})
    return not helps or (module.root / directory).is_dir()


def _parsed(root: Path, file: str) -> Node:
    return tree(root, file)


def _declared(module: Module, directory: str) -> set[str]:
    found = (module.root / directory).glob("*.go")
    product = (path for path in found if not path.name.endswith("_test.go"))
    return {name for path in product for name in _TOP.findall(source(path.parent, path.name))}


def _given_a_handle(tree: Node) -> Iterator[str]:
    """Functions that are called with a `t`: no product wants one."""
    for node in walk(tree):
        if node.type == "call_expression":
            callee, given = field(node, "function"), field(node, "arguments")
            first = given.named_children[0] if given and given.named_children else None
            if callee is not None and callee.type == "identifier" and _is_handle(text(first)):
                yield text(callee)


def _is_handle(word: str) -> bool:
    return word in ("t", "tb", "b", "f", "tt", "m") or word.endswith(".T()")


def _selected(callee: Node | None) -> tuple[str, str]:
    if callee is None or callee.type != "selector_expression":
        return "", text(callee)
    return text(field(callee, "operand")), text(field(callee, "field"))


def _object(callee: Node | None) -> tuple[Node, ...]:
    """A double that is asked what it saw."""
    operand = field(callee, "operand") if callee else None
    return (operand,) if operand is not None else ()


def _function_of(node: Node) -> Node:
    """The outermost function around a node."""
    while node.parent is not None and node.parent.type != "source_file":
        node = node.parent
    return node


def _skipped(body: Node) -> str:
    """Is a skip reached whatever happens?"""
    barred = SHAPE.functions | SHAPE.guards.keys()
    for one in walk(body, lambda node: node.type not in barred):
        if one.type == "call_expression":
            operand, member = _selected(field(one, "function"))
            if _is_handle(operand) and member in ("Skip", "Skipf", "SkipNow"):
                return "is skipped"
    return ""


def _ends_by_itself(body: Node) -> bool:
    """An exit whose code is not that of the tests."""
    said = text(body)
    codes = re.findall(r"(\w+)\s*:?=\s*m\.Run\(\)", said)
    exits = re.findall(r"\bos\.Exit\((.*)\)", said)
    return any(code != "m.Run()" and code not in codes for code in exits)
