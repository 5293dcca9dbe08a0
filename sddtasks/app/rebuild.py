"""Status from git alone: what the commits' trailers say of each task."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import tomli_w

from sddtasks.execute import history
from sddtasks.execute.history import Completion
from sddtasks.model.how import How
from sddtasks.model.ids import slug
from sddtasks.model.plan import Feature
from sddtasks.state.records import Record
from sddtasks.system import beneath
from sddtasks.system import files
from sddtasks.system.repo import Repository

_DECIDED = (How.SKIPPED, How.ACCEPTED)
"""A person's decisions stay what they are."""


def taken_back(repo: Repository, known: Mapping[str, Record]) -> list[str]:
    """Of what is known to be done, what was reverted since."""
    if not known:
        return []
    gone = history.taken_back(repo)
    return [name for name, record in known.items() if record.commit.startswith(gone)]


def records(
    feature: Feature,
    found: Iterable[Completion],
    wanted: Collection[str],
    reopened: Mapping[str, str],
) -> Iterator[tuple[str, Record]]:
    """A record for each wanted task that a commit vouches for, with evidence that names it.

    `reopened`: the commits that count no more, as `execute.reopened` reads them.
    """
    for done in {done.task: done for done in found}.values():
        stale = reopened.get(done.commit)
        if done.task in wanted and stale != "":
            path = _evidence(feature, done)
            if files.file_digest(path) != done.evidence:
                _write_evidence(path, feature, done)
            known = record(done, path.relative_to(feature.root).as_posix())
            yield done.task, replace(known, stale=stale) if stale else known


def restore_evidence(
    feature: Feature, found: Iterable[Completion], known: Mapping[str, Record]
) -> None:
    """For what is known to be done, and whose evidence is gone, evidence that names the commit."""
    for done in {done.task: done for done in found}.values():
        path = _evidence(feature, done)
        if done.task in known and not path.exists():
            _write_evidence(path, feature, done)


def record(done: Completion, evidence: str = "") -> Record:
    """What a commit says; `evidence` is the file that there is for it here."""
    return Record(
        how=done.how if done.how in _DECIDED else How.REBUILT,
        completed_at=done.at,
        definition=done.definition,
        title=done.title,
        evidence=evidence,
        evidence_digest=done.evidence,
        commit=done.commit,
        because=done.because,
        red=done.red,
        files=done.files,
        stale=done.stale,
        untested=done.untested,
    )


def _evidence(feature: Feature, done: Completion) -> Path:
    return feature.state_dir / "evidence" / f"{slug(done.task)}.toml"


def _write_evidence(path: Path, feature: Feature, done: Completion) -> None:
    """The original file stayed on the machine that did the work; this one says where to look."""
    document = {
        "schema": "sddtasks/evidence/1",
        "task": done.task,
        "feature": feature.name,
        "how": str(How.REBUILT),
        "status": "completed",
        "commit": done.commit,
        "completed_at": done.at,
        "definition": done.definition,
        **({"because": done.because} if done.because else {}),
        "original_digest": done.evidence,
        "red": dict(done.red),
        "frozen": dict(done.files),
    }
    beneath.write(path, tomli_w.dumps(document))
