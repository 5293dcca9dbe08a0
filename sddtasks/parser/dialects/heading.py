"""Tasks as headings: `### T001: …`, `#### [ ] T-001: …`, `### Task 4.1: …`, `### T009-T015: …`."""

from __future__ import annotations

from collections.abc import Iterator

from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site
from sddtasks.parser.sites import site_of
from sddtasks.system.markdown import Document
from sddtasks.system.markdown import LineKind


def sites(document: Document) -> Iterator[Site]:
    """Every heading below the title that begins with an id."""
    for line in document.lines:
        if line.kind is LineKind.HEADING and line.level > 1:
            site = site_of(Form.HEADING, line.number, line.heading, line.level)
            if site:
                yield site
