"""Tests in Rust. A macro's arguments are read as those of a call, which most of them are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tree_sitter import Node

from sddtasks.execute.bearing import rust_certain
from sddtasks.execute.bearing import syntax
from sddtasks.execute.bearing.grammar import Check
from sddtasks.execute.bearing.grammar import Shape
from sddtasks.execute.bearing.grammar import Surroundings
from sddtasks.execute.bearing.grammar import Test
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.toolchains.base import source
from sddtasks.toolchains.rust.source import Workspace

CERTAIN = rust_certain
SUFFIXES = (".rs",)
SHAPE = Shape(
    names=frozenset({"identifier", "type_identifier", "crate", "super"}),
    functions=frozenset({"closure_expression", "function_item"}),
    calls={
        "call_expression": ("function", "arguments"),
        "struct_expression": ("name", "body"),
        "macro_invocation": ("macro", "token_tree"),
    },
    bindings={
        "let_declaration": (("pattern",), ("value", "type")),
        "let_condition": (("pattern",), ("value",)),
        "const_item": (("name",), ("value", "type")),
        "static_item": (("name",), ("value", "type")),
        "assignment_expression": (("left",), ("right",)),
        "compound_assignment_expr": (("left",), ("right",)),
        "for_expression": (("pattern",), ("value",)),
        "match_arm": (("pattern",), ()),
    },
    guards={
        "if_expression": ("condition",),
        "while_expression": ("condition",),
        "match_expression": ("value",),
        "for_expression": ("value",),
        "let_declaration": ("value",),
    },
    exits=frozenset({"return_expression", "break_expression", "continue_expression"}),
    members={
        "field_expression": "value",
        "index_expression": "",
        "scoped_identifier": "path",
        "scoped_type_identifier": "path",
        "generic_function": "function",
        "reference_expression": "value",
    },
    nothing=frozenset(),
)
_MACRO = re.compile(r"(\b[a-z]\w*)!(?=\s*\()")
_TEST = re.compile(r"^#\[\s*(?:\w+::)*(?:test|rstest|test_case|wasm_bindgen_test)\b(?!\s*=)")
_IGNORED = re.compile(r"^#\[\s*ignore\b")
_PANICS = re.compile(r"^#\[\s*should_panic\b")
_CONDITION = re.compile(r"^#!?\[\s*cfg\s*\((.*)\)\s*\]$", re.DOTALL)
_POSSIBLE = frozenset(
    "test unix windows not all any feature debug_assertions panic unwind abort miri".split()
)
_ENDS = frozenset({"panic", "unreachable", "todo", "unimplemented"})
_OPENS = frozenset({"unwrap", "expect", "unwrap_err", "expect_err"})
_OUTSIDE = frozenset(
    "Command TcpStream reqwest assert_cmd ureq cargo_bin hyper tungstenite".split()
)
_EFFECTS = frozenset("fs File env Path PathBuf io tempfile TempDir NamedTempFile std".split())
_PRELUDE = frozenset(
    "Some None Ok Err Box Vec String Option Result vec format println print eprintln dbg write "
    "writeln matches drop Default From Into Iterator Clone Copy Send Sync Fn FnMut FnOnce AsRef "
    "ToString ToOwned PartialEq Eq Ord PartialOrd Self std core alloc include_str include_bytes "
    "concat env option_env stringify line file assert assert_eq assert_ne debug_assert "
    "debug_assert_eq debug_assert_ne panic todo unimplemented unreachable".split()
)


def tree(root: Path, file: str) -> Node:
    plain = _MACRO.sub(lambda match: f"{match[1]} ", source(root, file))
    return syntax.tree("tree_sitter_rust", plain)


def may_vary(name: str) -> bool:
    return name[:1].islower() or name.startswith("_")


def parameters(function: Node) -> Iterator[str]:
    given = field(function, "parameters")
    for one in given.named_children if given else ():
        pattern = field(one, "pattern") or one
        yield from (text(name) for name in walk(pattern) if name.type == "identifier")


def handles(function: Node) -> frozenset[str]:
    return frozenset()


def loads(node: Node) -> bool:
    return False


def tests(root: Path, file: str, tree: Node) -> Iterator[Test]:
    features = _features(Workspace(root), file)
    whole = [text(one) for one in tree.named_children if one.type == "inner_attribute_item"]
    for one in walk(tree):
        name, body = field(one, "name"), field(one, "body")
        if one.type != "function_item" or body is None:
            continue
        marks = list(_marks(one))
        if any(map(_TEST.match, marks)):
            conditions = (*whole, *marks, *(m for m in _marks_around(one)))
            somehow = [mark for mark in marks if _PANICS.match(mark)]
            yield Test(
                text(name),
                body,
                flaw=_flaw(marks, conditions, features),
                panics=bool(somehow),
                somehow=any(_is_somehow(mark) for mark in somehow),
            )


def surroundings(root: Path, file: str, tree: Node) -> Surroundings:
    workspace = Workspace(root)
    product, known, is_open = set(workspace.crates | _OUTSIDE), set(_PRELUDE), False
    helpers = {}
    for one in sorted(walk(tree), key=lambda node: node.type != "mod_item"):
        if one.type == "use_declaration":
            said = text(field(one, "argument"))
            own = re.split(r"\W", said.lstrip(":"), maxsplit=1)[0] in product
            names = {text(leaf) for leaf in _imported(one)}
            (product if own else known).update(names)
            is_open |= own and "*" in said
        elif one.type == "mod_item" and field(one, "body") is None:
            name = text(field(one, "name"))
            beside = (root / file).parent
            there = (beside / f"{name}.rs").is_file() or (beside / name / "mod.rs").is_file()
            (product if there else known).add(name)
        elif one.type in ("function_item", "struct_item", "enum_item", "const_item", "static_item"):
            name = text(field(one, "name"))
            known.add(name)
            if one.type == "function_item" and not any(map(_TEST.match, _marks(one))):
                helpers[name] = one
    product -= helpers.keys()
    foreign = frozenset(known - product)
    return Surroundings(
        frozenset(product), helpers, foreign, ambient=foreign & _EFFECTS, open=is_open
    )


def check(node: Node) -> Check | None:
    if node.type == "try_expression":
        return Check(node, tuple(node.named_children), passing=True)
    if node.type != "call_expression":
        return None
    callee, given = field(node, "function"), field(node, "arguments")
    name = re.split(r"[:.\s]+", text(callee))[-1]
    passed = tuple(given.named_children) if given else ()
    receiver = field(callee, "value") if callee and callee.type == "field_expression" else None
    if receiver is not None:
        return _of_method(node, name, (receiver, *passed))
    if name in _ENDS:
        return Check(node, always=True)
    if name in ("assert", "debug_assert"):
        return Check(node, passed[:1], always=[text(one) for one in passed[:1]] == ["false"])
    compared = passed[:2] if name.endswith(("_eq", "_ne")) else passed
    return Check(node, compared) if re.match(r"(?:debug_|prop_)?assert", name) else None


def _of_method(node: Node, name: str, values: tuple[Node, ...]) -> Check | None:
    if name in _OPENS:
        return Check(node, values[:1], passing=True)
    if name == "times":
        return Check(node, trusted=True)
    return Check(node, values) if name.startswith("assert") else None


def swallows(node: Node, child: Node) -> bool:
    callee = field(node, "function") if node.type == "call_expression" else None
    return text(callee).endswith("catch_unwind") and child == field(node, "arguments")


def spares(body: Node) -> bool:
    return "catch_unwind" in text(body)


def _marks(node: Node) -> Iterator[str]:
    """The attributes before an item."""
    before = node.prev_named_sibling
    while before is not None and before.type in ("attribute_item", "line_comment"):
        yield text(before)
        before = before.prev_named_sibling


def _marks_around(node: Node) -> Iterator[str]:
    around = node.parent
    while around is not None:
        if around.type == "mod_item":
            yield from _marks(around)
        around = around.parent


def _flaw(marks: list[str], conditions: tuple[str, ...], features: frozenset[str]) -> str:
    if any(map(_IGNORED.match, marks)):
        return "is ignored"
    for one in conditions:
        match = _CONDITION.match(one)
        if match and not _is_possible(match[1], features):
            return f"is compiled under a condition that never holds: {match[1]}"
    return ""


def _is_possible(condition: str, features: frozenset[str]) -> bool:
    """As far as its words tell; whether it holds here, the runner says."""
    words = re.sub(r'(?:feature|target_\w+|panic)\s*=\s*"[^"]*"', "", condition)
    wanted = set(re.findall(r'feature\s*=\s*"([^"]*)"', condition))
    known = set(re.findall(r"\w+", words)) <= _POSSIBLE
    return known and wanted <= features and not re.search(r"\b(?:any)\s*\(\s*\)", condition)


def _features(workspace: Workspace, file: str) -> frozenset[str]:
    manifest = workspace.manifests.get(workspace.home(file), {})
    optional = (
        name
        for name, wanted in manifest.get("dependencies", {}).items()
        if isinstance(wanted, dict) and wanted.get("optional")
    )
    return frozenset({*manifest.get("features", {}), *optional})


def _is_somehow(mark: str) -> bool:
    """Would the message of a failed assertion do?"""
    told = re.search(r'"((?:\\.|[^"\\])*)"', mark)
    return told is None or told[1] in "assertion `left == right` failed: left right"


def _imported(use: Node) -> Iterator[Node]:
    """The names that a `use` brings, with the modules on the way."""
    for one in walk(use):
        if one.type == "identifier":
            yield one
