"""Site → Task: title, labels, body, paths, commands and kind of one task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from textwrap import dedent

from sddtasks.model.plan import Task
from sddtasks.parser.bodies import uses_in_body
from sddtasks.parser.bodies import uses_in_fields
from sddtasks.parser.conditions import conditions
from sddtasks.parser.extent import Extent
from sddtasks.parser.headings import story_of
from sddtasks.parser.ids import leading_id
from sddtasks.parser.kinds import evidence
from sddtasks.parser.kinds import kind_of
from sddtasks.parser.labels import Labelled
from sddtasks.parser.labels import labelled
from sddtasks.parser.labels import parallel_field
from sddtasks.parser.mentions import commands_in
from sddtasks.parser.outline import Outline
from sddtasks.parser.paths import Touched
from sddtasks.parser.paths import Use
from sddtasks.parser.paths import touched
from sddtasks.parser.paths import uses_in
from sddtasks.parser.phases import Placement
from sddtasks.parser.roles import Role
from sddtasks.parser.sections import Sections
from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site
from sddtasks.system.markdown import LineKind

_SAME = re.compile(
    r"\W*(?:同上|同じ|ditto\b|same (?:file )?as above|as above|то же|ídem|idem\b)", re.I
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a site needs to know of the rest of the document."""

    outline: Outline
    placement: Placement
    sections: Sections


def tasks_at(
    sites: Sequence[Site], extents: Sequence[Extent], around: Surroundings
) -> Iterator[Task]:
    """The tasks of the sites in document order; a site that names a range makes several."""
    parents: list[Site] = []
    previous: tuple[str, ...] = ()
    for site, lines in zip(sites, extents, strict=True):
        nested = site.form is Form.BOX
        parents = [parent for parent in parents if nested and parent.indent < site.indent]
        parent = parents[-1].ids[0] if parents else None
        for task in _tasks(site, parent, lines, around):
            same = not task.paths and _SAME.match(task.title)
            yield replace(task, paths=previous) if same else task
            previous = previous if same else task.paths
        parents.append(site)


def _tasks(site: Site, parent: str | None, lines: Extent, around: Surroundings) -> Iterator[Task]:
    """One task, or one for each id of a range: alike, unless lines of the body tell them apart."""
    alike = len(site.ids) == 1 or all(_concerns(line.text, "") for line in lines.body)
    task = _task(site, site.ids[0], parent, lines, around)
    yield task
    for identifier in site.ids[1:]:
        if alike:
            yield replace(task, id=identifier)
        else:
            yield _task(site, identifier, parent, lines, around)


def _task(
    site: Site, identifier: str, parent: str | None, lines: Extent, around: Surroundings
) -> Task:
    head = labelled(site.text).continued(line.text for line in lines.paragraph)
    prose = [line.text for line in lines.body if line.kind is LineKind.PROSE]
    if len(site.ids) > 1:
        prose = [line for line in prose if _concerns(line, identifier)]
    phase = around.placement.phase_of[site.line]
    section = around.sections.of(site.line, around.placement.heading_of[site.line])
    files = _touched(site, head, prose)
    own = commands_in(head.rest)
    return Task(
        id=identifier,
        title=head.title,
        line=site.line,
        end_line=lines.end_line,
        phase=phase.id,
        kind=kind_of(evidence(head, files.paths, phase, section, own)),
        parallel=head.parallel or _parallel_fields(site, prose),
        story=head.story or story_of(around.outline.around(site.line)),
        mark=site.mark,
        section=section,
        group=conditions(section).name,
        paths=files.paths,
        removes=files.removes,
        inputs=files.inputs,
        commands=(*own, *(command for line in prose for command in commands_in(line))),
        body=_body(site, lines),
        labels=head.labels,
        parent=parent,
        optional=site.optional or head.optional,
    )


def _concerns(line: str, identifier: str) -> bool:
    """Below a heading for several tasks, `- T010: …` speaks of one of them only."""
    found = leading_id(line.lstrip(" \t-*+"))
    return found is None or found.text == identifier


def _body(site: Site, lines: Extent) -> tuple[str, ...]:
    if site.fields:
        return tuple(f"{name}: {cell}" for name, cell in site.fields if cell)
    text = dedent("\n".join(line.text.rstrip() for line in lines.body)).strip("\n")
    return tuple(text.split("\n")) if text else ()


def _parallel_fields(site: Site, prose: Sequence[str]) -> bool:
    cells = (f"{name}: {cell}" for name, cell in site.fields)
    return any(parallel_field(line) for line in (*prose, *cells))


def _touched(site: Site, head: Labelled, prose: Sequence[str]) -> Touched:
    """Paths of the title, of fields for files, and of other lines only if these say nothing."""
    in_title = uses_in(head.rest)
    in_body = uses_in_body(prose)
    uses: list[Use] = [*in_title, *uses_in_fields(site.fields), *in_body.named]
    told = {use.path for use in uses if use.role is not Role.READ}
    uses += (u for u in in_body.mentioned if not told or u.role is Role.READ or u.name in told)
    return touched(uses)
