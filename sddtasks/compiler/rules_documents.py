"""Findings about design documents: references to files or sections that do not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from difflib import SequenceMatcher
from difflib import get_close_matches

from sddtasks.compiler.catalogue import problem
from sddtasks.compiler.documents import near_sections
from sddtasks.compiler.documents import resolve
from sddtasks.compiler.facts import Facts
from sddtasks.compiler.ownership import clean
from sddtasks.compiler.ownership import is_pattern
from sddtasks.model.plan import Problem

_OWN = ("tasks.md", "/")
"""The plan itself, and directories, which git does not know."""
_TEXT = ".md"
_BARE = re.compile(r"(?<![\w./\\-])[\w-]+\.md(?![\w/-]|\.\w)")
_NUMBER = re.compile(r"\d+")
_ALIKE = 0.9


def references(facts: Facts) -> Iterator[Problem]:
    """Each missing document or section once, at the first task that refers to it."""
    written = {clean(path).rsplit("/", 1)[-1] for path in facts.owned.writers}
    seen: set[str] = set()
    for task in facts.tasks.values():
        for text in task.inputs:
            name, _, anchor = text.partition("#")
            if text in seen or name in seen or is_pattern(name) or name.endswith(_OWN):
                continue
            found = resolve(text, facts.documents)
            if found.paths and anchor and not found.section:
                seen.add(text)
                yield _no_section(task.line, found.paths[0], anchor, facts)
            elif not found.paths and not _exists(name, written, facts):
                seen.add(name)
                yield _no_document(task.line, name, facts)


def misspelt(facts: Facts) -> Iterator[Problem]:
    """Documents that a task names and nobody has, where one of nearly the same name exists."""
    known = {path.rsplit("/", 1)[-1] for path in facts.documents}
    known = {name for name in known if name.endswith(_TEXT)}
    reported = {text.partition("#")[0] for task in facts.tasks.values() for text in task.inputs}
    for task in facts.tasks.values():
        for match in _BARE.finditer(task.text):
            name = match[0]
            if name in reported or name in known or facts.exists(name):
                continue
            reported.add(name)
            near = [other for other in known if _is_slip(name, other)]
            if near:
                yield _no_document(task.line, name, facts)


def _is_slip(name: str, other: str) -> bool:
    """Nearly the same letters; other digits are another document."""
    alike = SequenceMatcher(None, name.lower(), other.lower()).ratio() >= _ALIKE
    return alike and _NUMBER.findall(name) == _NUMBER.findall(other)


def _exists(name: str, written: set[str], facts: Facts) -> bool:
    return clean(name).rsplit("/", 1)[-1] in written or facts.exists(name)


def _no_document(line: int, name: str, facts: Facts) -> Problem:
    known = {path.rsplit("/", 1)[-1]: path for path in facts.documents}
    near = get_close_matches(name.rsplit("/", 1)[-1], list(known), n=2, cutoff=0.6)
    hint = f"did you mean {' or '.join(near)}?" if near else "write it, or remove the reference"
    return problem("SDD025", line, f"{name} does not exist", hint)


def _no_section(line: int, path: str, anchor: str, facts: Facts) -> Problem:
    near = near_sections(facts.documents[path], anchor)
    hint = f"did you mean {' or '.join(near)}?" if near else "name one of its headings"
    return problem("SDD026", line, f"{path} has no section {anchor!r}", hint)


DOCUMENT_RULES: tuple[Callable[[Facts], Iterator[Problem]], ...] = (references, misspelt)
