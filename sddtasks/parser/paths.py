"""The paths of a task by role: what it creates or changes, removes, and reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.parser.mentions import Mention
from sddtasks.parser.mentions import paths_in
from sddtasks.parser.roles import NEAR
from sddtasks.parser.roles import Role
from sddtasks.parser.roles import is_entry
from sddtasks.parser.roles import is_governed
from sddtasks.parser.roles import is_place
from sddtasks.parser.roles import is_remark
from sddtasks.parser.roles import role_after
from sddtasks.parser.roles import role_of_document

_DOCUMENTS = frozenset(
    "plan.md spec.md research.md data-model.md quickstart.md tasks.md constitution.md design.md "
    "requirements.md proposal.md implementation-guide.md brainstorm.md".split()
)
_DESIGN_DIRECTORY = re.compile(
    r"^(?:contracts|checklists)/|(?:^|/)specs/[^/]+/(?:contracts/|checklists/|.*\.md$)|^\.specify/"
)
_JOINS = re.compile(r"[\s,`*、，+&]*(?:and|und|y|et|e|и|和|と|及|、)?[\s`*]*", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"\s[—–-]\s|[:;：；。]\s|[；。]|\.\s+(?=[A-Z*`])"
    r"|\s(?:so|so that|if|when|because|unless|without|instead of|rather than)\s"
)
_QUOTED = re.compile(r'(?<!\w)"[^"`]*"|“[^“”]*”|「[^「」]*」')
_SPACE = re.compile(r"\s")
_SHORTEST_HEADLINE = 11
_COLON = 3


@dataclass(frozen=True, slots=True)
class Use:
    """A path and what a text says happens to it."""

    path: str
    role: Role
    anchor: str = ""

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Touched:
    """The paths of one task by role, each once, in the order of the text."""

    paths: tuple[str, ...]
    removes: tuple[str, ...]
    inputs: tuple[str, ...]


def uses_in(text: str) -> list[Use]:
    """Every path in a text with its role, without those that are named only in passing."""
    return [Use(named.path, named.role, named.anchor) for named in _credible(_named(text))]


def is_document(path: str) -> bool:
    """Design documents of a feature: read by tasks, and seldom written."""
    return path in _DOCUMENTS or bool(_DESIGN_DIRECTORY.search(path))


def touched(uses: Iterable[Use]) -> Touched:
    """The uses by role; a path that is changed anywhere counts as changed."""
    listed = list(uses)
    changed = dict.fromkeys(use.path for use in listed if use.role is Role.CHANGED)
    removed = dict.fromkeys(use.path for use in listed if use.role is Role.REMOVED)
    read = dict.fromkeys(
        f"{use.path}#{use.anchor}" if use.anchor else use.path
        for use in listed
        if use.role is Role.READ and use.path not in changed and is_document(use.path)
    )
    return Touched(
        paths=tuple(path for path in _whole(changed) if path not in removed),
        removes=tuple(removed),
        inputs=tuple(read),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """A use with its standing: `aside` in brackets, `late` behind the headline.

    `governed`: a verb of writing stands before it in its clause.
    """

    path: str
    role: Role
    anchor: str
    aside: bool
    late: bool
    governed: bool

    @property
    def bare(self) -> bool:
        return "/" not in self.path and not self.path.startswith(".")


def _named(text: str) -> list[_Named]:
    mentions = _outside_quotes(text)
    asides = _asides(text) if mentions else ()
    headline = _headline_end(_QUOTED.sub(_blank, text)) + _COLON
    found: list[_Named] = []
    before: _Named | None = None
    end = 0
    for mention in mentions:
        aside = asides[mention.start]
        between = _outside(text, end, mention.start, () if aside else asides)
        late = mention.start > headline
        joined = before is not None and _JOINS.fullmatch(between) is not None
        if before and joined:
            role, governed = before.role, before.governed
        else:
            role = role_after(text[max(0, mention.start - NEAR) : mention.start])
            governed = not late or is_governed(between)
        if is_remark(text, mention.start) or is_entry(text, mention.end):
            role = Role.READ
        elif role is Role.REMOVED and is_place(text, mention.end):
            role = Role.CHANGED
        elif role is Role.CHANGED and not joined and is_document(mention.path):
            after = text[mention.end : mention.end + NEAR]
            role = Role.READ if late else role_of_document(between, after)
        found.append(_Named(mention.path, role, mention.anchor, aside, late, governed))
        if before is None or before.aside or not aside:
            before, end = found[-1], mention.end
    return found


def _outside_quotes(text: str) -> tuple[Mention, ...]:
    """A cited sentence is a message or an answer, unless there is nothing else."""
    if any(mark in text for mark in '"“「'):
        spoken = paths_in(_QUOTED.sub(_blank, text))
        if spoken:
            return spoken
    return paths_in(text)


def _blank(match: re.Match[str]) -> str:
    """Spaces for what is more than one quoted word."""
    said = match[0]
    return " " * len(said) if said[0] == "「" or _SPACE.search(said) else said


def _credible(found: Sequence[_Named]) -> Iterator[_Named]:
    """Once a path is plainly named, what stands in brackets or behind the headline is a remark."""
    changed = [use for use in found if use.role is not Role.READ]
    plain = any(not use.aside and not use.late for use in changed)
    whole = [use for use in changed if "/" in use.path and not use.aside]
    headed = any(not use.late for use in whole)
    for use in found:
        remark = (
            (plain and use.bare and (use.aside or use.late))
            or (bool(whole) and use.aside)
            or (headed and use.late and not use.governed)
        )
        if use.role is Role.READ or not remark:
            yield use


def _outside(text: str, start: int, end: int, asides: Sequence[bool]) -> str:
    """A piece of the text without what stands in brackets."""
    if not any(asides[start:end]):
        return text[start:end]
    return "".join(text[i] for i in range(start, end) if not asides[i])


def _asides(text: str) -> Sequence[bool]:
    """For each place in the text whether it stands in brackets; those within paths do not count."""
    if "(" not in text and "（" not in text:
        return [False] * len(text)
    depth, flags = 0, []
    previous = " "
    for char in text:
        if char in "(（" and (previous.isspace() or char == "（" or depth):
            depth += 1
        flags.append(depth > 0)
        if char in ")）" and depth:
            depth -= 1
        previous = char
    return flags


def _headline_end(text: str) -> int:
    """Where the first clause ends and details begin."""
    match = _CLAUSE_END.search(text, _SHORTEST_HEADLINE)
    return match.start() if match else len(text)


def _whole(paths: Iterable[str]) -> Iterator[str]:
    """Each file once: without bare names and absolute paths of files that are given properly.

    What lies in a home directory beside files of the repository is what the program writes.
    """
    listed = list(paths)
    names = {path.rsplit("/", 1)[-1] for path in listed if "/" in path}
    proper = [path for path in listed if "/" in path and not path.startswith(("/", "~"))]
    ends = tuple(f"/{path}" for path in proper)
    for path in listed:
        absolute = path.startswith("/") or path[1:2] == ":"
        doubled = path in names or (absolute and path.endswith(ends))
        if not (doubled or (proper and path.startswith("~"))):
            yield path
