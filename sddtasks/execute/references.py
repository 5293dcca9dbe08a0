"""What a phase's tasks refer to: design documents and their sections, and whether they are there.

A link with an anchor, or in brackets, has to lead somewhere. A document that is only mentioned and
that nobody ever wrote is a warning of `doit sdd check`; one that was there and is gone is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from pathlib import PurePosixPath

from sddtasks.compiler.documents import near_sections
from sddtasks.compiler.documents import resolve
from sddtasks.execute.site import Site
from sddtasks.model.plan import Task

_LINK = re.compile(r"\]\((?:\./)?([^)\s:]+\.(?:md|ya?ml|json)(?:#[^)\s]+)?)\)")
_ANCHORED = re.compile(r"(?<![\w./:-])([\w./-]+\.md#[\w%-]+)")


@dataclass(frozen=True, slots=True)
class Broken:
    """A reference that leads nowhere. `line` is that of tasks.md; `near`: what may be meant."""

    text: str
    line: int
    why: str
    near: tuple[str, ...]

    def told(self, file: str) -> str:
        hint = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        return f"{file}:{self.line}  {self.text}  {self.why}{hint}"


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What there is to refer to: documents with their text, those that are gone, and more files.

    `written`: the names of what the plan's own tasks write.
    """

    roots: tuple[Path, ...]
    present: Mapping[str, str]
    gone: Mapping[str, str]
    written: frozenset[str]

    def fault(self, text: str, *, is_link: bool) -> tuple[str, tuple[str, ...]] | None:
        """Why the reference leads nowhere, and what may be meant; None if it does not matter."""
        name, _, anchor = text.partition("#")
        meant = resolve(text, self.present)
        if meant.paths:
            document = meant.paths[0]
            if not anchor or meant.section:
                return None
            near = near_sections(self.present[document], anchor)
            return f"{document} has no such section", tuple(near)
        base = PurePosixPath(name).name
        if base in self.written or any((root / name).exists() for root in self.roots):
            return None
        if anchor or is_link or resolve(name, self.gone).paths:
            return "does not exist", _near(
                base, {PurePosixPath(path).name for path in self.present}
            )
        return None


def broken(site: Site, tasks: tuple[Task, ...]) -> tuple[int, list[Broken]]:
    """How many references there are, and those that are broken."""
    shelf = _shelf(site)
    lines = site.plan.read_text(encoding="utf-8", errors="replace").splitlines()
    seen = [(task, text) for task in tasks for text in _references(task)]
    found = []
    for task, text in seen:
        fault = shelf.fault(text, is_link=text in _LINK.findall(task.text))
        if fault:
            found.append(Broken(text, _line_of(task, text, lines), *fault))
    return len(seen), found


def _shelf(site: Site) -> _Shelf:
    files = ((path, site.root / path) for path in site.job.library)
    present = {
        path: file.read_text(encoding="utf-8", errors="replace")
        for path, file in files
        if file.is_file()
    }
    gone = {*site.job.library, *_removed(site)} - present.keys()
    written = frozenset(PurePosixPath(path).name for path in site.job.planned)
    return _Shelf((site.root, site.plan.parent), present, dict.fromkeys(gone, ""), written)


def _removed(site: Site) -> list[str]:
    """What commits have taken away from the feature's directory."""
    where = ("--format=", "--", site.job.feature.relative)
    told = site.repo.run("log", "--diff-filter=D", "--name-only", "--no-renames", *where)
    return told.split("\n")


def _references(task: Task) -> Iterator[str]:
    """As the parser has read them from the title, and links of the lines below it."""
    yield from dict.fromkeys((*task.inputs, *_links(task.text)))


def _links(text: str) -> Iterator[str]:
    for form in (_LINK, _ANCHORED):
        yield from form.findall(text)


def _near(word: str, known: set[str]) -> tuple[str, ...]:
    return tuple(get_close_matches(word, sorted(known), n=2, cutoff=0.5))


def _line_of(task: Task, text: str, lines: list[str]) -> int:
    """Where in the task it stands."""
    numbers = range(task.line, min(task.end_line, len(lines)) + 1)
    return next((number for number in numbers if text in lines[number - 1]), task.line)
