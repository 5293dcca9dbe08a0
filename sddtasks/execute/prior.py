"""Prior work: what is there already when a job begins, looked at before anybody is called."""

from __future__ import annotations

from sddtasks.execute import checking
from sddtasks.execute import completion
from sddtasks.execute import flight
from sddtasks.execute.named import commits_about
from sddtasks.execute.named import look_at
from sddtasks.execute.site import Site
from sddtasks.model import names
from sddtasks.state import evidence


def is_there(site: Site) -> bool:
    """Is there anything that the gates could see?

    Half a file passes `paths` as well: of what an agent left behind only tests can tell, or that
    its call had ended, or that a person has mended it since.
    """
    job = site.job
    assert job.task is not None
    if job.claimed or job.due or job.accepted_because:
        return True
    now = completion.changed_paths(site)
    if job.killed:
        return flight.is_whole(site, now)
    if job.waited:
        return bool(now) or _shows_by_itself(site)
    if (job.task.paths or job.task.removes) and (job.own_paths or job.uncommitted):
        return True
    shown = {names.shown(path): digest for path, digest in completion.digests(site, now).items()}
    return bool(now) and shown != evidence.changed(site.evidence)


def _shows_by_itself(site: Site) -> bool:
    """What a person was asked for may be seen although nothing in the tree differs from HEAD: by
    commits of his own, as directories without files, by a check that can be made here."""
    task = site.job.task
    assert task is not None
    named = look_at(site.root, task, (), ignored=site.repo.ignored(task.paths))
    return (
        bool(commits_about(site.job))
        or checking.can_be_done_here(task)
        or any(finding.changed for finding in named)
    )
