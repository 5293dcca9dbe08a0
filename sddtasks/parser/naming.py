"""The name of a plan's dialect, for messages and statistics only; nothing is decided by it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sddtasks.model.plan import Phase
from sddtasks.model.plan import Task
from sddtasks.parser.sites import Form
from sddtasks.parser.sites import Site

_NAMES = {
    Form.HEADING: "headings",
    Form.ROW: "table",
    Form.BOLD: "paragraphs",
    Form.BARE: "lines",
}
_OLD_PHASE = re.compile(r"3\.\d")


def dialect_of(
    sites: Sequence[Site], phases: Sequence[Phase], tasks: Sequence[Task], *, generated: bool
) -> str:
    """One of: spec-kit-phases, spec-kit-stories, spec-kit, kiro, openspec, work-packages, …"""
    if not sites:
        return "none"
    if generated:
        return "unidentified"
    form = sites[0].form
    if form is not Form.BOX:
        return _NAMES[form]
    if sites[0].numbered:
        return "openspec" if any(phase.heading[:1].isdigit() for phase in phases) else "kiro"
    if any(phase.id.startswith("WP") for phase in phases):
        return "work-packages"
    if any(_OLD_PHASE.match(phase.id) for phase in phases):
        return "spec-kit-phases"
    return "spec-kit-stories" if any(task.story for task in tasks) else "spec-kit"
