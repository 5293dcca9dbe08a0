"""What the names in a Python scope are bound to: the part of a test's data flow that we follow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import lru_cache

_INERT_IMPORTS = frozenset(
    "__future__ abc asyncio collections contextlib copy dataclasses datetime decimal enum "
    "fractions functools itertools json math mock operator pytest random re string time "
    "types typing typing_extensions unittest uuid".split()
)
_INERT_FIXTURES = frozenset({"monkeypatch", "request", "tmp_path", "tmpdir", "caplog", "recwarn"})

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = Function | ast.Module | ast.ClassDef


@lru_cache(maxsize=512)
def bindings(scope: Scope) -> Mapping[str, Sequence[ast.AST | None]]:
    """What the scope binds each name to; None stands for something that may be the product's."""
    found: dict[str, list[ast.AST | None]] = {}
    for node in ast.walk(scope):
        for name, value in _bound_by(node, scope):
            found.setdefault(name, []).append(value)
    return found


def _bound_by(node: ast.AST, scope: Scope) -> Iterator[tuple[str, ast.AST | None]]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() if node is scope:
            yield from _parameters(node)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name, node
        case ast.Import() | ast.ImportFrom():
            yield from _imported(node)
        case ast.ExceptHandler(name=str(name)):
            yield name, None
        case ast.Nonlocal(names=names) | ast.Global(names=names):
            yield from ((name, None) for name in names)
        case _:
            targets, value = _assigned(node)
            yield from ((name, value) for target in targets for name in names_in(target))


def _assigned(node: ast.AST) -> tuple[Sequence[ast.AST], ast.AST]:
    """The targets of an assignment in any of its forms, and the value; else no targets."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return targets, value
        case ast.AnnAssign(target=target, value=value) | ast.AugAssign(target=target, value=value):
            return [target], value or ast.Constant(None)
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            return [target], value
        case ast.NamedExpr(target=target, value=value):
            return [target], value
        case ast.withitem(context_expr=value, optional_vars=ast.AST() as target):
            return [target], value
    return [], node


def names_in(node: ast.AST) -> Iterator[str]:
    return (child.id for child in ast.walk(node) if isinstance(child, ast.Name))


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, ast.AST | None]]:
    for alias in node.names:
        module = (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        local = isinstance(node, ast.ImportFrom) and node.level > 0
        inert = not local and module.partition(".")[0] in _INERT_IMPORTS
        bound = alias.asname or alias.name.partition(".")[0]
        yield bound, ast.Constant(None) if inert else None


def _parameters(function: Function) -> Iterator[tuple[str, ast.AST | None]]:
    arguments = function.args
    parametrized = dict(_parametrized(function))
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        inert = ast.Constant(None) if argument.arg in _INERT_FIXTURES else None
        yield argument.arg, parametrized.get(argument.arg, inert)


def _parametrized(function: Function) -> Iterator[tuple[str, ast.AST]]:
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(args=[ast.Constant(value=str(names)), values, *_]):
                yield from ((name, values) for name in names.replace(",", " ").split())
