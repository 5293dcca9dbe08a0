"""Bytes → Plan: the steps of the parser in their order. It never raises."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from sddtasks.model.plan import Plan
from sddtasks.parser.barenames import placed as placed_names
from sddtasks.parser.depends import is_too_much
from sddtasks.parser.depends import statements
from sddtasks.parser.dialects import DIALECTS
from sddtasks.parser.dialects import unidentified
from sddtasks.parser.extent import extents
from sddtasks.parser.naming import dialect_of
from sddtasks.parser.outline import outline
from sddtasks.parser.phases import placement
from sddtasks.parser.problems import LARGEST
from sddtasks.parser.problems import problems
from sddtasks.parser.problems import too_large
from sddtasks.parser.problems import too_many
from sddtasks.parser.sections import sections
from sddtasks.parser.selection import choose
from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site
from sddtasks.parser.tasks import Surroundings
from sddtasks.parser.tasks import tasks_at
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import read


def parse(text: bytes) -> Plan:
    """The plan that a tasks.md states, with everything wrong with it as Problems."""
    if len(text) > LARGEST:
        return Plan("", "", (), (), (), (too_large(len(text)),), sha256(text).hexdigest())
    document = read(text)
    candidates = tuple(site for dialect in DIALECTS for site in dialect(document))
    chosen = choose(candidates, outline(document))
    generated = not chosen
    if generated:
        chosen = unidentified.sites(document)
    headings = outline(document, tasks=_task_headings(chosen))
    placed = placement(headings, [site.line for site in chosen])
    spans = extents(document, chosen)
    taken = [(site.line, span.end_line) for site, span in zip(chosen, spans, strict=True)]
    around = Surroundings(headings, placed, sections(document, headings, taken))
    tasks = tuple(placed_names(tasks_at(chosen, spans, around)))
    said = statements(document, tasks, placed.phases)
    found = problems(document, tasks, candidates, numbered=generated)
    if is_too_much(said, len(tasks)):
        found = (*found, too_many(len(tasks), said[-1].line))
    return Plan(
        title=_title(document),
        dialect=dialect_of(chosen, placed.phases, tasks, generated=generated),
        phases=placed.phases if tasks else (),
        tasks=tasks,
        statements=said,
        problems=found,
        digest=sha256(text).hexdigest(),
        front_matter=document.front_matter,
    )


def _task_headings(sites: Sequence[Site]) -> set[int]:
    return {site.line for site in sites if site.form is Form.HEADING}


def _title(document: Document) -> str:
    return next((line.heading for line in document.lines if line.level == 1), "")
