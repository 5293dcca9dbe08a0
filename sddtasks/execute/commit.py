"""The commit of a completed task holds what was judged, whatever git's hooks make of it.

Where a hook changed files, the commit is taken back, the gates are asked about what it held, and it
is made again with the evidence of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from sddtasks.execute import acts
from sddtasks.execute import completion
from sddtasks.execute import flight
from sddtasks.execute import gates
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.recipes import RECIPES
from sddtasks.execute.site import Site
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.job import JobResult
from sddtasks.model.ports import AgentReport
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import Verdict
from sddtasks.system import commits
from sddtasks.system import files
from sddtasks.system.commits import CommitRefused
from sddtasks.system.commits import Entries
from sddtasks.system.commits import Made

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """`result` with its commit, or `refused`: why there is none. `attempt`: as last judged.
    `is_stuck`: whatever an agent does about it, only a person can help."""

    result: JobResult
    attempt: Attempt
    refused: Verdict | None = None
    is_stuck: bool = False


def make(
    site: Site, result: JobResult, reports: Sequence[AgentReport], attempt: Attempt, base: str
) -> Kept:
    """Commit what the gates have let pass, as often as hooks change it, up to three times."""
    judged: Entries = {}
    for _ in range(_ROUNDS):
        unticked, before = site.plan.read_bytes(), completion.digests(site, attempt.changed)
        result = replace(result, red=attempt.red, files=attempt.frozen)
        try:
            done, made = completion.keep(site, result, reports, attempt.changed, base)
        except WorkspaceError as error:
            refusal = _refusal(site, error)
            now = completion.digests(site, completion.changed_paths(site) | attempt.hidden)
            if not isinstance(error, CommitRefused) or now == before:
                return Kept(result, attempt, refusal)
        else:
            wrong = _wrong(site, made)
            if not (wrong or made.differing):
                return Kept(_cleared(site, done, made), attempt)
            commits.take_back(site.repo, base, made)
            completion.reopen(site, unticked)
            judged = judged or made.asked
            if wrong:
                return Kept(result, attempt, _put_back(site, judged, wrong), is_stuck=True)
            refusal = _unsteady(made)
        attempt, verdicts = _judged_again(site, attempt)
        result = replace(result, verdicts=(*result.verdicts, *verdicts))
        refused = next((verdict for verdict in verdicts if not verdict.passed), None)
        if refused:
            return Kept(result, attempt, _put_back(site, judged, _as_changed(refused)))
    return Kept(result, attempt, _put_back(site, judged, refusal), is_stuck=True)


def _judged_again(site: Site, attempt: Attempt) -> tuple[Attempt, list[Verdict]]:
    assert site.job.task is not None
    again = replace(
        attempt,
        changed=completion.changed_paths(site) | attempt.hidden,
        red={},
        frozen={},
        due=None,
        suite=None,
    )
    return again, gates.judge(site, again, RECIPES[site.job.task.kind].after)


def _refusal(site: Site, error: WorkspaceError) -> Verdict:
    is_hook = isinstance(error, CommitRefused) and commits.hooks(site.repo)
    failure = FailureClass.HOOK if is_hook else FailureClass.GIT
    return acts.refusal(failure, error.message, error.hint)


def _wrong(site: Site, made: Made) -> Verdict | None:
    """What no second look can mend."""
    if f"{site.repo.prefix}{site.plan_file}" in made.differing:
        return acts.refusal(
            FailureClass.HOOK,
            f"a hook of git changes {site.plan_file}, where only sddtasks ticks boxes",
            "have the hook leave that file alone, or format it once, by hand, and commit that",
        )
    if made.lost:
        return acts.refusal(
            FailureClass.HOOK,
            "a hook of git took lines out of the commit's message that say what was proven",
            *made.lost,
            "have it leave the trailers Sdd-… as they are: the status is rebuilt from them",
        )
    return None


def _unsteady(made: Made) -> Verdict:
    return acts.refusal(
        FailureClass.HOOK,
        f"hooks of git changed what was committed, {_ROUNDS} times and each time anew",
        *sorted(made.differing),
    )


def _as_changed(refused: Verdict) -> Verdict:
    reason = f"as hooks of git changed it, the work does not pass: {refused.reason}"
    return replace(refused, reason=reason, failure=FailureClass.HOOK, about={})


def _put_back(site: Site, judged: Entries, refused: Verdict) -> Verdict:
    """The tree is as it was judged; what the hooks made of it is kept on a ref."""
    if not judged:
        return refused
    name, changed = site.job.name, sorted(completion.changed_paths(site))
    if changed:
        mark = files.digest(f"{refused.reason} {judged}")[:12]
        ref = f"{flight.place(site.job.feature, name)}/hooked-{mark}"
        site.repo.put_aside(changed, ref, f"What hooks made of {name}")
        told = f"what they made of it is kept: git show {ref}"
        refused = replace(refused, details=(*refused.details, told))
    plan = f"{site.repo.prefix}{site.plan_file}"
    commits.lay_out(site.repo, {path: row for path, row in judged.items() if path != plan})
    return refused


def _cleared(site: Site, done: JobResult, made: Made) -> JobResult:
    """What hooks made of the task's files and did not commit is kept on a ref: it was not judged,
    and the next task has not done it."""
    if not commits.hooks(site.repo):
        return done
    name = site.job.name
    place = flight.place(site.job.feature, name)
    if made.head != made.commit and not site.is_alone:
        kept = flight.keep(site, made.head)
        site.on_note(f"a hook of git committed after {name}: git show {kept}")
    asked = {path.removeprefix(site.repo.prefix) for path in made.asked}
    left = sorted(completion.changed_paths(site) & asked)
    if left:
        ref = f"{place}/by-hooks-{made.commit[:12]}"
        site.repo.put_aside(left, ref, f"What hooks changed after {name}")
        told = ", ".join(left[:5])
        site.on_note(f"hooks of git changed and did not commit: {told}; kept: git show {ref}")
    return done
