"""Why a Go test failed, judged from what it printed and the source of the failing lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sddtasks.model.evidence import Reason
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.base import relative
from sddtasks.toolchains.braces import masked
from sddtasks.toolchains.braces import statement
from sddtasks.toolchains.golang.source import Module
from sddtasks.toolchains.inert import Language
from sddtasks.toolchains.inert import is_inert_line
from sddtasks.toolchains.inert import is_placeholder

_PANIC = re.compile(r"^panic: (.*?)(?: \[recovered.*)?$", re.MULTILINE)
_FRAME = re.compile(r"^\t(/\S+?\.go):(\d+)", re.MULTILINE)
_LOCATED = re.compile(r"^\s+([\w.-]+\.go):(\d+): ?(.*)$", re.MULTILINE)
_TRACE = re.compile(r"Error Trace:\s+(\S+\.go):(\d+)")
_ERROR = re.compile(r"^\s+Error:\s+(.*)$", re.MULTILINE)
_STUB = re.compile(r"(?i)\b(?:not (?:yet )?implemented|unimplemented|todo|implement me)\b")
GO = Language(
    always=re.compile(
        r"\b(?:\w+\.(?:Fatal|Fatalf|Error|Errorf|Fail|Failf|FailNow|FailNowf)|panic)\s*\("
    ),
    check=re.compile(r"\b(?:assert|require|is|must|check)\.\w+\s*\("),
    function=re.compile(r"\bfunc\b"),
    undefined=r"(?:^|[{;])\s*(?:var|const)\s+%s\b[^=\n;]*(?:;|$)",
    inert=frozenset(
        "assert require nil true false iota len cap if for range var const return string int int64 "
        "float64 bool byte rune error any t tt b errors fmt testing".split()
    ),
)
_LOGS = re.compile(r"\.(?:Log|Logf|Skip|Skipf)\s*\(")


def of_test(output: str, children: str, directory: str, module: Module) -> Finding:
    """A parent fails for the reasons of its subtests, unless it says something itself."""
    panic = _PANIC.search(output) or _PANIC.search(children)
    if panic:
        return _of_panic(panic[1], output + children, module)
    lines = list(_failing_lines(output, directory, module)) or list(
        _failing_lines(children, directory, module)
    )
    message = _message(output) or _message(children) or "failed without a message"
    if lines and all(is_placeholder(GO, text, line) for text, line in lines):
        return Finding(Reason.PLACEHOLDER, message)
    return Finding(Reason.ASSERTION, message)


def _of_panic(said: str, output: str, module: Module) -> Finding:
    message = brief(f"panic: {said}")
    frame = next(_own_frames(output, module), None)
    if frame is None:
        return Finding(Reason.AMBIGUOUS, message)
    file, line = frame
    if not file.endswith("_test.go"):
        return Finding(Reason.NOT_IMPLEMENTED if _STUB.search(said) else Reason.AMBIGUOUS, message)
    text = module.text(file)
    if is_placeholder(GO, text, line) or is_inert_line(GO, text, line):
        return Finding(Reason.PLACEHOLDER, message)
    return Finding(Reason.AMBIGUOUS if "nil pointer" in said else Reason.ERROR, message)


def _own_frames(output: str, module: Module) -> Iterator[tuple[str, int]]:
    """The project's own frames, innermost first."""
    for path, line in _FRAME.findall(output):
        file = relative(path, module.root)
        if file and not file.startswith("vendor/"):
            yield file, int(line)


def _failing_lines(output: str, directory: str, module: Module) -> Iterator[tuple[str, int]]:
    """Source and line of each place that reported an error, without mere logging."""
    traced = [(Path(path).name, int(line)) for path, line in _TRACE.findall(output)]
    located = [(name, int(line)) for name, line, _ in _LOCATED.findall(output)]
    for name, line in traced or located:
        text = module.text(f"{directory}/{name}" if directory != "." else name)
        if text and not _LOGS.search(statement(masked(text), line)):
            yield text, line


def _message(output: str) -> str:
    error = _ERROR.search(output)
    located = [text for _, _, text in _LOCATED.findall(output) if text.strip()]
    return brief(error[1] if error else located[-1] if located else "")
