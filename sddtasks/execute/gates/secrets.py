"""No changed file holds the value of a secret variable of our environment."""

from __future__ import annotations

from sddtasks.execute import changes
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.system import secrets


def judge(site: Site, attempt: Attempt) -> Verdict:
    """Refuses a file in which a value stands that was not there before; its name is told only."""
    known = secrets.ours()
    leaks: list[tuple[str, str]] = []
    for path in sorted(attempt.changed - site.job.waived) if not known.is_empty else ():
        change = changes.of(site, path)
        found = set(known.found(change.after or b"")) - set(known.found(change.before or b""))
        leaks += [(path, name) for name in sorted(found)]
    if leaks:
        return refused(
            GateName.SECRETS,
            FailureClass.LEAK,
            "a secret of your environment was written into the work; take it out",
            [f"{path}  holds the value of {name}" for path, name in leaks],
            {"named": leaks[0][0]},
        )
    return Verdict(GateName.SECRETS, True, "no changed file holds a secret of the environment")
