"""Uncommitted files that a run finds when it begins: an unfinished task's, or the user's."""

from __future__ import annotations

from collections.abc import Sequence

from sddtasks.app import preflight
from sddtasks.app.knowledge import Knowledge
from sddtasks.execute import flight
from sddtasks.model.plan import Feature
from sddtasks.state.progress import Story
from sddtasks.system import clock


def sort_out(known: Knowledge, first: str, *, elsewhere: bool) -> dict[str, str]:
    """Put aside what belongs to a task; the user's files, with their digests.

    `first` is the task that will be done first: what an unfinished attempt at it left is its own,
    where it lies. `elsewhere`: tasks may be done in trees of their own, so that it has to go there.
    """
    dirty = [path for path in known.repo.changes() if path not in known.own_files]
    if known.journal.is_damaged() and not known.progress.of(first).state:
        _presume_begun(known, first, dirty)
    for name in (first, *known.progress.stories):
        task = known.jobs.tasks.get(name)
        left = preflight.leftovers(dirty, task, known.progress.of(name))
        dirty = [path for path in dirty if path not in left]
        if left and (elsewhere or name != first):
            flying = flight.ref(known.feature, name)
            is_free = elsewhere and task and not known.repo.run("for-each-ref", flying)
            ref = flying if is_free else _aside(known.feature, name)
            known.repo.put_aside(left, ref, f"Unfinished work on {name}")
            known.options.on_note(f"put aside unfinished work on {name}: git show {ref}")
    return preflight.kept_out(
        known.repo, dirty, allowed=known.options.allow_dirty, feature=known.feature.relative
    )


def _presume_begun(known: Knowledge, name: str, dirty: Sequence[str]) -> None:
    """The journal no longer says what was in hand: the first task, if its files are there."""
    task = known.jobs.tasks.get(name)
    if task and dirty and {*task.paths, *task.removes} >= {*dirty}:
        known.progress.stories[name] = Story("in_progress")


def _aside(feature: Feature, name: str) -> str:
    moment = clock.now().strftime("%Y%m%dT%H%M%S")
    return f"{flight.place(feature, name)}/aside-{moment}"
