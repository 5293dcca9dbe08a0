"""The ratchet: what passed at a commit still passes at the next one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import replace

from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.system import files

_KEPT = 20


@dataclass(frozen=True, slots=True)
class Baseline:
    """The suite as it was at the commit `head`."""

    head: str
    passed: frozenset[str]
    failed: frozenset[str]

    def regressions(self, run: TestRun) -> list[str]:
        """Tests that fail now and did not fail before, with what they say."""
        rows = [
            f"{case.id}  {_first_line(case.message)}"
            for case in run.cases
            if case.result is Result.FAILED and case.id not in self.failed
        ]
        rows += [
            f"{failure.file}  {failure.reason}: {_first_line(failure.message)}"
            for failure in run.load_failures
            if failure.file not in self.failed
        ]
        return rows

    def lost(self, run: TestRun) -> list[str]:
        """Tests that passed before and now did not run to an end, or were skipped."""
        broken = {failure.file for failure in run.load_failures}
        seen = run.ids(Result.PASSED) | run.ids(Result.FAILED)
        return sorted(
            test for test in self.passed - seen if not any(test.startswith(f) for f in broken)
        )


def of_run(run: TestRun, head: str) -> Baseline:
    failed = run.ids(Result.FAILED) | {failure.file for failure in run.load_failures}
    return Baseline(head, run.ids(Result.PASSED), failed)


def known(site: Site, head: str) -> Baseline:
    """The baseline as remembered for this commit; one that knows nothing if there is none."""
    return _read(site, head) or Baseline("", frozenset(), frozenset())


def known_or_measured(site: Site, head: str) -> Baseline:
    """What passes before this job: as remembered for this commit, or seen now."""
    remembered = _read(site, head)
    if remembered:
        return remembered
    later = site.job.pending | set(site.job.due)
    chosen = [file for file in site.all_tests() if file not in later]
    measured = of_run(site.run_tests(chosen), head)
    _write(site, measured)
    return measured


def advance(site: Site, baseline: Baseline, suite: TestRun | None, head: str) -> None:
    """Remember for `head` what its suite said, or without one what was known before."""
    if suite:
        _write(site, of_run(suite, head))
    elif baseline.head:
        _write(site, replace(baseline, head=head))


def _read(site: Site, head: str) -> Baseline | None:
    try:
        row = json.loads((site.baselines / f"{head}.json").read_text(encoding="utf-8"))
        stored = Baseline(row["head"], frozenset(row["passed"]), frozenset(row["failed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stored if stored.head == head else None


def _write(site: Site, baseline: Baseline) -> None:
    """One file a commit, since parallel tasks start from several; old ones are of no use."""
    row = {
        "head": baseline.head,
        "passed": sorted(baseline.passed),
        "failed": sorted(baseline.failed),
    }
    path = site.baselines / f"{baseline.head}.json"
    files.write_atomic(path, json.dumps(row, ensure_ascii=False))
    by_age = sorted(site.baselines.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
    for file in by_age[:-_KEPT]:
        file.unlink(missing_ok=True)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
