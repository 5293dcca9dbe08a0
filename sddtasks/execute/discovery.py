"""Does each runner still find, of its own accord, the tests that it found before the task?

Our own runs name every test file, and so do not notice a configuration that leaves some out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from sddtasks.execute import changes
from sddtasks.execute import scratch
from sddtasks.execute import testware
from sddtasks.execute.changes import Change
from sddtasks.execute.ratchet import Baseline
from sddtasks.execute.site import Site
from sddtasks.model.errors import ToolMissing
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.system import nested
from sddtasks.toolchains import cargo

_WORKSPACES = frozenset({"Cargo.toml", "go.work", "pnpm-workspace.yaml"})
"""Files that say which parts of a repository are tested."""
_TESTS_INSIDE = frozenset({cargo.NAME})
"""Toolchains whose unit tests lie in files of the product, which the baseline does not name."""
_CONSTRAINT = re.compile(r"^//(?:go:build| ?\+build)\b.*$", re.MULTILINE)
_JOINED = re.compile(r"&&|\|\||;")
_IDLE = re.compile(r"echo\b.*|true|:|exit(?:\s+\d+)?|", re.DOTALL)


def lost(
    site: Site, changed: frozenset[str], baseline: Baseline, own: Collection[str]
) -> list[str]:
    """A row for each test that passed in the runner's own search and is no longer found by it.

    Empty, at no cost, where none of the `changed` files decides what is searched. `own`: test files
    that the task may change as it likes.
    """
    task = site.job.task
    paths = sorted(changed - site.job.waived)
    deciding = [change for path in paths if _decides(change := changes.of(site, path))]
    if task is None or not deciding or not _has_something_to_lose(site, baseline):
        return []
    idle = [f"{change.path}  its test script runs no test" for change in deciding if _idles(change)]
    return idle or _no_longer_found(site, own)


def _has_something_to_lose(site: Site, baseline: Baseline) -> bool:
    inside = any(chain.NAME in _TESTS_INSIDE for chain, _ in site.active)
    return bool(baseline.passed) or inside


def _decides(change: Change) -> bool:
    """May what changed in this file decide which tests are run?"""
    path, old, new = change.path, change.old, change.new
    name = PurePosixPath(path).name
    if testware.is_setup(path) or (name in _WORKSPACES and bool(old)):
        return True
    if name.endswith("_test.go"):
        return bool(old) and _CONSTRAINT.findall(old) != _CONSTRAINT.findall(new)
    return testware.configuration(path, old) != testware.configuration(path, new)


def _idles(change: Change) -> bool:
    """Did `npm test` run something, and does it now do nothing at all?"""
    if PurePosixPath(change.path).name != "package.json":
        return False
    return not _is_idle(change.old) and _is_idle(change.new)


def _is_idle(manifest: str) -> bool:
    try:
        script = nested.read_json(manifest).get("scripts", {}).get("test", "")
    except (ValueError, AttributeError):
        return True
    return all(_IDLE.fullmatch(part.strip()) for part in _JOINED.split(str(script)))


def _no_longer_found(site: Site, own: Collection[str]) -> list[str]:
    with scratch.tree(site, site.repo.head() or "HEAD", ()) as tree:
        before = _search(tree)
    passed = _expected(site, own, before) if before else {}
    now = _search(site) if passed else None
    if now is None:
        return []
    seen = now.ids(Result.PASSED) | now.ids(Result.FAILED)
    told = f"  {now.trouble}" if now.trouble else ""
    return [f"{test}{told}" for test in sorted(passed.keys() - seen)]


def _search(site: Site) -> TestRun | None:
    """What the runners find and run by themselves; None where that cannot be told."""
    try:
        run = site.run_suite()
    except ToolMissing:
        return None
    return None if run.weak else run


def _expected(site: Site, own: Collection[str], before: TestRun) -> dict[str, str]:
    """Test id → file of what passed, but for files that the plan removes or has yet to finish."""
    task = site.job.task
    removed = {path for other in site.job.everything for path in other.removes}
    left = {*removed, *own, *site.job.pending, *(task.removes if task else ())}
    return {
        case.id: case.file
        for case in before.cases
        if case.result is Result.PASSED and case.file not in left
    }
