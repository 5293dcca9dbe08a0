"""Every dependency that a document states, from wherever it states it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import chain

from sddtasks.model.plan import Phase
from sddtasks.model.plan import Ref
from sddtasks.model.plan import Statement
from sddtasks.model.plan import Task
from sddtasks.model.plan import most_names
from sddtasks.parser.conditions import conditions
from sddtasks.parser.depends_columns import columns
from sddtasks.parser.depends_fields import is_field
from sddtasks.parser.depends_freedom import freedom
from sddtasks.parser.depends_gantt import gantt
from sddtasks.parser.depends_graphs import flowchart
from sddtasks.parser.depends_graphs import waves
from sddtasks.parser.depends_headings import heading_statements
from sddtasks.parser.depends_headings import section_field
from sddtasks.parser.depends_ids import ids_of
from sddtasks.parser.depends_reader import NOBODY
from sddtasks.parser.depends_reader import Reader
from sddtasks.parser.depends_reader import is_empty
from sddtasks.parser.depends_regions import Region
from sddtasks.parser.depends_regions import is_general
from sddtasks.parser.depends_regions import members
from sddtasks.parser.depends_regions import regions
from sddtasks.parser.depends_schedule import is_wave
from sddtasks.parser.depends_schedule import schedule
from sddtasks.parser.depends_sentences import label_of
from sddtasks.parser.depends_sentences import sentences
from sddtasks.parser.depends_tasks import task_statements
from sddtasks.parser.depends_trees import drawings
from sddtasks.parser.depends_words import speaks_of_order
from sddtasks.parser.outline import outline
from sddtasks.system.markdown import Document

_PLAIN_WORDS = frozenset({"blocks", "before", "depends on", "prerequisite"})
"""Rules that are believed outside the sections about order, and between ids only."""
_CONDITION = re.compile(
    r"[(（\[][^()（）]{0,400}\b(?:depends?|after|requires|needs|blocks|before)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{4,}")


def statements(
    document: Document, tasks: Sequence[Task], phases: Sequence[Phase]
) -> tuple[Statement, ...]:
    """All statements in the order of their lines, each once."""
    if not tasks:
        return ()
    reader = Reader(ids_of(tasks), _names(tasks, phases))
    headings = outline(document, {task.line for task in tasks})
    sections = members(headings, tasks)
    found = chain(
        _graphs(document, tasks, reader),
        columns(document.tables, reader),
        task_statements(document, tasks, reader),
        heading_statements(headings, sections, reader),
        _regions(regions(document, tasks, phases, headings), sections, reader),
    )
    unique: dict[object, Statement] = {}
    names, most = 0, most_names(len(tasks))
    for item in found:
        unique[item.before, item.after, item.line] = item
        names += names_in(item)
        if names > most:
            break
    return tuple(sorted(unique.values(), key=lambda item: item.line))


def names_in(statement: Statement) -> int:
    return len(statement.before.ids) + len(statement.after.ids)


def is_too_much(said: Iterable[Statement], tasks: int) -> bool:
    """Whether `statements` had to stop."""
    return sum(map(names_in, said)) > most_names(tasks)


def _names(tasks: Sequence[Task], phases: Sequence[Phase]) -> frozenset[str]:
    """The words of headings, which groups may be called after."""
    titles = {phase.title for phase in phases} | {task.section for task in tasks}
    names = (conditions(title).name.lower() for title in titles)
    return frozenset(word for name in names for word in _WORD.findall(name))


def _graphs(document: Document, tasks: Sequence[Task], reader: Reader) -> Iterator[Statement]:
    for fence in document.fences:
        yield from waves(fence, reader.ids)
        if fence.info.split(" ")[0].lower() in ("mermaid", ""):
            yield from flowchart(fence, reader.ids, tasks)
            yield from gantt(fence, reader.ids)


def _regions(
    found: Iterable[Region], sections: Mapping[int, Ref], reader: Reader
) -> Iterator[Statement]:
    """Sentences and drawings outside the tasks."""
    for region in found:
        if region.drawing:
            yield from schedule(region.paragraphs(), reader)
            yield from drawings((line for line in region.lines if not is_wave(line.text)), reader)
        else:
            yield from _prose(region, sections, reader)


def _may_state(text: str, reader: Reader) -> bool:
    """Outside the sections about order only ids and fields count."""
    return speaks_of_order(text) and (reader.ids.occur_twice(text) or is_field(text))


def _prose(region: Region, sections: Mapping[int, Ref], reader: Reader) -> Iterator[Statement]:
    """Items below an item with a label are about the same thing as the label."""
    labels: list[tuple[int, Ref]] = []
    if region.trusted:
        yield from schedule(region.paragraphs(), reader)
    for item in region.paragraphs():
        trusted = region.trusted or (item.heading and _CONDITION.search(item.text) is not None)
        if is_wave(item.text) or not (trusted or _may_state(item.text, reader)):
            continue
        labels = [(indent, label) for indent, label in labels if indent < item.indent]
        subject = labels[-1][1] if labels and region.trusted else NOBODY
        words = trusted and not is_general(item.text)
        if item.line not in sections:
            for found in sentences(item.text, item.line, reader, subject, words=words):
                if trusted or found.rule in _PLAIN_WORDS:
                    yield found
        if words and region.trusted:
            yield from freedom(item.text, item.line)
        if is_empty(subject):
            yield from section_field(item.text, region.subject, item.line, reader)
        label = label_of(item.text, reader) if region.trusted else NOBODY
        if not is_empty(label):
            labels.append((item.indent, label))
