"""Does a failing line of a Python test fail whatever the product does? Judged by its own source.

A line is *inert* when no name in it can depend on the product: constants, names bound to nothing
but constants, classes and functions of the test that use nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

from sddtasks.toolchains.python.bindings import Function
from sddtasks.toolchains.python.bindings import Scope
from sddtasks.toolchains.python.bindings import bindings
from sddtasks.toolchains.python.bindings import names_in

_INERT_BUILTINS = frozenset(
    "abs all any bool bytes dict divmod enumerate filter float format frozenset hasattr hash int "
    "isinstance issubclass iter len list map max min next object print range repr reversed round "
    "set sorted str sum tuple type zip AssertionError Exception NotImplementedError RuntimeError "
    "TypeError ValueError KeyError True False None".split()
)
_CATCHING = frozenset({"raises", "assertRaises", "assertRaisesRegex", "suppress", "warns"})
_FAILING = frozenset({"fail", "xfail"})


def is_placeholder(frames: Sequence[tuple[ast.Module, int]]) -> bool:
    """True when the statements at all these lines, outermost first, are inert and unconditional.

    What a function is given by an inert line is inert as well.
    """
    inert = (
        _inert_line(tree, line, is_called=depth > 0) for depth, (tree, line) in enumerate(frames)
    )
    return bool(frames) and all(inert)


def is_inert_call(tree: ast.Module, line: int) -> bool:
    """Does the statement at this line leave the product alone, whatever condition guards it?"""
    path = _path_to(tree, line)
    return bool(path) and _Names(path).inert_statement(path[-1])


def _inert_line(tree: ast.Module, line: int, *, is_called: bool) -> bool:
    path = _path_to(tree, line)
    if not path:
        return False
    names = _Names(path, is_called)
    return names.inert_statement(path[-1]) and not names.guarded(path)


def _path_to(tree: ast.Module, line: int) -> list[ast.stmt | ast.Module]:
    """The module, then each statement around the line, then the statement itself."""
    path: list[ast.stmt | ast.Module] = [tree]
    node: ast.AST = tree
    while True:
        inner = next((s for s in _statements(node) if _spans(s, line)), None)
        if inner is None:
            return path if len(path) > 1 else []
        path.append(inner)
        node = inner


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from child.body


def _returns(node: ast.AST) -> Iterator[ast.Return]:
    for child in _statements(node):
        if isinstance(child, ast.Return):
            yield child
        elif not isinstance(child, Function | ast.ClassDef):
            yield from _returns(child)


def _spans(statement: ast.stmt, line: int) -> bool:
    return statement.lineno <= line <= (statement.end_lineno or statement.lineno)


@dataclass(slots=True)
class _Names:
    """Which names that are visible at the end of `path` depend on the product."""

    path: Sequence[ast.stmt | ast.Module]
    is_called: bool = False
    """The innermost function was called with nothing that depends on the product."""

    def inert_statement(self, statement: ast.AST) -> bool:
        if isinstance(statement, ast.Assert):
            return self.inert(statement.test)
        if isinstance(statement, ast.Raise):
            return True
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            return self._inert_check(statement.value)
        if isinstance(statement, ast.With | ast.AsyncWith):
            return all(self.inert(child) for child in statement.body)
        return self.inert(statement)

    def _inert_check(self, call: ast.Call) -> bool:
        """`pytest.fail(…)` always is; `self.assertTrue(…)` is when its arguments are."""
        called = _called(call)
        if called in _FAILING:
            return True
        method = isinstance(call.func, ast.Attribute) and called.startswith("assert")
        if method and _called_on(call) in {"self", "cls"}:
            return all(self.inert(argument) for argument in (*call.args, *call.keywords))
        return self.inert(call)

    def inert(self, node: ast.AST, seen: frozenset[str] = frozenset()) -> bool:
        """Of a function or class of the test's own, its parameters say nothing by themselves."""
        parameters = {child.arg for child in ast.walk(node) if isinstance(child, ast.arg)}
        own = {id(one.value) for one in ast.walk(node) if self._is_constant_member(one)}
        return all(
            self._inert_name(child.id, seen)
            for child in ast.walk(node)
            if isinstance(child, ast.Name)
            and isinstance(child.ctx, ast.Load)
            and child.id not in parameters
            and id(child) not in own
        )

    def _is_constant_member(self, node: ast.AST) -> TypeGuard[ast.Attribute]:
        """Is it `self.store`, to which the class never assigns anything but a constant?"""
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            return False
        home = next((one for one in self.path if isinstance(one, ast.ClassDef)), None)
        given = list(_assigned_members(home, node.attr)) if home else []
        constant = all(isinstance(value, ast.Constant) for value in given)
        return node.value.id in {"self", "cls"} and bool(given) and constant

    def guarded(self, path: Sequence[ast.stmt | ast.Module]) -> bool:
        """Is reaching the last statement of the path up to the product?"""
        return any(
            self._decides(outer, inner.lineno)
            for outer, inner in pairwise(path)
            if isinstance(inner, ast.stmt)
        )

    def _decides(self, outer: ast.stmt | ast.Module, line: int) -> bool:
        if isinstance(outer, ast.If | ast.While):
            return not self.inert(outer.test)
        if isinstance(outer, ast.For | ast.AsyncFor):
            return not self.inert(outer.iter)
        if isinstance(outer, ast.Match):
            return not self.inert(outer.subject)
        if isinstance(outer, ast.Try):
            return not all(self.inert(child) for child in outer.body)
        if isinstance(outer, ast.With) and _catches(outer):
            return not all(self.inert(s) for s in outer.body if s.lineno < line)
        if isinstance(outer, Function):
            return any(node.lineno < line for node in _returns(outer))
        return False

    def _inert_name(self, name: str, seen: frozenset[str]) -> bool:
        if name in seen:
            return True
        seen = seen | {name}
        for scope in self._scopes():
            bound = bindings(scope).get(name)
            if bound:
                values = [self._given(scope, name) if one is None else one for one in bound]
                return all(
                    value is not None and self.inert(value, seen) for value in values
                ) and not self._touched(scope, name, seen)
        return name in _INERT_BUILTINS

    def _given(self, scope: Scope, name: str) -> ast.AST | None:
        """What a parameter is given: by an inert call, or by a fixture of the same module."""
        if not isinstance(scope, Function) or name not in {one.arg for one in _arguments(scope)}:
            return None
        if self.is_called and scope is next(self._scopes()):
            return ast.Constant(None)
        module = self.path[0]
        found = (one for one in _statements(module) if isinstance(one, Function))
        return next((one for one in found if one.name == name and _is_fixture(one)), None)

    def _scopes(self) -> Iterator[Scope]:
        return (node for node in reversed(self.path) if isinstance(node, Function | ast.Module))

    def _touched(self, scope: Scope, name: str, seen: frozenset[str]) -> bool:
        """Does the product get hold of the object, itself or through a callback?"""
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and _mentions(node, name) and not self.inert(node, seen):
                return True
            callback = isinstance(node, Function | ast.Lambda) and node is not scope
            if callback and isinstance(scope, Function) and _mentions(node, name):
                return True
        return isinstance(scope, ast.Module) and _is_mutable(scope, name)


