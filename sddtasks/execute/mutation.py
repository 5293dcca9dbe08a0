"""Can tests fail? They are run against a product whose functions only raise.

Python's functions are replaced through their syntax tree; in the brace languages a statement that
raises is put at the beginning of each body, behind a condition, so that everything still compiles.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from sddtasks.execute import scratch
from sddtasks.execute import substance
from sddtasks.execute import testware
from sddtasks.execute.reach import Reach
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun

_WORDS = "sddtasks: this function is broken on purpose"
_C_LIKE = r"(?m)^[ \t]*(?!(?:if|for|while|switch|catch|else|return|new|do|try|throw|await)\b)"
_SIGNATURES = {
    ".go": (r"(?m)^func\s[^\n]*\{(?=\s*\n)", f' if true {{ panic("{_WORDS}") }}'),
    ".rs": (
        r"(?m)^[ \t]*(?:pub(?:\([^)]*\))?\s+)?(?:async\s+|unsafe\s+)*fn\s[^;{]*\{(?=\s*\n)",
        f' if true {{ panic!("{_WORDS}"); }}',
    ),
    ".java": (
        _C_LIKE + r"(?:[\w<>\[\],.?@]+\s+)+\w+\s*\([^;{}]*\)\s*(?:throws\s[\w.,\s]+)?\{(?=\s*\n)",
        f' if (true) throw new RuntimeException("{_WORDS}");',
    ),
    ".php": (r"\bfunction\s+\w+\s*\([^;{}]*\)[^;{}]*\{", f' throw new \\Exception("{_WORDS}");'),
    ".js": (
        r"\bfunction\b\s*\*?\s*\w*\s*(?:<[^>{]*>)?\([^;{}]*\)\s*(?::[^={;]+)?\{"
        r"|=>\s*\{"
        rf"|{_C_LIKE}(?:export\s+|default\s+|public\s+|private\s+|protected\s+|static\s+|async\s+"
        r"|override\s+|get\s+|set\s+|\*)*(?!constructor)[\w$#]+\s*(?:<[^>{]*>)?\([^;{}()]*\)"
        r"\s*(?::[^={;]+)?\{(?=\s*\n)",
        f' if (true) throw new Error("{_WORDS}");',
    ),
}
_SIGNATURES[".cs"] = (
    _SIGNATURES[".java"][0],
    f' if (true) throw new System.Exception("{_WORDS}");',
)
for _suffix in (".ts", ".tsx", ".jsx", ".mjs", ".cjs", ".mts", ".cts"):
    _SIGNATURES[_suffix] = _SIGNATURES[".js"]


def unnoticed(site: Site, tests: Iterable[str], overlay: Iterable[str]) -> list[str] | None:
    """Test files of which no test notices that the product is broken; None if nobody can tell."""
    wanted = tuple(tests)
    subjects = _subjects(site, wanted)
    if not subjects:
        return None
    with scratch.tree(site, site.repo.head() or "HEAD", overlay) as other:
        for path, text in subjects.items():
            (other.root / path).write_text(text, encoding="utf-8")
        run = other.run_tests(wanted)
    return None if run.trouble else [file for file in wanted if not _notices(run, file)]


def _notices(run: TestRun, file: str) -> bool:
    if any(failure.file == file for failure in run.load_failures):
        return True
    return any(case.result is Result.FAILED for case in run.of_file(file))


def _subjects(site: Site, tests: tuple[str, ...]) -> dict[str, str]:
    """The broken text of each product file that these tests may reach."""
    names = frozenset(site.repo.files())
    reach = Reach(site.root, names)
    reached: set[str] = set()
    for test in tests:
        found = reach.of(test)
        reached |= found if found is not None else names
    products = [
        path
        for path in sorted(reached)
        if substance.is_program(path)
        and not testware.is_support(path)
        and not testware.is_setup(path)
        and not site.toolchain_of(path)
    ]
    broken = ((path, broken_text(path, reach.text(path))) for path in products)
    return {path: text for path, text in broken if text is not None}


def broken_text(path: str, text: str) -> str | None:
    """The file with every function raising; None where there is none, or we do not know how."""
    suffix = PurePosixPath(path).suffix
    if suffix == ".py":
        return _broken_python(text)
    if suffix not in _SIGNATURES:
        return None
    pattern, statement = _SIGNATURES[suffix]
    changed = re.sub(pattern, lambda match: match[0] + statement, text)
    return changed if changed != text else None


def _broken_python(text: str) -> str | None:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    raising = ast.parse(f"raise RuntimeError({_WORDS!r})").body
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    for function in functions:
        if not _is_early(function):
            function.body = raising
    return ast.unparse(tree) if functions else None


def _is_early(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Run while the module is loaded: breaking it would break the import, and show nothing."""
    return function.name.startswith("__init_subclass__") or function.name == "__set_name__"
