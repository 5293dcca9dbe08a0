"""The product compiles."""

from __future__ import annotations

from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, _attempt: Attempt) -> Verdict:
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
    return Verdict(GateName.BUILD, True, "compiles" if outcomes else "nothing to compile")


def _output(*streams: str) -> list[str]:
    return [line for stream in streams for line in stream.splitlines() if line.strip()]
