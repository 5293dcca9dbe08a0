"""Which heading acts as the phase of each task."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from sddtasks.model.plan import Phase
from sddtasks.parser.conditions import conditions
from sddtasks.parser.headings import Rank
from sddtasks.parser.headings import is_container
from sddtasks.parser.headings import names_several_phases
from sddtasks.parser.headings import number_in
from sddtasks.parser.headings import rank_of
from sddtasks.parser.headings import title_in
from sddtasks.parser.outline import Heading
from sddtasks.parser.outline import Outline

_NOT_IN_SLUG = re.compile(r"[^\w.]+")
_IMPLICIT = "tasks"
_LONGEST_SLUG = 40


@dataclass(frozen=True, slots=True)
class Placement:
    """The phases in document order, and for each task's line its phase and that one's heading."""

    phases: tuple[Phase, ...]
    phase_of: Mapping[int, Phase]
    heading_of: Mapping[int, Heading | None]


def placement(outline: Outline, task_lines: Sequence[int]) -> Placement:
    """The phase of every line on which a task stands.

    Tasks outside of all headings that divide the list make one implicit phase, without a heading.
    """
    stacks = {line: outline.around(line) for line in task_lines}
    ranks = {heading: rank_of(heading) for stack in stacks.values() for heading in stack}
    best = min(ranks.values(), default=Rank.OTHER)
    shared = _shared(list(stacks.values())) if best is Rank.OTHER else 0
    heading_of = {line: _choose(stack, ranks, best, shared) for line, stack in stacks.items()}
    used = {heading for heading in heading_of.values() if heading}
    headings = sorted({*used, *_without_tasks(outline, used)}, key=lambda heading: heading.line)
    named = dict(zip(headings, _named(headings), strict=True))
    phases = tuple(named.values())
    if not used or None in heading_of.values():
        phases = (Phase(_IMPLICIT, "Tasks", "", min(task_lines, default=1)), *phases)
    phase_of = {line: named[h] if h else phases[0] for line, h in heading_of.items()}
    return Placement(phases, phase_of, heading_of)


def _choose(
    stack: Sequence[Heading], ranks: Mapping[Heading, Rank], best: Rank, shared: int
) -> Heading | None:
    """The innermost heading of the best rank, or else the outermost one that divides the tasks.

    So a heading on the level of the phases that is not called one ends the phase before it.
    """
    inside = [heading for heading in stack if ranks[heading] is best]
    if inside and best is not Rank.OTHER:
        return inside[0] if best is Rank.NUMBERED else inside[-1]
    below = (heading for heading in stack[shared:] if heading.level > 1)
    return next((heading for heading in below if not is_container(heading)), None)


def _shared(stacks: Sequence[Sequence[Heading]]) -> int:
    """How many headings all tasks have in common: they divide nothing."""
    shortest = min(stacks, key=len, default=())
    for length, heading in enumerate(shortest):
        if any(stack[length] != heading for stack in stacks):
            return length
    return len(shortest)


def _without_tasks(outline: Outline, used: Iterable[Heading]) -> Iterator[Heading]:
    """Phase headings with nothing below, on a level of the others, with a number of their own."""
    phases = [heading for heading in used if rank_of(heading) is Rank.PHASE]
    levels = {heading.level for heading in phases}
    numbers = {number_in(heading.plain) for heading in phases}
    ancestors = {heading for phase in phases for heading in outline.around(phase.line)}
    for heading in outline.headings:
        if heading.level not in levels or heading in ancestors or names_several_phases(heading):
            continue
        number = number_in(heading.plain)
        if rank_of(heading) is Rank.PHASE and number not in numbers:
            numbers.add(number)
            yield heading


def _named(headings: Iterable[Heading]) -> Iterator[Phase]:
    taken = {_IMPLICIT}
    counts: Counter[str] = Counter()
    for heading in headings:
        identifier = unique = number_in(heading.plain) or _slug(heading.plain)
        while unique in taken:
            counts[identifier] += 1
            unique = f"{identifier}-{counts[identifier] + 1}"
        taken.add(unique)
        name = conditions(heading.plain).name
        yield Phase(unique, title_in(heading.plain), heading.text, heading.line, name)


def _slug(text: str) -> str:
    return _NOT_IN_SLUG.sub("-", text).strip("-.").lower()[:_LONGEST_SLUG].rstrip("-.") or "phase"
