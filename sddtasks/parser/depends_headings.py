"""Dependencies in headings above tasks: `### Services (depend on Models)`, `– after Phase 2`."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping

from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.parser.conditions import conditions
from sddtasks.parser.conditions import readable
from sddtasks.parser.depends_fields import field
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import is_empty
from sddtasks.parser.depends_regions import is_general
from sddtasks.parser.depends_sentences import sentences
from sddtasks.parser.outline import Outline

HEADING = "heading"
"""The rule of what a heading, or a field right below it, says about all tasks of its section."""


def heading_statements(
    headings: Outline, sections: Mapping[int, Ref], reader: Reader
) -> Iterator[Statement]:
    """What each heading says about the tasks below it; the document's title says nothing."""
    for heading in headings.headings:
        owner = sections.get(heading.line)
        if owner is None or heading.level == 1:
            continue
        words = not is_general(heading.plain)
        for clause in readable(conditions(heading.plain).clauses):
            found = tuple(section_field(clause, owner, heading.line, reader))
            yield from found or sentences(clause, heading.line, reader, owner, words=words)


def section_field(text: str, owner: Ref, line: int, reader: Reader) -> Iterator[Statement]:
    """A field of a whole section; "none" there takes no order away from the tasks inside."""
    for found in field(text, owner, line, reader, rule=HEADING):
        if not (is_empty(found.before) or is_empty(found.after)):
            yield found