def _arguments(function: Function) -> Iterator[ast.arg]:
    return (one for one in ast.walk(function.args) if isinstance(one, ast.arg))


def _is_fixture(function: Function) -> bool:
    return any(_called(one) == "fixture" for one in function.decorator_list)


def _assigned_members(home: ast.ClassDef, name: str) -> Iterator[ast.AST | None]:
    """What is assigned to a member, in the class itself or by its methods."""
    for node in ast.walk(home):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign | ast.AugAssign | ast.For | ast.NamedExpr):
            targets = [node.target]
        for target in targets:
            direct = isinstance(target, ast.Name) and node in home.body and target.id == name
            if direct or (isinstance(target, ast.Attribute) and target.attr == name):
                yield node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None


def _called(call: ast.expr) -> str:
    """The last name of what is called: `raises` for `pytest.raises(…)`."""
    function = call.func if isinstance(call, ast.Call) else call
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _called_on(call: ast.Call) -> str:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return owner.id if isinstance(owner, ast.Name) else ""


def _catches(node: ast.With) -> bool:
    return any(_called(item.context_expr) in _CATCHING for item in node.items)


def _is_mutable(scope: Scope, name: str) -> bool:
    """Is it a list, a dictionary or another object that functions can change in place?"""
    plain = ast.Constant | ast.Tuple | ast.UnaryOp | ast.BinOp | ast.Compare
    own = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return any(not isinstance(value, plain | own) for value in bindings(scope)[name])


def _mentions(node: ast.AST, name: str) -> bool:
    return name in names_in(node)
