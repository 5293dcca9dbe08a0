"""What the tasks of a phase refer to is still there: documents, sections, the guide they follow."""

from __future__ import annotations

from sddtasks.execute import references
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, _attempt: Attempt) -> Verdict:
    """Every reference of the phase's tasks leads somewhere."""
    total, broken = references.broken(site, site.job.everything)
    if broken:
        reason = f"{len(broken)} of {total} references of this phase's tasks lead nowhere"
        rows = [found.told(site.plan_file) for found in broken]
        return refused(GateName.LINKS, FailureClass.PATHS, reason, rows)
    return Verdict(GateName.LINKS, True, f"{total} references lead somewhere")
