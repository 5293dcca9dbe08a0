"""Is new code more than a promise? Placeholders, code that knows its tests, and names asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import PurePosixPath

from sddtasks.model.plan import Task

_PROGRAMS = frozenset(
    ".py .go .rs .js .mjs .cjs .jsx .ts .tsx .mts .cts .java .kt .kts .cs .rb .php .swift .c .cc "
    ".cpp .cxx .h .hpp .scala .dart .ex .exs .lua .vue .svelte".split()
)
_PLACEHOLDER = re.compile(
    r"\b(?:unimplemented|todo)!\s*\(|\bpanic!?\s*\(\s*[\"'`].*?(?:not[ _-]*(?:yet[ _-]*)?implement"
    r"|unimplement|todo\W)|\braise\s+NotImplementedError\b|\bNotImplementedException\b"
    r"|\bthrow\b.*?(?:not[ _-]*(?:yet[ _-]*)?implement|unimplement|[\"'`]todo[\"'`])"
    r"|\b(?:errors\.New|fmt\.Errorf)\s*\(\s*\".*?(?:not[ _-]*(?:yet[ _-]*)?implement|unimplement)"
    r"|UnsupportedOperationException|^\s*(?:pass|\.\.\.|fatalError\(.*\)|TODO\(.*\))\s*;?\s*$",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->", re.DOTALL)
_LINE_COMMENT = re.compile(r"^\s*(?://|#(?!\[|!\[|include|define|if|endif)|--(?!>)|\*(?:\s|$)).*$")
_FRAME = re.compile(
    r"^(?!.*\breturn\b)\s*(?:[\[\](){};,<>]*|(?:export\s+)?(?:default\s+)?(?:pub(?:\([^)]*\))?\s+|public\s+|private\s+"
    r"|protected\s+|internal\s+|static\s+|final\s+|async\s+|override\s+|abstract\s+|unsafe\s+)*"
    r"(?:package|import|from|use|using|namespace|module|require|func|fn|function|def|class|impl"
    r"|constructor|end|else|try|finally)\b.*|\}?\s*else\s*\{|@[\w.]+.*)$"
)
_METHOD = re.compile(
    r"^\s*(?!return\b|throw\b|await\b|yield\b|new\b)(?:[\w<>\[\],.?]+\s+)+\w+"
    r"\s*\([^;=]*\)\s*(?::\s*[\w<>\[\] |]+)?\s*\{?\s*$"
)
_PROMISES = re.compile(
    r"\b(?:interfaces?|abstract|protocols?|traits?|stubs?|skeletons?|scaffold\w*|placeholders?"
    r"|boilerplate|empty|contracts?|types?|schema)\b",
    re.IGNORECASE,
)
_JOINTS = frozenset({"lib.rs", "mod.rs", "doc.go", "package-info.java"})
_KIND_WORD = (
    r"(?:class|interface|struct|service|component|enum|trait|exception|hook|repository|controller"
    r"|middleware|adapter|factory|protocol|entity)"
)
_CAMEL = re.compile(rf"\b([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)`?\s+{_KIND_WORD}\b")
_MADE = re.compile(
    r"\b(?:create|add|implement|define|write|introduce|export|build)\b"
    r"(?:\s+(?:the|a|an|new|and|abstract|async|base|function|method|class|interface|struct|enum|type"
    r"|trait|constant|decorator|hook|component|dataclass|helper|model|exception|error))*\s+"
    r"((?:`[^`]+`(?:\s*(?:,|and|,\s*and|&|\+|/)\s*)?)+)",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"([A-Za-z_]\w{2,})(?:\([^`]*\))?")
_WORDS = frozenset({"true", "false", "null", "none", "todo", "main"})


def is_program(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in _PROGRAMS


def may_promise(task: Task) -> bool:
    """Does the task ask for declarations, which have no bodies to fill?"""
    return bool(_PROMISES.search(f"{task.title} {task.section}"))


def is_placeholder(path: str, added: Sequence[str], text: str) -> bool:
    """Are the new lines nothing but a promise to write the code?"""
    if path.endswith((".py", ".pyi")):
        return _python_placeholder(added, text)
    code = _COMMENT.sub("", "\n".join(added)).splitlines()
    lines = [line for line in code if line.strip() and not _LINE_COMMENT.match(line)]
    if not lines:
        return bool(added) and not _has_code(text) and PurePosixPath(path).name not in _JOINTS
    promises = [line for line in lines if _PLACEHOLDER.search(line)]
    rest = [
        line
        for line in lines
        if not _PLACEHOLDER.search(line) and not _FRAME.match(line) and not _METHOD.match(line)
    ]
    return bool(promises) and not rest


def _python_placeholder(added: Sequence[str], text: str) -> bool:
    """Every function that has new lines is empty, and nothing else of substance is new."""
    if not any(line.strip() and not line.strip().startswith("#") for line in added):
        return any(line.strip() for line in added) and not _has_code(text)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return False
    fresh = {line.strip() for line in added}
    real, empty = 0, 0
    for node in _statements(tree):
        if ast.unparse(node).splitlines()[0].strip() in fresh or _first(text, node) in fresh:
            real, empty = real + (not _is_promise(node)), empty + _is_promise(node)
    return empty > 0 and real == 0


def _has_code(text: str) -> bool:
    """Is there more in the file than comments? Then a new comment takes nothing away from it."""
    code = _COMMENT.sub("", text).splitlines()
    return any(line.strip() and not _LINE_COMMENT.match(line) for line in code)


def _first(text: str, node: ast.stmt) -> str:
    return text.splitlines()[node.lineno - 1].strip()


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Statements that do or promise something: no imports, docstrings, or headers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _statements(node)
        elif isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom):
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if not docstring or _is_promise(node):
                yield node


def _is_promise(node: ast.stmt) -> bool:
    match node:
        case ast.Pass():
            return True
        case ast.Expr(value=ast.Constant(value=value)):
            return value is Ellipsis
        case ast.Raise(exc=ast.Name(id="NotImplementedError")):
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
    return False


def wanted_names(task: Task) -> list[str]:
    """Names that the task's text asks to be made."""
    found = _CAMEL.findall(task.title)
    for group in _MADE.findall(task.title):
        for quoted in re.findall(r"`([^`]+)`", group):
            match = _IDENTIFIER.fullmatch(quoted.strip())
            if match and match[1].lower() not in _WORDS:
                found.append(match[1])
    return list(dict.fromkeys(found))


def lacks(text: str, name: str) -> bool:
    """Is the name nowhere in the text, in whatever style it may be written there?"""
    return _plain(name) not in _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"[_\-\s]", "", text).lower()
