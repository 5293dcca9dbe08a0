"""What the gates of one attempt share: what changed, and what they have seen."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from sddtasks.execute.ratchet import Baseline
from sddtasks.model.evidence import TestRun
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict

_SHOWN = 40


@dataclass
class Attempt:
    """What one attempt has done so far, for its gates to judge; they add what they observed.

    `changed`: paths that differ from the base; `hidden`: those of them that git was made to ignore
    meanwhile; `claimed`: nothing was done by us, the work is
    said to be there already. `plan_digest`: tasks.md as it was when the job began. `before`: the
    due tests as they were run before anything was done. `red`, `frozen`, `due` (the run of the due
    tests) and `suite` (what is known of all tests now): what the gates have seen. `heard`: what
    the tree before has warned of, beyond the baseline; `warnings`: what only this one does.
    `accepted`: the commands by which the task itself is verified, and that ended well; `ran`: those
    that did its work.
    """

    changed: frozenset[str]
    baseline: Baseline
    plan_digest: str
    hidden: frozenset[str] = frozenset()
    claimed: bool = False
    before: TestRun | None = None
    red: Mapping[str, str] = field(default_factory=dict)
    frozen: Mapping[str, str] = field(default_factory=dict)
    due: TestRun | None = None
    suite: Baseline | None = None
    heard: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()

    def unheard(self, heard: Mapping[str, str]) -> tuple[str, ...]:
        """Those of these warnings, by their words, that the tree before did not have."""
        known = self.baseline.warned | self.heard
        return tuple(text for words, text in heard.items() if words not in known)


def refused(
    gate: GateName,
    failure: FailureClass,
    reason: str,
    rows: Sequence[str] = (),
    about: Mapping[str, str] | None = None,
) -> Verdict:
    """A refusal with a line for each finding, as many as a reader can use."""
    shown = [row for row in rows[:_SHOWN] if row]
    if len(rows) > _SHOWN:
        shown.append(f"… and {len(rows) - _SHOWN} more")
    return Verdict(gate, False, reason, tuple(shown), failure, about=about or {})
