"""Products that know the answers instead of finding them: the plain cases of hard-coding.

A product may hold data, and tests ask for it. What gives it away is that every answer of its tests
stands in it word for word, that a function returns one whatever it is given, or that it compares
what it is given with all of a test's input. What the plan's documents say may stand anywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`([^`\n]*)`')
_COMMENTS = re.compile(r"/\*.*?\*/|(?m:^[ \t]*(?://|#(?!\[)|\*[ \t])[^\n]*$)", re.DOTALL)
_TOLD = re.compile(
    r"(?:\b\w+\.(?:Error|Fatal|Log|Skip|Run)f?|\b(?:test|it|describe|suite|context)(?:\.\w+)?"
    r"|\b(?:panic|print|println|eprintln)!?)\(\s*(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`)"
)
_DATA = re.compile(r"\d[.,]\d|\d.*\s|\s.*\d")
_ENOUGH = 2
_BIG = 100
_TELLING = 8


def known(path: str, product: str, tests: Sequence[str], documents: str) -> list[str]:
    """What shows that this product knows its tests' answers; `tests` are their texts."""
    python = path.endswith(".py")
    parsed = [_parsed(text) if python else None for text in tests]
    trees = [test for test in parsed if test]
    tree = _parsed(product) if python else None
    found = _all_of(set(_texts(product, tree)), {*_asked(tests, parsed)}, documents)
    if tree and not found:
        numbers = {value for value in _constants(tree) if _is_big(value)}
        found = _all_of(numbers, {*_expected_numbers(trees)}, documents)
    if tree and not found:
        found = [*_whatever(tree, trees, documents), *_compared(tree, trees)]
    return found


def _all_of(held: set[object], asked: set[object], documents: str) -> list[str]:
    """Every answer that is asked for, when all are held and not all are documented."""
    told = all(str(answer) in documents for answer in asked)
    if len(asked) < _ENOUGH or not asked <= held or told:
        return []
    return [f"holds every answer of its tests: {answer}" for answer in sorted(map(str, asked))]


def _asked(tests: Sequence[str], parsed: Sequence[ast.Module | None]) -> Iterator[object]:
    for text, tree in zip(tests, parsed, strict=True):
        for value in _texts(text, tree):
            if _DATA.search(str(value)) and "/" not in str(value):
                yield value


def _texts(text: str, tree: ast.Module | None) -> Iterator[object]:
    """The string literals, but for comments and docstrings, names of tests and what they print."""
    if tree:
        yield from (value for value in _constants(tree) if isinstance(value, str))
        return
    for groups in _QUOTED.findall(_TOLD.sub("", _COMMENTS.sub("", text))):
        yield next((part for part in groups if part), "")


def _constants(tree: ast.Module) -> Iterator[object]:
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in prose:
            yield node.value


def _expected_numbers(trees: Iterable[ast.Module]) -> Iterator[object]:
    """Numbers that the result of a call with arguments is compared with."""
    for call, value in _expectations(trees):
        if call.args and _is_big(value):
            yield value


def _expectations(trees: Iterable[ast.Module]) -> Iterator[tuple[ast.Call, object]]:
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Compare(left=ast.Call() as call, ops=[ast.Eq()], comparators=[other]):
                    yield call, _value(other)
                case ast.Compare(left=other, ops=[ast.Eq()], comparators=[ast.Call() as call]):
                    yield call, _value(other)
                case ast.Call(
                    func=ast.Attribute(attr="assertEqual"), args=[ast.Call() as call, other, *_]
                ):
                    yield call, _value(other)


def _whatever(tree: ast.Module, trees: Sequence[ast.Module], documents: str) -> Iterator[str]:
    """Functions that look at nothing that they are given, and return what a test expects."""
    expected = {
        (_name(call), repr(value))
        for call, value in _expectations(trees)
        if _is_telling(value) and any(_value(argument) for argument in call.args)
    }
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.args.args:
            continue
        names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
        if names & {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}:
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Return) and inner.value:
                value = _value(inner.value)
                if (node.name, repr(value)) in expected and str(value) not in documents:
                    yield f"{node.name} returns {value!r} whatever it is given"


def _compared(tree: ast.Module, trees: Sequence[ast.Module]) -> Iterator[str]:
    """Comparisons with the whole of what a test hands over, where that is more than a word."""
    given = {
        repr(_value(argument))
        for call, _ in _expectations(trees)
        for argument in call.args
        if _is_nested(argument)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.In):
            for side in (node.left, *node.comparators):
                if repr(_value(side)) in given:
                    yield f"compares what it is given with {ast.unparse(side)}"


def _is_nested(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple | ast.Dict) and any(
        isinstance(inner, ast.List | ast.Tuple | ast.Dict)
        or (isinstance(inner, ast.Constant) and _is_big(inner.value))
        for inner in ast.iter_child_nodes(node)
    )


def _is_big(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) >= _BIG or not float(value).is_integer()


def _is_telling(value: object) -> bool:
    return _is_big(value) or len(repr(value)) >= _TELLING


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _value(node: ast.expr) -> object:
    """What a literal stands for; None for anything else."""
    try:
        found: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError):
        return None
    return found


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except SyntaxError:
        return None
