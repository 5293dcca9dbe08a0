"""Which tests stand for which: the ids that were red are the ids that have to pass."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.job import Proof

_VARIANT = re.compile(r"[\[/(]| with data set | › | > ")


def were_red(proofs: Iterable[Proof], run: TestRun, due: tuple[str, ...]) -> list[str]:
    """The ids that were seen failing in the files that are due now."""
    declared = {test for file in due for test in run.declared.get(file, ())}
    return [
        test
        for proof in proofs
        for test in proof.red
        if proof.files
        and test not in proof.files
        and (proof.files.keys() <= set(due) or test in declared)
    ]


def absent(run: TestRun, tests: Iterable[str]) -> list[str]:
    """Those of `tests` of which no variant passed."""
    passed = run.ids(Result.PASSED)
    return [test for test in tests if not any(_stands_for(test, known) for known in passed)]


def _stands_for(test: str, known: str) -> bool:
    return known == test or (
        known.startswith(test) and _VARIANT.match(known, len(test)) is not None
    )
