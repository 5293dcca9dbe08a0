"""What a person decides about the records: skip, waive, adopt, restart, forget; and recovery."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import replace

from sddtasks.app import aftermath
from sddtasks.app import possession
from sddtasks.app import rebuild
from sddtasks.app import restart as restarting
from sddtasks.app.session import Session
from sddtasks.execute import flight
from sddtasks.execute import history
from sddtasks.execute import reopened
from sddtasks.execute import skipping
from sddtasks.model import events
from sddtasks.model.errors import StateError
from sddtasks.state.records import Record
from sddtasks.system import clock
from sddtasks.system import lock


def skip(session: Session, name: str, because: str, *, untested: bool) -> Record:
    """Record that a task is not done, and why; what waits for it goes on.

    `untested`: also the code that a test has to be written before.
    """
    session.begin("", moves=False)
    job = session.jobs.make(name, session.standing(name))
    with session.checkout.in_turn():
        record = skipping.skip(session.repo, job, because, untested=untested)
    session.tell(events.TaskSkipped(record.completed_at, name, because, untested))
    return record


def waive(session: Session, name: str, path: str, because: str) -> None:
    """Record that a task may change a path that is frozen, or beyond its scope."""
    possession.prepare(session.feature)
    session.tell(events.Waived(clock.stamp(), name, path, because))


def adopt(session: Session, name: str, old: str, record: Record) -> Record:
    """Take over under a new id what was done under an old one; a commit says so."""
    job = session.jobs.make(name, session.standing(name))
    because = "; ".join(filter(None, (record.because, f"was {old}")))
    text = history.message(
        job, record.how, record.evidence_digest, record.red, record.files, because, "Adopt"
    )
    text += history.untested_trailer(untested=record.untested)
    with session.checkout.in_turn():
        commit = history.commit(session.repo, [], text).commit
    session.tell(events.TaskCompleted(clock.stamp(), name, record.how, record.evidence, commit))
    title = job.task.title if job.task else ""
    return replace(record, definition=job.links.digest, title=title, commit=commit)


def restart(session: Session, names: Sequence[str]) -> None:
    """Take the work of these tasks back with revert commits, and forget their stories."""
    session.begin(names[0])
    backup = _take_back(session, names, "restart")
    for name in names:
        reset(session, name, f"restarted from {names[0]}")
    session.options.on_note(
        f"Took back {names[0]} and what follows it; the state before is kept as {backup}"
    )


def undo(session: Session, name: str, stale: Sequence[str], because: str) -> str:
    """Take the work of one task back with revert commits, which say that others' is `stale`.

    Returns the ref of what was before.
    """
    backup = _take_back(session, [name], "undo", history.stale_trailers(stale, because))
    reset(session, name, "doit sdd undo")
    return backup


def retry(
    session: Session, name: str, hint: str, agent: str, *, was_done: bool, judged: bool
) -> None:
    """Record that a task is to be tried again; `judged`: its work is there, look at it first."""
    if was_done:
        reset(session, name, "doit sdd retry")
    if judged:
        session.judged_anew.add(name)
    session.tell(events.RetryAsked(clock.stamp(), name, hint, agent))


def _take_back(
    session: Session, names: Sequence[str], label: str, trailers: Sequence[str] = ()
) -> str:
    with session.checkout.in_turn():
        backup = restarting.undo(
            session.repo,
            session.feature,
            names,
            session.completions,
            label=label,
            kept_out=session.kept_out,
            trailers=trailers,
        )
    session.look_again()
    return backup


def reset(session: Session, name: str, because: str) -> None:
    """A record is gone on purpose: whatever was known of the task is history."""
    session.tell(events.TaskReset(clock.stamp(), name, because))


def settle(session: Session, on_note: Callable[[str], None]) -> bool:
    """Clear up behind a killed run; False when it was not killed but is still at work."""
    feature = session.feature
    try:
        with lock.held(feature.state_dir, feature.name):
            aftermath.clear(feature, session.repo, on_note)
    except StateError:
        return False
    return True


def forsake(session: Session) -> list[str]:
    """The tasks whose work was taken back by somebody who was killed before he could say so."""
    gone = rebuild.taken_back(session.repo, session.records)
    for name in gone:
        reset(session, name, "its commit was reverted")
    return gone


def recover(session: Session, *, everything: bool) -> dict[str, Record]:
    """Records that commits of ours vouch for and the database does not have.

    `everything`: the database is new. Otherwise only the tasks that the last run had in hand
    when it ended without saying so, and only by commits that came after they were started.
    """
    known = set(session.records)
    history.settle(session.repo, session.feature.name)
    ours = [done for done in session.completions if done.is_ours]
    if everything:
        wanted = {task.id for task in session.graph.plan.tasks} - known
        gone = reopened.read(session.repo, session.feature)
        found = dict(rebuild.records(session.feature, ours, wanted, gone))
    else:
        found = {}
        for name, story in session.progress.stories.items():
            if name not in known and story.state in ("in_progress", "interrupted", ""):
                later = history.completions(session.repo, session.feature.name, since=story.base)
                mine = [done for done in later if done.is_ours]
                found.update(rebuild.records(session.feature, mine, {name}, {}))
    for name, record in found.items():
        if session.progress.of(name).state:
            session.tell(events.TaskCompleted(record.completed_at, name, record.how))
    rebuild.restore_evidence(session.feature, ours, session.records)
    flight.landed(session.repo, session.feature, (*known, *found))
    return found
