"""Messages of the Go compiler and linker: where they point and what they mean for a red test."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from sddtasks.model.evidence import Reason
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.golang.source import TEST_SIDE
from sddtasks.toolchains.golang.source import Module
from sddtasks.toolchains.golang.source import directory_of

_POSITION = re.compile(r"^(?:vet: )?(?:\./)?(\S+?\.go):(\d+)(?::\d+)?: (.*)$")
_NO_PRODUCT = re.compile(r"^(?:package )?(\S+): no (?:non-test )?Go files in")


@dataclass(frozen=True, slots=True)
class Message:
    """One message; without a file it is about the package `about`."""

    file: str
    line: int
    text: str
    about: str = ""


def messages(output: str) -> tuple[Message, ...]:
    """The compiler's messages, each with its indented continuation lines."""
    found: list[Message] = []
    for line in output.splitlines():
        position = _POSITION.match(line)
        absent = _NO_PRODUCT.match(line)
        if position:
            found.append(Message(position[1], int(position[2]), position[3]))
        elif absent:
            found.append(Message("", 0, line, about=absent[1]))
        elif line.startswith("\t") and found:
            last = found[-1]
            found[-1] = Message(last.file, last.line, f"{last.text}\n{line}", last.about)
    return tuple(dict.fromkeys(found))


def finding(message: Message, file: str, module: Module) -> Finding:
    """What one message in a test file says about the product."""
    for pattern, rule in _RULES.items():
        match = re.search(pattern, message.text)
        if match:
            reason, missing = rule(match, file, module)
            return Finding(reason, brief(message.text), missing)
    return Finding(Reason.LOAD, brief(message.text))


def unrequired_imports(file: str, module: Module) -> Iterator[Finding]:
    """go reports the first missing package only; these imports could not be satisfied either."""
    for path in module.imports(file):
        foreign = "." in path.partition("/")[0] and not module.owns(path)
        if foreign and not any(path.startswith(known) for known in module.requirements):
            yield Finding(Reason.ENVIRONMENT, f"go.mod does not require {path}")


_Rule = Callable[[re.Match[str], str, Module], tuple[Reason, tuple[str, ...]]]


def _package(match: re.Match[str], file: str, module: Module) -> tuple[Reason, tuple[str, ...]]:
    path = match["path"]
    if not module.owns(path):
        return Reason.ENVIRONMENT, ()
    directory = module.directory(path)
    return (Reason.LOAD if _is_test_side(directory) else Reason.MISSING), (directory,)


def _symbol(match: re.Match[str], file: str, module: Module) -> tuple[Reason, tuple[str, ...]]:
    """A name that is undefined, called with other arguments, or lacks a method or field."""
    name, member = match["name"].lstrip("*&[]"), match.groupdict().get("member")
    qualifier, dot, symbol = name.rpartition(".")
    full = ".".join(part for part in (symbol, member) if part)
    if not dot:
        return _unqualified(full, file, module)
    directory = _imported_from(qualifier, file, module)
    if directory is None:
        known = any(PurePosixPath(path).name == qualifier for path in module.imports(file))
        return (Reason.LOAD if known else Reason.AMBIGUOUS), (f"{qualifier}.{full}",)
    return (Reason.LOAD if _is_test_side(directory) else Reason.MISSING), (f"{directory}.{full}",)


def _unqualified(symbol: str, file: str, module: Module) -> tuple[Reason, tuple[str, ...]]:
    """In the package's own tests a missing name may be the product's or a helper's."""
    directory = directory_of(file)
    missing = (symbol if directory == "." else f"{directory}.{symbol}",)
    top = symbol.partition(".")[0]
    unimported = re.search(rf"(?<![\w.]){top}\.\w", module.text(file)) and top.islower()
    if unimported or module.package(file).endswith("_test") or module.declares(file, top):
        return Reason.LOAD, missing
    if top[:1].isupper() and not _is_test_side(directory):
        return Reason.MISSING, missing
    return Reason.AMBIGUOUS, missing


def _maybe(match: re.Match[str], file: str, module: Module) -> tuple[Reason, tuple[str, ...]]:
    reason, missing = _symbol(match, file, module)
    return (Reason.AMBIGUOUS if reason is Reason.MISSING else reason), missing


def _syntax(match: re.Match[str], file: str, module: Module) -> tuple[Reason, tuple[str, ...]]:
    return Reason.SYNTAX, ()


def _environment(match: re.Match[str], file: str, module: Module) -> tuple[Reason, tuple[str, ...]]:
    return Reason.ENVIRONMENT, ()


_TYPE = r"(?P<name>[\w.*&\[\]]+)"
_RULES: Mapping[str, _Rule] = {
    r"no required module provides package (?P<path>[^\s;:]+)": _package,
    r"package (?P<path>\S+) is not in (?:std|GOROOT)": _package,
    r"cannot find (?:package|module providing package) \"?(?P<path>[^\s\";:]+)": _package,
    r"does not contain package (?P<path>[^\s;:]+)": _package,
    r"^(?:package )?(?P<path>\S+): no (?:non-test )?Go files in": _package,
    r"missing go\.sum entry|requires go >=|cannot find module|errors parsing go\.mod": _environment,
    r"^syntax error|^expected .*, found|^string literal not terminated|^illegal ": _syntax,
    r"^undefined: (?P<name>[\w.]+)$": _symbol,
    rf" undefined \(type {_TYPE} has no field or method (?P<member>\w+)": _symbol,
    rf"^unknown field (?P<member>\w+) in struct literal of type {_TYPE}": _symbol,
    rf"{_TYPE} does not implement .*\((?:missing|wrong type for) method (?P<member>\w+)": _symbol,
    rf"^(?:not enough|too many) arguments in call to {_TYPE}": _symbol,
    rf"^assignment mismatch: \d+ variables? but {_TYPE}(?:\(.*\))? returns": _symbol,
    rf"^cannot use .* value in argument to {_TYPE}": _maybe,
}


def _imported_from(qualifier: str, file: str, module: Module) -> str | None:
    """The directory of the module's own package that a file calls by this name."""
    for alias, path in module.named_imports(file):
        if module.owns(path) and qualifier in (alias, PurePosixPath(path).name):
            return module.directory(path)
    return None


def _is_test_side(directory: str) -> bool:
    return bool(TEST_SIDE & {part.lower() for part in PurePosixPath(directory).parts})
