"""Broken products: every function raises, or does nothing and returns nothing.

Python's functions are replaced through their syntax tree; in the brace languages a statement is put
at the beginning of each body, behind a condition, so that everything still compiles.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath

_WORDS = "sddtasks: this function is broken on purpose"
_NO_KEYWORD = r"(?!(?:if|for|while|switch|catch|else|return|new|do|try|throw|await|using|lock)\b)"


class Flaw(StrEnum):
    RAISES = "raises"
    EMPTY = "does nothing"


_GO = r"(?m)^func\s[^\n]*\{(?=[ \t]*\n)"
_RUST = r"(?m)^[ \t]*(?:pub(?:\([^)]*\))?\s+)?(?:async\s+|unsafe\s+)*fn\s[^;{]*\{(?=\s*\n)"
_JAVA = (
    rf"(?m)^[ \t]*{_NO_KEYWORD}(?:[\w<>\[\],.?@]+\s+)+\w+\s*\([^;{{}}]*\)"
    r"\s*(?:throws\s[\w.,\s]+)?\{(?=\s*\n)"
)
_PHP = r"\bfunction\s+\w+\s*\([^;{}]*\)[^;{}]*\{"
_JS = (
    r"(?m)\bfunction\b\s*\*?\s*\w*\s*(?:<[^>{]*>)?\([^;{}]*\)\s*(?::[^={;]+)?\{"
    r"|=>\s*\{"
    rf"|^[ \t]*{_NO_KEYWORD}(?:public\s+|private\s+|protected\s+|static\s+|async\s+|override\s+"
    r"|get\s+|set\s+|\*)*(?!constructor)[\w$#]+\s*(?:<[^>{]*>)?\([^;{}()]*\)"
    r"\s*(?::[^={;]+)?\{(?=\s*\n)"
)
_SCRIPT = {
    Flaw.RAISES: (_JS, f' if (true) throw new Error("{_WORDS}");'),
    Flaw.EMPTY: (_JS, " if (true) return undefined;"),
}
_TABLE: Mapping[str, Mapping[Flaw, tuple[str, str]]] = {
    ".go": {Flaw.RAISES: (_GO, f' if true {{ panic("{_WORDS}") }}')},
    ".rs": {Flaw.RAISES: (_RUST, f' if true {{ panic!("{_WORDS}"); }}')},
    ".java": {Flaw.RAISES: (_JAVA, f' if (true) throw new RuntimeException("{_WORDS}");')},
    ".cs": {Flaw.RAISES: (_JAVA, f' if (true) throw new System.Exception("{_WORDS}");')},
    ".php": {
        Flaw.RAISES: (_PHP, f' throw new \\Exception("{_WORDS}");'),
        Flaw.EMPTY: (_PHP, " return null;"),
    },
    ".js": _SCRIPT,
    **dict.fromkeys((".ts", ".tsx", ".jsx", ".mjs", ".cjs", ".mts", ".cts"), _SCRIPT),
}


def broken(path: str, text: str, flaw: Flaw) -> str | None:
    """The file with every function broken; None where there is none, or we do not know how."""
    suffix = PurePosixPath(path).suffix
    if suffix == ".py":
        return _python(text, flaw)
    if suffix == ".go" and flaw is Flaw.EMPTY:
        return _changed(text, re.sub(_GO, lambda match: match[0] + _go_return(match[0]), text))
    if flaw not in _TABLE.get(suffix, {}):
        return None
    pattern, statement = _TABLE[suffix][flaw]
    return _changed(text, re.sub(pattern, lambda match: match[0] + statement, text))


def _changed(before: str, after: str) -> str | None:
    return after if after != before else None


def _python(text: str, flaw: Flaw) -> str | None:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    words = f"raise RuntimeError({_WORDS!r})" if flaw is Flaw.RAISES else "return None"
    functions = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name not in ("__init_subclass__", "__set_name__", "__class_getitem__")
    ]
    for function in functions:
        function.body = ast.parse(words, mode="exec").body
    return ast.unparse(tree) if functions else None


def _go_return(header: str) -> str:
    """`return *new(T), *new(error)`: the zero value of any type."""
    results = _go_results(header.removeprefix("func").rstrip("{").strip())
    parts = _split(results[1:-1]) if results.startswith("(") else [results] if results else []
    if not parts or any(_NAMED.match(part) for part in parts):
        return " if true { return }"
    return f" if true {{ return {', '.join(f'*new({part})' for part in parts)} }}"


def _go_results(signature: str) -> str:
    """What stands behind the parameters; a receiver stands before the name."""
    if signature.startswith("("):
        signature = signature[_closing(signature) + 1 :].strip()
    signature = signature[signature.index("(") if "[" not in signature.partition("(")[0] else 0 :]
    if not signature.startswith("("):
        signature = signature[signature.index("[") :]
        signature = signature[_closing(signature) + 1 :].strip()
    return signature[_closing(signature) + 1 :].strip()


def _closing(text: str) -> int:
    """Where the bracket that the text begins with is closed."""
    depth = 0
    for at, char in enumerate(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(char, 0)
        if not depth:
            return at
    return len(text) - 1


_NAMED = re.compile(r"(?!(?:func|chan|map|struct|interface)\b)\w+\s+[^\s.]")


def _split(text: str) -> list[str]:
    """At commas that stand in no bracket."""
    parts, depth = [""], 0
    for char in text:
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(char, 0)
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]
