"""The gates by name: each a module with `judge(site, attempt) -> Verdict`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sddtasks.execute import classes
from sddtasks.execute import vigil
from sddtasks.execute.gates import accept
from sddtasks.execute.gates import build
from sddtasks.execute.gates import frozen
from sddtasks.execute.gates import green
from sddtasks.execute.gates import paths
from sddtasks.execute.gates import red
from sddtasks.execute.gates import scope
from sddtasks.execute.gates import substance
from sddtasks.execute.gates import suite
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.site import Site
from sddtasks.execute.vigil import Vigil
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


class Gate(Protocol):
    """From what is in the tree to a Verdict; adds what it saw to the attempt."""

    def judge(self, site: Site, attempt: Attempt) -> Verdict: ...


GATES: Mapping[GateName, Gate] = {
    GateName.PATHS: paths,
    GateName.RED: red,
    GateName.GREEN: green,
    GateName.BUILD: build,
    GateName.FROZEN: frozen,
    GateName.SUITE: suite,
    GateName.SCOPE: scope,
    GateName.SUBSTANCE: substance,
    GateName.ACCEPT: accept,
}
_TESTING = frozenset({GateName.RED, GateName.GREEN, GateName.SUITE})
_RUNNING = _TESTING | {GateName.BUILD, GateName.ACCEPT}


def judge(site: Site, attempt: Attempt, names: Sequence[GateName]) -> list[Verdict]:
    """Ask the gates in order, up to and including the first that refuses.

    Those that run what the task wrote have the last word: that it changed nothing meanwhile.
    """
    verdicts: list[Verdict] = []
    watch: Vigil | None = None
    for name in names:
        began = time.monotonic()
        if name in _RUNNING and site.job.task:
            watch = watch or vigil.begin(site, attempt.changed)
        verdict = classes.refined(_asked(name, site, attempt))
        verdicts.append(replace(verdict, duration=time.monotonic() - began))
        if not verdict.passed:
            break
    spoilt = vigil.end(site, watch) if watch else None
    return [*verdicts, spoilt] if spoilt else verdicts


def _asked(name: GateName, site: Site, attempt: Attempt) -> Verdict:
    """What the gate says, unless the policy of the task is not to look at its tests."""
    if site.job.task and site.job.tests == "off" and name in _TESTING:
        return Verdict(name, True, "tests = off: nothing was looked at", notable=True)
    return GATES[name].judge(site, attempt)
