"""JavaScript modules and exports that tests lack, served by stubs that throw when they are used."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import TestRun
from sddtasks.system import files

SUFFIXES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
_FAR = frozenset({Reason.MISSING, Reason.AMBIGUOUS})
_FROM = r"""\s*["'](\.{1,2}/[^"']+)["']"""
_IMPORT = re.compile(rf"""import\s+(?:type\s+)?([^'";]*?)\s*from{_FROM}""")
_REQUIRE = re.compile(rf"(?:const|let|var)\s+([^=;]+?)\s*=\s*require\({_FROM}")
_LAZY = re.compile(rf"(?:const|let|var)\s+([^=;]+?)\s*=\s*await\s+import\({_FROM}")
_PLAIN = re.compile(rf"(?:import|require)\s*\(?{_FROM}")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_STUB = """
function sddStub(name) {
  const used = () => { throw new Error(`not implemented: ${name}`); };
  return new Proxy(function () {}, {
    get(target, key) {
      if (typeof key === 'symbol' || key === 'then' || key === '$$typeof') return undefined;
      if (key === 'prototype') return target.prototype;
      return sddStub(`${name}.${String(key)}`);
    },
    apply: used, construct: used, set: used, deleteProperty: used,
  });
}
"""


def waiting(run: TestRun) -> set[str]:
    """Files with tests that could not even import what they are about."""
    found = {found.file for found in run.load_failures if found.reason in _FAR}
    return found | {case.file for case in run.cases if case.reason in _FAR}


def serve(root: Path, tests: Iterable[str], run: TestRun, planned: Iterable[str]) -> None:
    """Make importable what these tests import from their own project and what is not there."""
    del run, planned
    for test in tests:
        text = (root / test).read_text(encoding="utf-8", errors="replace")
        commonjs = "require(" in text and not re.search(r"^\s*import\b", text, re.MULTILINE)
        for target, names in _wanted(text):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(test), target))
            _serve(root / _resolved(root, path, test), names, commonjs=commonjs)


def answer(root: Path) -> None:
    """From now on a call of a stub answers, with nothing, instead of throwing."""
    for suffix in SUFFIXES:
        for path in root.rglob(f"*{suffix}"):
            if path.is_symlink() or "node_modules" in path.parts:
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            if "function sddStub" in text:
                path.write_text(text.replace("apply: used", "apply: () => undefined"), "utf-8")


def _wanted(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each relative module with the names that are taken from it; `default` is one of them."""
    seen: dict[str, list[str]] = {}
    for pattern in (_IMPORT, _REQUIRE, _LAZY):
        for clause, target in pattern.findall(text):
            seen.setdefault(target, []).extend(_names(clause, is_import=pattern is _IMPORT))
    for target in _PLAIN.findall(text):
        seen.setdefault(target, [])
    yield from seen.items()


def _names(clause: str, *, is_import: bool) -> Iterator[str]:
    head, brace, inner = clause.partition("{")
    if is_import and _NAME.match(head.strip()):
        yield "default"
    if brace:
        for part in inner.partition("}")[0].split(","):
            match = _NAME.match(part.strip().removeprefix("type "))
            if match:
                yield match[0]


def _resolved(root: Path, path: str, test: str) -> str:
    """The module's file: as it is named, as it exists, or as the test's own language has it."""
    pure = PurePosixPath(path)
    named = pure.suffix in SUFFIXES
    if named and ((root / path).is_file() or not test.endswith((".ts", ".tsx"))):
        return path
    stem = path.removesuffix(pure.suffix) if named else path
    places = [stem + suffix for suffix in SUFFIXES] + [f"{path}/index{s}" for s in SUFFIXES]
    own = ".ts" if test.endswith((".ts", ".tsx")) else PurePosixPath(test).suffix
    return next((place for place in places if (root / place).is_file()), stem + own)


def _serve(place: Path, names: list[str], *, commonjs: bool) -> None:
    text = place.read_text(encoding="utf-8", errors="replace") if place.is_file() else ""
    lacking = [name for name in dict.fromkeys(names) if not _exports(text, name)]
    if text and not lacking:
        return
    lines = [] if "function sddStub" in text else [_STUB]
    if place.suffix in (".ts", ".tsx", ".mts", ".cts"):
        lines.insert(0, "// @ts-nocheck")
    lines += [_export(name, commonjs=commonjs) for name in lacking]
    if not text and commonjs and not lacking:
        lines.append("module.exports = sddStub('module');")
    files.write_atomic(place, "\n".join([text, *lines, ""]))


def _exports(text: str, name: str) -> bool:
    if name == "default":
        return "export default" in text or "module.exports" in text
    return bool(re.search(rf"exports?\b[^;]*\b{re.escape(name)}\b", text))


def _export(name: str, *, commonjs: bool) -> str:
    if commonjs:
        return f"module.exports.{name} = sddStub('{name}');"
    if name == "default":
        return "export default sddStub('default');"
    return f"export const {name} = sddStub('{name}');"
