"""Uncommitted files that a run finds when it begins: an unfinished task's, or the user's."""

from __future__ import annotations

from collections.abc import Sequence

from sddtasks.app import preflight
from sddtasks.app.knowledge import Knowledge
from sddtasks.execute import flight
from sddtasks.model.plan import Feature
from sddtasks.state.progress import Story
from sddtasks.system import clock

_PERSON = "manual"


def sort_out(known: Knowledge, first: str, *, elsewhere: bool, moves: bool) -> dict[str, str]:
    """Put aside what belongs to a task; the user's files, with their digests.

    `first` is the task that will be done first: what an unfinished attempt at it left is its own,
    where it lies. `elsewhere`: tasks may be done in trees of their own, so that it has to go there.
    `moves`: false where nothing is done but to record a decision, which needs no place in the tree.
    """
    dirty = [path for path in known.repo.changes() if path not in known.own_files]
    if not moves:
        return preflight.kept_out(known.repo, dirty, allowed=True, feature=known.feature.relative)
    if not known.progress.of(first).state:
        if known.journal.is_damaged():
            _presume(known, first, dirty, "in_progress")
        if known.settings.agent == _PERSON:
            _presume(known, first, dirty, "waiting")
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


def _presume(known: Knowledge, name: str, dirty: Sequence[str], state: str) -> None:
    """Where only files of the first task are open, it is what was in hand: the journal may no
    longer say so, and a person need not wait until he is asked."""
    task = known.jobs.tasks.get(name)
    if task and dirty and {*task.paths, *task.removes} >= {*dirty}:
        known.progress.stories[name] = Story(state)


def _aside(feature: Feature, name: str) -> str:
    moment = clock.now().strftime("%Y%m%dT%H%M%S")
    return f"{flight.place(feature, name)}/aside-{moment}"
