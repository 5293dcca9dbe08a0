"""Tests in JavaScript and TypeScript: node:test, vitest, jest, mocha."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tree_sitter import Node

from sddtasks.execute.bearing import script_certain
from sddtasks.execute.bearing import script_checks
from sddtasks.execute.bearing import syntax
from sddtasks.execute.bearing.grammar import Shape
from sddtasks.execute.bearing.grammar import Surroundings
from sddtasks.execute.bearing.grammar import Test
from sddtasks.execute.bearing.syntax import field
from sddtasks.execute.bearing.syntax import fields
from sddtasks.execute.bearing.syntax import text
from sddtasks.execute.bearing.syntax import walk
from sddtasks.toolchains.base import source
from sddtasks.toolchains.javascript.source import Project
from sddtasks.toolchains.javascript.source import is_test_side

CERTAIN = script_certain
SUFFIXES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
SHAPE = Shape(
    names=frozenset({"identifier", "shorthand_property_identifier", "import"}),
    functions=frozenset(
        {"arrow_function", "function_expression", "function_declaration", "method_definition"}
    ),
    calls={
        "call_expression": ("function", "arguments"),
        "new_expression": ("constructor", "arguments"),
        "jsx_opening_element": ("name", "attribute"),
        "jsx_self_closing_element": ("name", "attribute"),
    },
    bindings={
        "variable_declarator": (("name",), ("value",)),
        "assignment_expression": (("left",), ("right",)),
        "augmented_assignment_expression": (("left",), ("right",)),
        "for_in_statement": (("left",), ("right",)),
        "update_expression": (("argument",), ()),
        "catch_clause": (("parameter",), ()),
    },
    guards={
        "if_statement": ("condition",),
        "ternary_expression": ("condition",),
        "while_statement": ("condition",),
        "do_statement": ("condition",),
        "for_statement": ("condition",),
        "for_in_statement": ("right",),
        "switch_statement": ("value",),
        "try_statement": ("body",),
    },
    exits=frozenset({"return_statement", "break_statement", "continue_statement"}),
    members={
        "member_expression": "object",
        "subscript_expression": "object",
    },
    nothing=frozenset({"null", "undefined"}),
)
_OUTSIDE = re.compile(
    r"^(?:node:)?(?:child_process|http|https|http2|net|worker_threads|vm)$|^(?:execa|supertest|axios"
    r"|undici|got|ws|pg|mysql2?|sqlite3?|better-sqlite3|mongodb|redis|ioredis|zx|tinyexec|nano-spawn"
    r"|puppeteer|playwright|@playwright/test|cross-spawn|node-fetch|socket\.io-client)\b"
)
_ALONE = frozenset({"import", "require", "fetch", "cy", "page", "browser"})
_AMBIENT = frozenset(
    "document window screen process console localStorage sessionStorage globalThis global".split()
)
_TESTING = re.compile(r"^node:(?:test|assert)|^(?:assert|vitest|chai|should|mocha|@jest/globals)\b")
_LOADED = re.compile(r"\b(import|require)(?=\(\s*['\"`]([^'\"`]+)['\"`]\s*\))")
_LOAD = re.compile(
    r"\(?\s*(?:await\s+)?\(?(?:import|require)\([^()]*\)\)?(?:\s*\.(?:catch|then)\(.*\))?",
    re.DOTALL,
)
_TESTS = frozenset({"test", "it", "specify", "fit", "xit", "xtest"})
_GROUP = re.compile(
    r"^(?:describe|suite|context)\.(?:skip|only|todo)\b|^[xf](?:describe|context)\b"
)
_PUT_OFF = re.compile(r"\.(?:skip|todo)\b|^(?:xit|xtest)\b")
_SKIPS = re.compile(r"\b(?:skip|todo)\s*:\s*(?:true|['\"`])")
_NARROWED = re.compile(r"\.only\b|^fit\b|^fdescribe\b")


def tree(root: Path, file: str) -> Node:
    """What is loaded in an expression counts as the product's, unless it is somebody else's."""
    project = Project(root)

    def marked(match: re.Match[str]) -> str:
        return match[1] if _is_product(project, file, match[2]) else "_" * len(match[1])

    plain = _LOADED.sub(marked, source(root, file))
    if file.endswith((".ts", ".mts", ".cts", ".tsx")):
        entry = "language_tsx" if file.endswith("x") else "language_typescript"
        return syntax.tree("tree_sitter_typescript", plain, entry)
    return syntax.tree("tree_sitter_javascript", plain)


def may_vary(name: str) -> bool:
    return True


def parameters(function: Node) -> Iterator[str]:
    for part in fields(function, ("parameters", "parameter")):
        for one in walk(part):
            if one.type in ("identifier", "shorthand_property_identifier_pattern"):
                yield text(one)


def handles(function: Node) -> frozenset[str]:
    return frozenset()


def loads(node: Node) -> bool:
    return bool(_LOAD.fullmatch(text(node)))


def tests(root: Path, file: str, tree: Node) -> Iterator[Test]:
    for one in walk(tree):
        if one.type != "call_expression":
            continue
        callee, given = text(field(one, "function")), field(one, "arguments")
        passed = given.named_children if given else []
        titled = bool(passed) and text(passed[0])[:1] in ("'", '"', "`")
        if re.split(r"[.(`<]", callee, maxsplit=1)[0] not in _TESTS or not titled:
            continue
        function = next((each for each in passed if each.type in SHAPE.functions), None)
        body = field(function, "body") if function else None
        first = next(parameters(function), "") if function else ""
        flaw = _flaw(one, callee, passed) or _skips(body, first)
        if body is not None or flaw:
            words = frozenset({first} & {"t", "ctx", "context"})
            yield Test(text(passed[0])[1:-1], body or one, words, flaw)


def surroundings(root: Path, file: str, tree: Node) -> Surroundings:
    project = Project(root)
    product, ambient = set(_ALONE), set(_AMBIENT)
    helpers: dict[str, Node] = {}
    for one in walk(tree):
        if one.type == "import_statement":
            specifier = text(field(one, "source")).strip("'\"`")
            if _is_product(project, file, specifier):
                product.update(_bound(one))
            elif not _TESTING.match(specifier):
                ambient.update(_bound(one))
        elif one.type in ("variable_declarator", "assignment_expression"):
            target, value = field(one, "name") or field(one, "left"), field(one, "value")
            if target is not None and value is not None and value.type in SHAPE.functions:
                helpers[text(target)] = value
        elif one.type == "function_declaration":
            helpers[text(field(one, "name"))] = one
    return Surroundings(frozenset(product), helpers, ambient=frozenset(ambient - product))


check = script_checks.check
swallows = script_checks.swallows


def spares(body: Node) -> bool:
    return False


def _is_product(project: Project, file: str, specifier: str) -> bool:
    """Also a process, a server or a database: behind it the product may stand."""
    if _OUTSIDE.match(specifier):
        return True
    target = project.target(specifier, file)
    if target is None:
        package = "/".join(specifier.split("/")[: 2 if specifier.startswith("@") else 1])
        builtin = ":" in specifier or package in _BUILTIN
        return not builtin and package not in project.packages and not _TESTING.match(specifier)
    return not is_test_side(target) or _exists(project, target)


_BUILTIN = frozenset(
    "assert buffer crypto events fs os path stream timers url util zlib readline string_decoder "
    "querystring perf_hooks async_hooks process console tty v8 test".split()
)


def _exists(project: Project, target: str) -> bool:
    place = project.root / target
    return place.exists() or any(place.parent.glob(f"{place.name}.*"))


def _bound(node: Node) -> Iterator[str]:
    return (text(one) for one in walk(node) if one.type == "identifier")


def _flaw(node: Node, callee: str, passed: list[Node]) -> str:
    around = node.parent
    groups = []
    while around is not None:
        if around.type == "call_expression":
            groups.append(text(field(around, "function")))
        around = around.parent
    marks = [callee, *(group for group in groups if _GROUP.match(group))]
    options = " ".join(text(one) for one in passed if one.type == "object")
    if any(map(_PUT_OFF.search, marks)) or _SKIPS.search(options):
        return "is skipped"
    if any(map(_NARROWED.search, marks)) or re.search(r"\bonly\s*:\s*true", options):
        return "leaves all other tests out"
    if re.search(r"\.(?:fails|failing)\b", callee):
        return "is expected to fail"
    return ""


def _skips(body: Node | None, handle: str) -> str:
    """Is a skip reached whatever happens?"""
    if body is None or not handle:
        return ""
    barred = SHAPE.functions | SHAPE.guards.keys()
    calls = (one for one in walk(body, lambda one: one.type not in barred) if "call" in one.type)
    words = {f"{handle}.skip", f"{handle}.todo", "this.skip"}
    return "is skipped" if any(text(field(one, "function")) in words for one in calls) else ""
