"""Files of others under the names that we write beside tasks.md: kept before we write there."""

from __future__ import annotations

from sddtasks.app.knowledge import Knowledge
from sddtasks.model.job import JobResult
from sddtasks.state import foreign
from sddtasks.state import mirror
from sddtasks.state import report
from sddtasks.system import aside

_MARKS = {**dict.fromkeys(mirror.NAMES, mirror.MARK), report.NAME: report.MARK}


def make_way(known: Knowledge) -> None:
    """Move them below `.sdd/<feature>/foreign`, and say so in a line each.

    Before this clone has a history of its own, what looks like ours is of another run: that is
    copied as well, unless git has it.
    """
    feature = known.feature
    for name, mark in _MARKS.items():
        path, shown = feature.directory / name, f"{feature.relative}/{name}"
        place = feature.state_dir / foreign.PLACE / name
        if foreign.is_foreign(path, mark):
            where = aside.move(path, place).relative_to(feature.root).as_posix()
            note = f"{shown} was not written by sddtasks: moved to {where}"
            if known.repo.committed(shown) is not None:
                note += f"; git tracks that name: git rm --cached -- {shown}"
            known.options.on_note(note)
        elif known.is_of_another_run(name):
            where = aside.copy(path, place).relative_to(feature.root).as_posix()
            known.options.on_note(f"{shown} is of a run that is not known here: copied to {where}")


def write_report(known: Knowledge, final: JobResult) -> None:
    """Write the completion report; what somebody has written into the last one is kept."""
    feature = known.feature
    path = feature.directory / report.NAME
    if report.is_edited(path):
        kept = aside.copy(path, feature.state_dir / foreign.PLACE / report.NAME)
        where = kept.relative_to(feature.root).as_posix()
        known.options.on_note(f"{report.NAME} was edited and is written anew: kept as {where}")
    report.write(feature, known.graph, known.records, known.progress, final)
