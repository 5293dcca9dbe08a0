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
from sddtasks.execute.gates import effect
from sddtasks.execute.gates import frozen
from sddtasks.execute.gates import green
from sddtasks.execute.gates import links
from sddtasks.execute.gates import order
from sddtasks.execute.gates import paths
from sddtasks.execute.gates import red
from sddtasks.execute.gates import scope
from sddtasks.execute.gates import secrets
from sddtasks.execute.gates import substance
from sddtasks.execute.gates import suite
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.site import Site
from sddtasks.execute.site import unwatched
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
    GateName.SECRETS: secrets,
    GateName.SUBSTANCE: substance,
    GateName.ACCEPT: accept,
    GateName.LINKS: links,
    GateName.ORDER: order,
    GateName.EFFECT: effect,
}
_TESTING = frozenset({GateName.RED, GateName.GREEN, GateName.SUITE})


def judge(site: Site, attempt: Attempt, names: Sequence[GateName]) -> list[Verdict]:
    """Ask the gates in order, up to and including the first that refuses.

    Where one of them ran what the task wrote, the last word is that it changed nothing meanwhile.
    What was printed beside it is compared with what the tree before has warned of.
    """
    site.heard.clear()
    verdicts: list[Verdict] = []
    watch: list[Vigil] = []

    def keep_watch() -> None:
        if not watch and site.job.task:
            watch.append(vigil.begin(site, attempt.changed))

    site.before_run = keep_watch
    for name in names:
        began = time.monotonic()
        verdict = classes.refined(_asked(name, site, attempt))
        verdicts.append(replace(verdict, duration=time.monotonic() - began))
        if not verdict.passed:
            break
    site.before_run = unwatched
    spoilt = vigil.end(site, watch[0]) if watch else None
    attempt.warnings = attempt.unheard(site.heard)
    return [*verdicts, spoilt] if spoilt else verdicts


def _asked(name: GateName, site: Site, attempt: Attempt) -> Verdict:
    """What the gate says, unless the policy of the task is not to look at its tests."""
    if site.job.task and site.job.tests == "off" and name in _TESTING:
        return Verdict(name, True, "tests = off: nothing was looked at", notable=True)
    return GATES[name].judge(site, attempt)
