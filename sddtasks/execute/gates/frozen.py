"""Tests that were validated earlier are unchanged, and so is tasks.md."""

from __future__ import annotations

from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.plan import Kind
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.system import files


def judge(site: Site, attempt: Attempt) -> Verdict:
    """Tests that were validated earlier are unchanged, and so is tasks.md."""
    task = site.job.task
    own = set(task.paths) if task and task.kind is Kind.TEST else set()
    guarded = {
        path: digest
        for proof in site.job.proofs
        for path, digest in proof.files.items()
        if path not in own
    }
    broken = [
        f"{path}  {'changed' if (site.root / path).exists() else 'deleted'}"
        for path, digest in guarded.items()
        if files.file_digest(site.root / path) != digest
    ]
    if files.file_digest(site.plan) != attempt.plan_digest:
        broken.append(f"{site.plan_file}  only sddtasks ticks boxes; restore it")
    if broken:
        return refused(
            GateName.FROZEN,
            FailureClass.FROZEN,
            f"{len(broken)} files that this task must not touch differ",
            broken,
        )
    return Verdict(GateName.FROZEN, True, f"{len(guarded)} validated test files unchanged")
