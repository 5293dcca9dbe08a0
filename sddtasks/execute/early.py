"""Linked tests that are not due yet: what an interface or a model has to show by them all the same.

Which part a task plays is read from its words and paths. It answers for the names that its line
gives it and for modules that no other open task writes; what is not there yet of others is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePosixPath

from sddtasks.execute import substance
from sddtasks.execute.reach import Reach
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task


class Part(StrEnum):
    """What a piece of code is for those that stand on it."""

    INTERFACE = "interface"
    MODEL = "model"


_INTERFACE = re.compile(
    r"\b(?:interfaces?|protocols?|traits?|abstract(?: base)? class(?:es)?|abc|ports?(?!\s*:?\s*\d)"
    r"|contracts?)\b|接口|インターフェース|인터페이스|интерфейс|interfaz|schnittstelle",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"\b(?:(?:data ?)?models?|entit(?:y|ies)|structs?|types?|schemas?|dataclass(?:es)?|records?"
    r"|value objects?|enums?)\b|模型|实体|モデル|エンティティ|모델|модел|сущност|modelo|modèle",
    re.IGNORECASE,
)
_FOR_PEOPLE = re.compile(r"\b(?:user|command[- ]line|web|graphical|programming) interface", re.I)
_FULFILS = re.compile(r"\b(?:implement(?:s|ing|ation)?|satisf(?:y|ies|ying)|fulfil\w*)\b", re.I)
_DIRECTORIES = {
    Part.INTERFACE: frozenset("interface interfaces port ports protocols contracts traits".split()),
    Part.MODEL: frozenset("model models entity entities schema schemas types domain".split()),
}
_KIND_OF_NAME = (
    r"(?:interface|protocol|trait|port|abstract|base|class|model|entity|struct|type|schema|record"
    r"|dataclass|enum)"
)
_NAMED = re.compile(rf"\b([A-Z]\w+)`?\s+{_KIND_OF_NAME}\b")
_ASIDE = re.compile(r"`[^`]*/[^`]*`|\S*/\S+")
_BY_DIRECTORY = frozenset({"__init__", "mod", "index", "lib"})
_MODULE_IS_FILE = frozenset(".py .rs .js .jsx .ts .tsx .mjs .cjs .mts .cts".split())


def part_of(task: Task) -> Part | None:
    """By its own words, else by the directory of what it writes."""
    if task.kind is not Kind.CODE:
        return None
    said = _FOR_PEOPLE.sub(" ", _ASIDE.sub(" ", task.title))
    above = {part.lower() for path in task.paths for part in PurePosixPath(path).parts[:-1]}
    if _INTERFACE.search(said) and not _FULFILS.search(said):
        return Part.INTERFACE
    if _MODEL.search(said):
        return Part.MODEL
    return next((part for part, names in _DIRECTORIES.items() if above & names), None)


def look(site: Site) -> tuple[list[str], str]:
    """What speaks against the task, a line for each test, and what was seen."""
    task = site.job.task
    part = part_of(task) if task else None
    validated = {path for proof in site.job.proofs for path in proof.files}
    later = {*site.job.links.tests} - {*site.job.due}
    files = site.tests_among(later & validated) if part else ()
    if not task or not part or not files:
        return [], ""
    run = site.run_tests(files)
    if run.trouble:
        return [], f"{len(files)} linked test files could not be run: {run.trouble}"
    rows = list(_owed(run, task, site))
    ready = _ready(site, task, files) if part is Part.MODEL else ()
    rows += [row for row in _failing(run, ready) if row not in rows]
    told = f"{len(files)} linked test files find what this {part} has to provide"
    return rows, f"{told}; {len(ready)} of them pass already" if ready else told


def _owed(run: TestRun, task: Task, site: Site) -> Iterator[str]:
    """Tests that cannot be loaded, or end, for want of something that this task is to provide."""
    for failure in run.load_failures:
        owed = [name for name in failure.missing if is_owed(name, task, site.job.ahead)]
        if owed:
            yield f"{failure.file}  {', '.join(owed)} is not there: {failure.message}"
        elif not failure.missing and _blames(failure.message, task):
            yield f"{failure.file}  {failure.message}"
    for case in run.cases:
        owed = [name for name in case.missing if is_owed(name, task, site.job.ahead)]
        if owed and case.reason is Reason.MISSING:
            yield f"{case.id}  {', '.join(owed)} is not there: {case.message}"


def _blames(message: str, task: Task) -> bool:
    """Does it say that a file of the task's does not compile?"""
    words = set(re.findall(r"[\w.-]+", message))
    return any(PurePosixPath(path).name in words for path in task.paths)


def is_owed(missing: str, task: Task, ahead: Sequence[Task]) -> bool:
    """Is this one of the names that the task's line gives, or in a module that only it writes?"""
    parts = re.findall(r"\w+", missing)
    if parts and parts[-1] in {*_NAMED.findall(task.title), *substance.wanted_names(task)}:
        return True
    shared = {path for other in ahead for path in other.paths}
    return any(_leads_to(parts, path) for path in task.paths if path not in shared)


def _leads_to(parts: Sequence[str], path: str) -> bool:
    """Does a name of a module or of something in it begin with this file, however it is rooted?"""
    file = PurePosixPath(path)
    if file.suffix not in _MODULE_IS_FILE:
        return False
    names = [*file.parts[:-1], *(() if file.stem in _BY_DIRECTORY else (file.stem,))]
    tails = (names[start:] for start in range(len(names)))
    return any(list(parts[k : k + len(tail)]) == tail for tail in tails for k in (0, 1))


def _ready(site: Site, task: Task, files: Sequence[str]) -> tuple[str, ...]:
    """Test files that use the task's work and need nothing of any task that is still to come."""
    reach = Reach(site.root, frozenset(site.repo.files()))
    awaited = {path for other in site.job.ahead for path in other.paths}
    words = {word.lower() for other in site.job.ahead for word in _words_of(other)}

    def is_ready(file: str) -> bool:
        reached = reach.of(file)
        if reached is None or not reached & {*task.paths} or reached & awaited:
            return False
        return not words & set(re.findall(r"[a-z0-9]+", reach.text(file).lower()))

    return tuple(file for file in files if is_ready(file))


def _words_of(task: Task) -> Iterator[str]:
    yield from (PurePosixPath(path).stem for path in task.paths if substance.is_program(path))
    yield from (*_NAMED.findall(task.title), *substance.wanted_names(task))


def _failing(run: TestRun, ready: Sequence[str]) -> Iterator[str]:
    """Tests of these files that fail although nothing that they need is missing."""
    for case in run.cases:
        fails = case.result is not Result.PASSED and case.reason is not Reason.MISSING
        if fails and case.file in ready:
            yield f"{case.id}  {case.message or case.result}"
