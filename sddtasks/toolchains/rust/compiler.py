"""Messages of rustc and what they mean for a red test."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sddtasks.model.evidence import Reason
from sddtasks.system import nested
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.rust.source import Workspace


@dataclass(frozen=True, slots=True)
class Message:
    """One error: its code (empty for a syntax error), and every file that it points into."""

    file: str
    line: int
    code: str
    text: str
    also: tuple[str, ...] = ()


def errors(output: str) -> tuple[Message, ...]:
    found = (_error(line) for line in output.split("\n") if line.startswith("{"))
    return tuple(dict.fromkeys(message for message in found if message))


def _error(line: str) -> Message | None:
    try:
        record = nested.read_json(line)
    except ValueError:
        return None
    said = record.get("message", {})
    if record.get("reason") != "compiler-message" or said.get("level") != "error":
        return None
    primary = [span for span in said.get("spans", ()) if span["is_primary"]]
    if not primary:
        return None
    code = (said.get("code") or {}).get("code", "")
    also = tuple(span["file_name"] for span in _spans(said))
    return Message(primary[0]["file_name"], primary[0]["line_start"], code, said["message"], also)


def _spans(said: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from said.get("spans", ())
    for child in said.get("children", ()):
        yield from _spans(child)


def finding(message: Message, workspace: Workspace) -> Finding:
    rule = _RULES.get(message.code, _wrong)
    reason, missing = rule(message, workspace)
    return Finding(reason, brief(message.text), missing)


_Found = tuple[Reason, tuple[str, ...]]


def _syntax(message: Message, workspace: Workspace) -> _Found:
    return Reason.SYNTAX, ()


def _wrong(message: Message, workspace: Workspace) -> _Found:
    return Reason.LOAD, ()


def _unresolved(message: Message, workspace: Workspace) -> _Found:
    """A path that leads nowhere. Whose it is, its first crate says."""
    names = re.findall(r"`([^`]+)`", message.text)
    if not names:
        return Reason.LOAD, ()
    owner = names[-1] if len(names) > 1 else names[0]
    missing = names[0] if len(names) == 1 else f"{names[-1]}::{names[0]}"
    if owner.split("::")[0] in workspace.crates:
        return Reason.MISSING, (missing,)
    if "in this scope" in message.text and message.code != "E0433":
        opened = any(f"use {crate}::" in workspace.text(message.file) for crate in workspace.crates)
        return (Reason.AMBIGUOUS if opened else Reason.LOAD), (names[0],)
    if len(names) == 1 and message.code in ("E0432", "E0433"):
        return Reason.AMBIGUOUS, (missing,)
    return Reason.LOAD, ()


def _member(message: Message, workspace: Workspace) -> _Found:
    """A method, field or variant that a type does not have."""
    names = re.findall(r"`([^`]+)`", message.text)
    if len(names) < 2:
        return Reason.LOAD, ()
    ordered = names if message.text.startswith("no ") else names[::-1]
    member, owner = ordered[0], re.sub(r"<.*|[&*]|\bmut\b", "", ordered[1]).strip()
    last = owner.rpartition("::")[2]
    own = workspace.defines(last)
    return (Reason.MISSING if own else Reason.LOAD), (f"{last}::{member}",)


def _arguments(message: Message, workspace: Workspace) -> _Found:
    """A call that does not fit a function which the product defines."""
    product = any("src/" in file and not file.startswith("/") for file in message.also)
    return (Reason.MISSING if product else Reason.LOAD), ()


def _types(message: Message, workspace: Workspace) -> _Found:
    reason, missing = _arguments(message, workspace)
    return (Reason.AMBIGUOUS if reason is Reason.MISSING else reason), missing


def _foreign(message: Message, workspace: Workspace) -> _Found:
    return Reason.ENVIRONMENT, ()


_RULES: Mapping[str, Callable[[Message, Workspace], _Found]] = {
    "": _syntax,
    **dict.fromkeys(("E0432", "E0433", "E0425", "E0412", "E0405", "E0422", "E0531"), _unresolved),
    **dict.fromkeys(("E0423", "E0574", "E0576", "E0583", "E0603"), _unresolved),
    **dict.fromkeys(("E0599", "E0560", "E0609", "E0407", "E0026", "E0027"), _member),
    **dict.fromkeys(("E0061", "E0107", "E0050"), _arguments),
    **dict.fromkeys(("E0308", "E0277"), _types),
    "E0463": _foreign,
}
