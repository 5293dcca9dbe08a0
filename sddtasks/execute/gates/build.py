"""The product compiles."""

from __future__ import annotations

from sddtasks.execute import scratch
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """The product compiles."""
    outcomes = site.build()
    broken = [outcome for outcome in outcomes if not outcome.ok]
    if broken:
        said = [line for outcome in broken for line in _output(outcome.output, outcome.errors)]
        return refused(
            GateName.BUILD,
            FailureClass.COMPILATION,
            f"{' '.join(broken[0].argv[:3])} failed",
            said or [outcome.trouble for outcome in broken],
        )
    if outcomes and site.job.task and attempt.unheard(site.heard):
        attempt.heard |= _warned_before(site)
    return Verdict(GateName.BUILD, True, "compiles" if outcomes else "nothing to compile")


def _warned_before(site: Site) -> frozenset[str]:
    """What the build says of the tree before: a baseline comes from tests, which warn of less."""
    with scratch.tree(site, site.repo.head() or "HEAD", ()) as before:
        before.build()
        return frozenset(before.heard)


def _output(*streams: str) -> list[str]:
    return [line for stream in streams for line in stream.splitlines() if line.strip()]
