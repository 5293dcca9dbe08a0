"""Something that can be seen was done by this task, or a person says that it was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from sddtasks.execute import changes
from sddtasks.execute import checking
from sddtasks.execute import identity
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.named import MAY_BE_EMPTY
from sddtasks.execute.named import commits_about
from sddtasks.execute.named import only_layout
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict

NOTHING = "nothing was done that could be seen"


def judge(site: Site, attempt: Attempt) -> Verdict:
    """Something that can be seen was done by this task, or a person says that it was done.

    Asked last: what tests and commands have shown counts as well.
    """
    job = site.job
    if job.task is None:
        return Verdict(GateName.EFFECT, True, "not a task")
    if job.accepted_because:
        told = f"accepted by a person's word: {job.accepted_because}"
        return Verdict(GateName.EFFECT, True, told)
    if attempt.claimed:
        return Verdict(GateName.EFFECT, True, "ticked by hand: claimed, not seen")
    commits = commits_about(job)
    if commits:
        told = f"changed by a person's own commit: {', '.join(commits)}"
        return Verdict(GateName.EFFECT, True, told, notable=True)
    seen = next(filter(None, (look(site, attempt) for look in _LOOKS)), "")
    rows: list[str] = []
    if not seen:
        seen, rows = checking.look(site)
    if seen:
        return Verdict(GateName.EFFECT, True, seen)
    return refused(GateName.EFFECT, FailureClass.EFFECT, NOTHING, rows, {"unseen": job.name})


def _changed(site: Site, attempt: Attempt) -> str:
    others = attempt.changed - {site.plan_file}
    count = sum(not _is_empty(site, path) for path in others - only_layout(site, others))
    return f"{count} files changed" if count else ""


def _is_empty(site: Site, path: str) -> bool:
    """A new file without content shows nothing, unless its name is all that it has to say."""
    change = changes.of(site, path)
    return change.is_new and not change.new.strip() and PurePosixPath(path).name not in MAY_BE_EMPTY


def _named(site: Site, attempt: Attempt) -> str:
    """The `paths` gate would have refused a task that names something and changed none of it."""
    task = site.job.task
    return "what it names is as it should be" if task and (task.paths or task.removes) else ""


def _earlier(site: Site, attempt: Attempt) -> str:
    """Its own commit stands: it is judged anew, or done again for the same text."""
    kept = site.job.own_paths - {site.plan_file}
    return f"{len(kept)} files changed by its earlier commit" if kept else ""


def _commands(site: Site, attempt: Attempt) -> str:
    commands = (*attempt.ran, *attempt.accepted)
    return f"ended well: {', '.join(f'`{text}`' for text in commands)}" if commands else ""


def _turned(site: Site, attempt: Attempt) -> str:
    """Tests that are due with this task, and that were seen failing, pass."""
    if attempt.due is None:
        return ""
    were_red = identity.were_red(site.job.proofs, attempt.due, site.tests_among(site.job.due))
    return f"{len(were_red)} tests that were red pass" if were_red else ""


_LOOKS: tuple[Callable[[Site, Attempt], str], ...] = (
    _changed,
    _named,
    _earlier,
    _commands,
    _turned,
)
