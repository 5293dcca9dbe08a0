"""Messages of javac and kotlinc, in the forms of Maven and Gradle, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sddtasks.model.evidence import Reason
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.base import brief
from sddtasks.toolchains.base import relative
from sddtasks.toolchains.base import worst
from sddtasks.toolchains.java.source import Project

_POSITION = re.compile(
    r"^(?:\[ERROR\] )?(?:e: )?(?:file://)?(?P<file>/\S+?\.(?:java|kt|groovy)):"
    r"[\[( ]*(?P<place>\d+(?:[,:] ?\d+)?)[\])]?:?\s*(?:error: )?(?P<text>.*)$"
)
_CONTINUED = re.compile(r"^(?:\[ERROR\] )?\s*(?:symbol|location|required|found|reason):")


@dataclass(frozen=True, slots=True)
class Message:
    """One error. `place` is its line, and its column where the tool says it."""

    file: str
    place: str
    text: str


def messages(output: str, project: Project) -> tuple[Message, ...]:
    """Errors with the lines that explain them. Maven says everything twice."""
    found: dict[tuple[str, str, str], list[str]] = {}
    current: list[str] = []
    for line in output.splitlines():
        position = _POSITION.match(line)
        file = relative(position["file"], project.root) if position else None
        if position and file and not position["text"].startswith("warning"):
            key = (file, position["place"], position["text"])
            current = found.setdefault(key, [])
        elif _CONTINUED.match(line):
            current.append(line.removeprefix("[ERROR] ").strip())
    return tuple(
        Message(file, place, "\n".join([text, *dict.fromkeys(more)]))
        for (file, place, text), more in found.items()
    )


def of_file(file: str, said: Sequence[Message], project: Project) -> Finding:
    """Why a test file was not compiled: its own errors, the product's, or a neighbour's."""
    own = [message for message in said if message.file == file]
    if own:
        return worst([finding(message, project) for message in own])
    product = [message for message in said if "/main/" in f"/{message.file}"]
    guilty = (product or list(said))[0]
    where = f"{guilty.file}:{guilty.place}: {brief(guilty.text)}"
    return Finding(Reason.LOAD, f"not run: the module does not compile: {where}")


def finding(message: Message, project: Project) -> Finding:
    for pattern, rule in _RULES.items():
        match = re.search(pattern, message.text)
        if match:
            reason, missing = rule(match, message, project)
            return Finding(reason, brief(message.text), missing)
    return Finding(Reason.LOAD, brief(message.text))


_Found = tuple[Reason, tuple[str, ...]]


def _syntax(match: re.Match[str], message: Message, project: Project) -> _Found:
    return Reason.SYNTAX, ()


def _package(match: re.Match[str], message: Message, project: Project) -> _Found:
    name = match["name"]
    return (Reason.MISSING, (name,)) if project.owns(name) else (Reason.ENVIRONMENT, ())


def _symbol(match: re.Match[str], message: Message, project: Project) -> _Found:
    """javac says what is missing and where it looked for it."""
    name = match["name"]
    place = re.search(r"location: (?:\w+ \w+ of type |\w+ )?([\w.$]+)", message.text)
    looked_in = place[1] if place else ""
    if looked_in and looked_in.rpartition(".")[2] != PurePosixPath(message.file).stem:
        own = project.owns(looked_in) or project.file_of(looked_in) is not None
        return (Reason.MISSING if own else Reason.LOAD), (f"{looked_in}.{name}",)
    if match["kind"] == "method" or not name[:1].isupper():
        return Reason.LOAD, ()
    return _type(name, message, project)


def _type(name: str, message: Message, project: Project) -> _Found:
    """A class without a package: imported, or else of the test's own package."""
    imported = next((i for i in project.imports(message.file) if i.endswith(f".{name}")), None)
    if imported:
        own = project.owns(imported)
        return (Reason.MISSING, (imported,)) if own else (Reason.ENVIRONMENT, ())
    package = project.package(message.file)
    return Reason.MISSING, (f"{package}.{name}" if package else name,)


def _signature(match: re.Match[str], message: Message, project: Project) -> _Found:
    own = project.owns(match["owner"]) and project.file_of(match["owner"]) != message.file
    return (Reason.MISSING if own else Reason.LOAD), (f"{match['owner']}.{match['name']}",)


def _kotlin(match: re.Match[str], message: Message, project: Project) -> _Found:
    name = match["name"]
    if name[:1].isupper() or any(i.endswith(f".{name}") for i in project.imports(message.file)):
        return _type(name, message, project)
    return Reason.AMBIGUOUS, (name,)


_RULES: Mapping[str, Callable[[re.Match[str], Message, Project], _Found]] = {
    r"package (?P<name>[\w.]+) does not exist": _package,
    r"symbol: +(?P<kind>\w+) (?P<name>\w+)": _symbol,
    r"(?:method|constructor) (?P<name>\w+) in \w+ (?P<owner>[\w.]+)(?:<.*>)? cannot be applied": (
        _signature
    ),
    r"[Uu]nresolved reference[: ]+'?(?P<name>\w+)'?": _kotlin,
    r"expected$|^illegal |^not a statement|reached end of file|^unclosed |Expecting ": _syntax,
}
