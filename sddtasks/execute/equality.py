"""Python objects that equal whatever they are compared with: any assertion holds for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_Body = ast.FunctionDef | ast.Lambda


def of_everything(text: str) -> list[str]:
    """Where a method that compares looks at neither of the two that it compares."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return []
    return [
        f"line {body.lineno}: {name} looks at nothing that it compares"
        for name, body in _methods(tree)
        if name in ("__eq__", "__ne__") and not _looks(body)
    ]


def _methods(tree: ast.Module) -> Iterator[tuple[str, _Body]]:
    """Defined, assigned, or given by name to `type` or `setattr`."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name):
                yield name, node
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as body):
                yield name, body
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=ast.Lambda() as body):
                yield name, body
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Lambda):
                        yield str(key.value), value
            case ast.Call(args=[_, ast.Constant(value=str(name)), ast.Lambda() as body]):
                yield name, body


def _looks(body: _Body) -> bool:
    """Is an attribute of anything read, or something compared that is no constant?"""
    for node in ast.walk(body):
        match node:
            case ast.Attribute() | ast.Subscript():
                return True
            case ast.Compare(left=left, comparators=others):
                if any(not isinstance(side, ast.Constant) for side in (left, *others)):
                    return True
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, ast.Name(id="object")]):
                continue
            case ast.Call():
                return True
    return False
