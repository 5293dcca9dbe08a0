"""Code is not begun before the tests of its phase were seen failing."""

from __future__ import annotations

from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.job import Job
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """The tests that come before were seen failing, or a person lets their code go without them."""
    return found(site.job)


def found(job: Job) -> Verdict:
    """What the job's records say of it; doit sees to the order, unless it was told not to."""
    missing = job.unvalidated
    if not missing or job.tests == "off":
        return Verdict(GateName.ORDER, True, "every test that comes before was seen failing")
    skipped = [name for name, because in missing.items() if because]
    return refused(
        GateName.ORDER,
        FailureClass.ORDER,
        "ERROR: Tests not completed before implementation",
        [f"{name}  {_why(because)}" for name, because in missing.items()],
        {"untested": skipped[0]} if skipped else {},
    )


def _why(because: str) -> str:
    return f"was skipped: {because}" if because else "its tests were not seen failing yet"
