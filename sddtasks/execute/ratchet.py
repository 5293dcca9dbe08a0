"""The ratchet: what passed at a commit still passes at the next one, and no more is skipped."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path

from sddtasks.execute.site import Site
from sddtasks.model.errors import ToolMissing
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.plan import Kind
from sddtasks.system import beneath
from sddtasks.system import files
from sddtasks.system import nested

_KEPT = 20
Ids = Mapping[str, str]
"""Test id → its file."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The suite as it was at the commit `head`. A file that could not be loaded failed itself.

    `warned`: what tests and builds have warned of until then. `unknown`: why the suite could not be
    run; empty where it could.
    """

    head: str
    passed: Ids = field(default_factory=dict)
    failed: Ids = field(default_factory=dict)
    skipped: Ids = field(default_factory=dict)
    warned: frozenset[str] = frozenset()
    unknown: str = ""

    @property
    def is_blank(self) -> bool:
        """No test has been seen yet."""
        return not (self.passed or self.failed or self.skipped)

    def regressions(self, run: TestRun, answered_for: Collection[str]) -> list[str]:
        """Tests of these files that fail now and did not fail before, with what they say."""
        rows = [
            f"{case.id}  {_first_line(case.message)}"
            for case in run.cases
            if case.result is Result.FAILED
            and case.id not in self.failed
            and case.file in answered_for
        ]
        rows += [
            f"{failure.file}  {failure.reason}: {_first_line(failure.message)}"
            for failure in run.load_failures
            if failure.file not in self.failed and failure.file in answered_for
        ]
        return rows

    def lost(self, run: TestRun, looked_at: Collection[str]) -> list[str]:
        """Tests of these files that passed before and now did not run to an end."""
        broken = {failure.file for failure in run.load_failures}
        seen = run.ids(Result.PASSED) | run.ids(Result.FAILED)
        return sorted(
            test
            for test, file in self.passed.items()
            if test not in seen and file in looked_at and file not in broken
        )

    def newly_skipped(self, run: TestRun) -> list[str]:
        """The skip debt must not rise: tests that are skipped now and were not before."""
        return sorted(run.ids(Result.SKIPPED) - self.skipped.keys())

    def with_run(self, run: TestRun, looked_at: Collection[str], head: str) -> Baseline:
        """What is known after a run of these files; of all others it is what was known before."""
        fresh = of_run(run, head)
        return Baseline(
            head,
            {**_without(self.passed, looked_at), **fresh.passed},
            {**_without(self.failed, looked_at), **fresh.failed},
            {**_without(self.skipped, looked_at), **fresh.skipped},
            self.warned,
        )


def of_run(run: TestRun, head: str) -> Baseline:
    def of(result: Result) -> dict[str, str]:
        return {case.id: case.file for case in run.cases if case.result is result}

    broken = {failure.file: failure.file for failure in run.load_failures}
    return Baseline(head, of(Result.PASSED), {**of(Result.FAILED), **broken}, of(Result.SKIPPED))


def known(site: Site, head: str) -> Baseline:
    """The baseline as remembered for this commit; one that knows nothing if there is none."""
    return _read(site, head) or Baseline("")


def is_setup(site: Site) -> bool:
    """May this job be the one that installs what the tests need?"""
    return site.job.task is not None and site.job.task.kind is Kind.SETUP


def known_or_measured(site: Site, head: str) -> Baseline:
    """What passes before this job: as remembered for this commit, or seen now.

    Nothing is remembered of a suite that could not be run. A tool that is missing raises
    ToolMissing, unless the job is a set-up.
    """
    measured = _read(site, head)
    if measured:
        return measured
    try:
        measured = measure(site, head)
    except ToolMissing as error:
        if not is_setup(site):
            raise
        return Baseline("", unknown=error.message)
    if not measured.unknown:
        _write(site, measured)
    return measured


def measure(site: Site, head: str) -> Baseline:
    """The suite as it is in the site's tree, which is at the commit `head`, without what is due."""
    later = site.job.pending | set(site.job.due)
    run = site.run_tests([file for file in site.all_tests() if file not in later], "whole")
    measured = of_run(run, head)
    if run.trouble and measured.is_blank:
        return Baseline("", unknown=run.trouble)
    return replace(measured, warned=frozenset(site.heard))


def advance(site: Site, baseline: Baseline, suite: Baseline | None, head: str) -> None:
    """Remember for `head` what its suite showed, or without one what was known before."""
    known_now = suite or (baseline if baseline.head else None)
    if known_now is None:
        return
    now = replace(known_now, head=head, warned=baseline.warned | site.heard.keys())
    if site.is_alone and now == replace(baseline, head=head):
        _carry_on(site, baseline, now)
    else:
        _write(site, now)


def _carry_on(site: Site, old: Baseline, now: Baseline) -> None:
    """Nobody starts from the old commit any more."""
    before, after = _path(site, old.head), _path(site, now.head)
    try:
        beneath.move(before, after)
        os.utime(after, follow_symlinks=False)
    except FileNotFoundError:
        _write(site, now)
    else:
        site.commons.written[after] = site.commons.written.pop(before)


def _without(ids: Ids, looked_at: Collection[str]) -> dict[str, str]:
    return {test: file for test, file in ids.items() if file not in looked_at}


def _read(site: Site, head: str) -> Baseline | None:
    path = _path(site, head)
    try:
        text = beneath.read(path).decode()
        found = files.digest(text)
        if site.commons.written.setdefault(path, found) != found:
            return None
        row = nested.read_json(text)
        warned = frozenset(row.get("warned", ()))
        stored = Baseline(head, row["passed"], row["failed"], row["skipped"], warned)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stored if isinstance(stored.passed, dict) else None


def _write(site: Site, baseline: Baseline) -> None:
    """One file a commit, since parallel tasks start from several; old ones are of no use, and are
    looked for now and then."""
    row = {
        "passed": dict(baseline.passed),
        "failed": dict(baseline.failed),
        "skipped": dict(baseline.skipped),
        "warned": sorted(baseline.warned),
    }
    path = _path(site, baseline.head)
    text = json.dumps(row, ensure_ascii=False)
    beneath.write(path, text)
    site.commons.written[path] = files.digest(text)
    if len(site.commons.written) % _KEPT == 1:
        _forget(site)


def _path(site: Site, head: str) -> Path:
    return site.baselines / f"{head}.json"


def _forget(site: Site) -> None:
    by_age = sorted(site.baselines.glob("*.json"), key=_written)
    for file in by_age[:-_KEPT]:
        beneath.remove(file)


def _written(file: Path) -> int:
    """When; 0 for one that another task has removed meanwhile."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
