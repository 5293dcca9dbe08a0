"""The tree without an implementation: where a test is judged that is written anew after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sddtasks.execute import history
from sddtasks.execute import scratch
from sddtasks.execute import testware
from sddtasks.execute.site import Site
from sddtasks.model.how import How


def commit_before(site: Site) -> str:
    """The commit before the first task that this task's tests are about; empty: none was done."""
    feature = site.job.feature.name
    done = history.completions(site.repo, feature)
    subjects = set(site.job.subjects)
    first = next((c for c in done if c.task in subjects and c.how != How.SKIPPED), None)
    return site.repo.run("rev-parse", f"{first.commit}^").strip() if first else ""


@contextmanager
def without_implementation(site: Site, commit: str) -> Iterator[Site]:
    """A scratch tree at `commit` with the tests' side as it is now."""
    present = [
        path
        for path in site.repo.files()
        if testware.is_support(path) or testware.is_setup(path) or site.toolchain_of(path)
    ]
    with scratch.tree(site, commit, present) as other:
        yield other
