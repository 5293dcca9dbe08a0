"""Tests in Go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from pathlib import PurePosixPath

from tree_sitter import Node

from sddtasks.execute.bearing import go_certain
from sddtasks.execute.bearing import go_checks
from sddtasks.execute.bearing import syntax
from sddtasks.execute.bearing.go_checks import is_handle
from sddtasks.execute.bearing.go_checks import selected
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

CERTAIN = go_certain
SUFFIXES = (".go",)
SHAPE = Shape(
    names=frozenset({"identifier", "type_identifier", "package_identifier"}),
    functions=frozenset({"func_literal", "function_declaration", "method_declaration"}),
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
_OUTSIDE = frozenset({"exec"})
_CUSTOMARY = frozenset(
    "integration e2e contract acceptance functional smoke system unit slow load performance "
    "benchmark docker database tools".split()
)
_BUILDERS = ("Makefile", "*.mk", "*.yml", "*.toml", "justfile", ".github/workflows/*", "*.json")
_REMOTE = frozenset("http net sql rpc grpc websocket syscall plugin".split())
_PLAIN = frozenset(
    "testing fmt errors strings strconv slices maps sort reflect cmp math rand time bytes unicode "
    "utf8 regexp context assert require is qt sync atomic runtime json".split()
)
_TOP = re.compile(r"^(?:func|type|var|const)\s+(\w+)", re.MULTILINE)
_TYPE = re.compile(
    r"^(?:type\s+|\t)(\w+)\s+(?:interface|struct|func|map|chan|\[\]|\*)", re.MULTILINE
)
_HANDLE = re.compile(r"\btesting\.(?:TB|[TBFM])\b|\bTB\b|TestingT\b|GinkgoT")


def tree(root: Path, file: str) -> Node:
    return syntax.tree("tree_sitter_go", source(root, file))


def may_vary(name: str) -> bool:
    return True


def parameters(function: Node) -> Iterator[str]:
    for part in fields(function, ("receiver", "parameters", "result")):
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
    unbuilt = _unbuilt(Module(root), file)
    for one in tree.named_children:
        name, body = text(field(one, "name")), field(one, "body")
        if one.type != "function_declaration" or body is None:
            continue
        if name == "TestMain":
            if _ends_by_itself(body):
                yield Test(name, body, flaw="ends the run with an exit code of its own")
        elif re.match(r"(?:Test|Fuzz)(?![a-z])", name):
            yield Test(name, body, handles(one), unbuilt or _skipped(body))


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
    helpers, beside, words = {}, set(), set[str]()
    for sibling in module.test_files(directory):
        for one in (tree if sibling == file else _parsed(root, sibling)).named_children:
            if one.type == "function_declaration":
                helpers[text(field(one, "name"))] = one
        beside |= set(_TOP.findall(module.text(sibling)))
        words |= set(re.findall(r"\w+", module.text(sibling))) if sibling != file else set()
    strangers = set(_given_a_handle(tree)) - _declared(module, directory)
    return Surroundings(
        frozenset(product),
        helpers,
        frozenset(_UNIVERSE | (foreign - product) | beside | strangers),
        ambient=frozenset(foreign - product - _PLAIN) | {"recover"},
        types=frozenset(_types(module, tree, directory, named)),
        shared=frozenset(words),
        open=inside or dotted,
    )


def _types(module: Module, tree: Node, directory: str, named: Mapping[str, str]) -> Iterator[str]:
    """Names of types: those that this file uses as such, and those that the product declares."""
    for one in walk(tree):
        if one.type in ("type_identifier", "qualified_type"):
            yield text(one)
    places = {"": directory, **{f"{alias}.": module.directory(p) for alias, p in named.items()}}
    for prefix, place in places.items():
        for file in sorted((module.root / place).glob("*.go")) if place is not None else ():
            yield from (f"{prefix}{name}" for name in _TYPE.findall(source(file.parent, file.name)))


check = go_checks.check
spares = go_checks.spares


def swallows(node: Node, child: Node) -> bool:
    return False


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
            if callee is not None and callee.type == "identifier" and is_handle(text(first)):
                yield text(callee)


def _unbuilt(module: Module, file: str) -> str:
    """A build tag that is neither customary nor known to anything else in the project."""
    strange = [tag for tag in module.tags(file) if tag not in _CUSTOMARY]
    if not strange:
        return ""
    places = (path for shape in _BUILDERS for path in module.root.glob(shape) if path.is_file())
    texts = [source(path.parent, path.name) for path in places if path != module.root / file]
    words = {word for one in texts for word in re.findall(r"\w+", one)}
    unknown = [tag for tag in strange if tag not in words]
    return f"is built with the tag {unknown[0]} only, which nobody sets" if unknown else ""


def _skipped(body: Node) -> str:
    """Is a skip reached whatever happens?"""
    barred = SHAPE.functions | SHAPE.guards.keys()
    for one in walk(body, lambda node: node.type not in barred or _is_certain(node)):
        if one.type == "call_expression":
            operand, member = selected(field(one, "function"))
            if is_handle(operand) and member in ("Skip", "Skipf", "SkipNow"):
                return "is skipped"
    return ""


def _is_certain(node: Node) -> bool:
    """Is it a branch that is taken whenever there is a test?"""
    condition = text(field(node, "condition")) if node.type == "if_statement" else ""
    return bool(re.fullmatch(r"true|!false|\w+ != nil|(\d+) == \1", condition)) and (
        not condition.endswith("nil") or is_handle(condition.split()[0])
    )


def _ends_by_itself(body: Node) -> bool:
    """An exit whose code is not that of the tests."""
    said = text(body)
    codes = re.findall(r"(\w+)\s*:?=\s*m\.Run\(\)", said)
    exits = re.findall(r"\bos\.Exit\((.*)\)", said)
    return any(code != "m.Run()" and code not in codes for code in exits)
